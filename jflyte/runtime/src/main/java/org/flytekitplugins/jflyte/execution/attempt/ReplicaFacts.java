package org.flytekitplugins.jflyte.execution.attempt;

import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.jspecify.annotations.Nullable;

/**
 * What a replica has to know of itself to tell what its end means for the job.
 *
 * @param replica who it is
 * @param isPrimary whether its end is the job's end
 * @param restartPolicy what the kubelet does when it exits
 * @param backoffLimit how many restarts fail the job, or null for no limit
 */
public record ReplicaFacts(
    Replica replica,
    boolean isPrimary,
    RestartPolicy restartPolicy,
    @Nullable Integer backoffLimit) {

  /** Of a replica whose task, and so whose job, is not known: nothing restarts it. */
  public static ReplicaFacts ofUnknownJob(TrainingContext context) {
    return new ReplicaFacts(context.replica(), context.isPrimary(), RestartPolicy.NEVER, null);
  }

  /** Of a replica of a known job. */
  public static ReplicaFacts of(TrainingContext context, TrainingCluster cluster) {
    ReplicaSpec role = cluster.replicas().get(context.type());
    return new ReplicaFacts(
        context.replica(),
        context.isPrimary(),
        role == null ? RestartPolicy.NEVER : role.restartPolicy(),
        cluster.runPolicy().backoffLimit());
  }

  /** Whether an exit code other than 0 makes the kubelet start the replica again. */
  boolean restarts() {
    return restartPolicy != RestartPolicy.NEVER;
  }

  /**
   * Whether the job survives another restart of this replica, as far as the replica can tell: those
   * of the others, which the operator adds up with its own, are unknown to it.
   *
   * @param recorded how often it was restarted before, in this attempt
   */
  boolean hasRestartLeft(int recorded) {
    return restarts() && (backoffLimit == null || recorded + 1 < backoffLimit);
  }
}
