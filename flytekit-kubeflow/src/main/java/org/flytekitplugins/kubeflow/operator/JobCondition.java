package org.flytekitplugins.kubeflow.operator;

import com.google.auto.value.AutoValue;

/** One condition of a job, as the operator writes it into the job's status. */
@AutoValue
public abstract class JobCondition {
  JobCondition() {}

  /** The type of the condition. */
  public abstract JobState state();

  /** Whether it holds. {@code Running} stays behind as false when the job has ended. */
  public abstract boolean holds();

  /** The operator's reason in one word, the kind of job with its state. */
  public abstract String reason();

  /** The operator's message. */
  public abstract String message();

  /** A condition that holds. */
  public static JobCondition of(JobState state, String reason, String message) {
    return new AutoValue_JobCondition(state, true, reason, message);
  }

  /** The same condition when it holds no longer. */
  public JobCondition noLonger() {
    return new AutoValue_JobCondition(state(), false, reason(), message());
  }
}
