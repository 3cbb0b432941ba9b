package org.flytekitplugins.kubeflow;

import com.google.protobuf.DynamicMessage;

/** Flyte's message of a PyTorchJob, for the tests of another package. */
public final class PytorchMessages {
  private PytorchMessages() {}

  public static DynamicMessage fromJson(String json) {
    return KubeflowMessages.fromJson(KubeflowMessages.PYTORCH, json);
  }

  public static DynamicMessage fromText(String text) {
    return KubeflowMessages.fromText(KubeflowMessages.PYTORCH, text);
  }
}
