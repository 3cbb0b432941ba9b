package org.flytekitplugins.kubeflow;

/**
 * What happens to a replica's container when it ends, while the job goes on. The operator's fourth
 * policy, {@code ExitCode}, cannot be expressed through Flyte.
 */
public enum RestartPolicy {
  /** It is not started again; if it failed, the job has failed. Flyte's default. */
  NEVER("RESTART_POLICY_NEVER"),
  /** It is started again in its pod when it failed. */
  ON_FAILURE("RESTART_POLICY_ON_FAILURE"),
  /** It is started again in its pod however it ended. */
  ALWAYS("RESTART_POLICY_ALWAYS");

  private final String protoName;

  RestartPolicy(String protoName) {
    this.protoName = protoName;
  }

  /** The name of the value in Flyte's {@code flyteidl.plugins.kubeflow.RestartPolicy}. */
  String protoName() {
    return protoName;
  }
}
