package org.flytekitplugins.kubeflow.operator;

import com.google.auto.value.AutoValue;

/** What the operator can see of a pod. */
@AutoValue
public abstract class PodStatus {
  /** Of a replica that has no pod. */
  public static final PodStatus ABSENT = of(PodPhase.ABSENT, 0);

  PodStatus() {}

  /** How far the pod is. */
  public abstract PodPhase phase();

  /** How often the process was started again in this pod. */
  public abstract int restarts();

  /** Whether the pod has a deletion timestamp: it was deleted, and its process may still run. */
  public abstract boolean isTerminating();

  /** The status of a pod that nobody has deleted. */
  public static PodStatus of(PodPhase phase, int restarts) {
    return new AutoValue_PodStatus(phase, restarts, /* isTerminating= */ false);
  }

  /** This status of a pod that was deleted. */
  public PodStatus terminating() {
    return new AutoValue_PodStatus(phase(), restarts(), /* isTerminating= */ true);
  }

  /**
   * What the operator counts the pod as. One that still runs but was deleted counts as failed,
   * whatever its restart policy: "orphan Pods that never have a chance to reach the Failed phase".
   *
   * @see <a
   *     href="https://github.com/kubeflow/trainer/blob/v1.9.3/pkg/core/status.go">UpdateJobReplicaStatuses</a>
   */
  public PodPhase counted() {
    return isTerminating() && phase() == PodPhase.RUNNING ? PodPhase.FAILED : phase();
  }
}
