package org.flytekitplugins.kubeflow.operator;

/**
 * How far a replica's pod is, in Kubernetes' words.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-phase">Pod
 *     phase</a>
 */
public enum PodPhase {
  /** There is no pod: not yet, or no longer. */
  ABSENT,
  /** The pod is there, its process was never started. */
  PENDING,
  /** The process runs, or has ended and will be started again. */
  RUNNING,
  /** The process has ended with exit code 0 and is not started again. */
  SUCCEEDED,
  /** The process has ended with another exit code and is not started again. */
  FAILED
}
