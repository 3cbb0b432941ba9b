package org.flytekitplugins.kubeflow;

import com.google.protobuf.DynamicMessage;

/** Flyte's message of a TFJob, for the tests of another package. */
public final class TensorflowMessages {
  private TensorflowMessages() {}

  public static DynamicMessage fromJson(String json) {
    return KubeflowMessages.fromJson(KubeflowMessages.TENSORFLOW, json);
  }

  public static DynamicMessage fromText(String text) {
    return KubeflowMessages.fromText(KubeflowMessages.TENSORFLOW, text);
  }
}
