package org.flyte.api.v1;

import java.util.Map;

public interface DynamicWorkflowTask {
  String getName();

  TypedInterface getInterface();

  DynamicJobSpec run(Map<String, Literal> inputs);

  RetryStrategy getRetries();

  default Resources getResources() {
    return Resources.builder().build();
  }
}
