package org.flytekitplugins.kubeflow;

/** Which pods the operator deletes when a job has ended. */
public enum CleanPodPolicy {
  /** None: parameter servers and other survivors keep running. The operator's default, not ours. */
  NONE("CLEANPOD_POLICY_NONE"),
  /** Those that still run; the logs of the others stay readable. */
  RUNNING("CLEANPOD_POLICY_RUNNING"),
  /** All of them, with their logs. */
  ALL("CLEANPOD_POLICY_ALL");

  private final String protoName;

  CleanPodPolicy(String protoName) {
    this.protoName = protoName;
  }

  /** The name of the value in Flyte's {@code flyteidl.plugins.kubeflow.CleanPodPolicy}. */
  String protoName() {
    return protoName;
  }
}
