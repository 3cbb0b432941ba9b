package org.flytekitplugins.kubeflow;

import com.google.auto.value.AutoValue;
import java.util.Set;
import org.flytekitplugins.kubeflow.operator.JobStatus;

/**
 * What the operator makes of a job when it looks at it: its status, and what happens to its pods.
 */
@AutoValue
public abstract class Reconciliation {
  Reconciliation() {}

  /** The status of the job from now on. */
  public abstract JobStatus status();

  /** Replicas that get a pod. */
  public abstract Set<Replica> created();

  /** Replicas that lose their pod. */
  public abstract Set<Replica> deleted();

  /** What a look at a job comes to. */
  public static Reconciliation of(JobStatus status, Set<Replica> created, Set<Replica> deleted) {
    return new AutoValue_Reconciliation(status, Set.copyOf(created), Set.copyOf(deleted));
  }
}
