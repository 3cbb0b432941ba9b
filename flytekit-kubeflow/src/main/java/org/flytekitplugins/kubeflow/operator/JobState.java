package org.flytekitplugins.kubeflow.operator;

/**
 * How far a job is, in the operator's words.
 *
 * @see <a
 *     href="https://github.com/kubeflow/trainer/blob/v1.9.3/pkg/apis/kubeflow.org/v1/common_types.go">JobConditionType</a>
 */
public enum JobState {
  /** The job is known; nothing of it runs yet. */
  CREATED("Created"),
  /** The chief runs; without a chief: at least one worker runs. */
  RUNNING("Running"),
  /**
   * The pod of a replica was lost and is made anew. A replica that is started again in its pod, as
   * after a crash, does not count: the job keeps running.
   */
  RESTARTING("Restarting"),
  /** The job has ended well. */
  SUCCEEDED("Succeeded"),
  /** The job has ended badly. */
  FAILED("Failed");

  private final String operatorName;

  JobState(String operatorName) {
    this.operatorName = operatorName;
  }

  /** The state as the operator writes it, for example {@code Running}. */
  public String operatorName() {
    return operatorName;
  }
}
