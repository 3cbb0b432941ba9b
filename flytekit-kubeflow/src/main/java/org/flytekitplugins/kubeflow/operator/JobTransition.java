package org.flytekitplugins.kubeflow.operator;

import com.google.auto.value.AutoValue;
import java.time.Instant;

/** The moment in which a condition of a job came to hold. */
@AutoValue
public abstract class JobTransition {
  JobTransition() {}

  /** When. */
  public abstract Instant time();

  /** Which condition. */
  public abstract JobCondition condition();

  /** A condition that came to hold then. */
  public static JobTransition of(Instant time, JobCondition condition) {
    return new AutoValue_JobTransition(time, condition);
  }
}
