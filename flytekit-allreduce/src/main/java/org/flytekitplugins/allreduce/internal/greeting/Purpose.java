package org.flytekitplugins.allreduce.internal.greeting;

import org.jspecify.annotations.Nullable;

/** What a connection is for. */
public enum Purpose {
  /** Values and sums. */
  VALUES(1),
  /** Signs of life, also while a replica computes. */
  PULSE(2);

  private final int code;

  Purpose(int code) {
    this.code = code;
  }

  byte code() {
    return (byte) code;
  }

  static @Nullable Purpose of(byte code) {
    for (Purpose purpose : values()) {
      if (purpose.code == code) {
        return purpose;
      }
    }
    return null;
  }
}
