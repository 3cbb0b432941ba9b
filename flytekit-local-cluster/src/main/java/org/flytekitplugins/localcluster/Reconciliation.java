package org.flytekitplugins.localcluster;

import com.google.auto.value.AutoValue;
import java.util.Set;
import org.flytekitplugins.kubeflow.Replica;

/**
 * What the operator makes of a job when it looks at it: its status, and what happens to its pods.
 */
@AutoValue
abstract class Reconciliation {
  Reconciliation() {}

  abstract JobStatus status();

  /** Replicas that get a pod. */
  abstract Set<Replica> created();

  /** Replicas that lose their pod. */
  abstract Set<Replica> deleted();

  static Reconciliation of(JobStatus status, Set<Replica> created, Set<Replica> deleted) {
    return new AutoValue_Reconciliation(status, Set.copyOf(created), Set.copyOf(deleted));
  }
}
