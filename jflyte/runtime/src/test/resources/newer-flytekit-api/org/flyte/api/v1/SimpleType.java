package org.flyte.api.v1;

public enum SimpleType {
  TENSOR,
  INTEGER,
  FLOAT,
  STRING,
  BOOLEAN,
  DATETIME,
  DURATION,
  STRUCT,
  BINARY
}
