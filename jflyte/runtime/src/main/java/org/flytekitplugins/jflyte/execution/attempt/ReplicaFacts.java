package org.flytekitplugins.jflyte.execution.attempt;

import java.util.Map;
import org.flytekitplugins.kubeflow.JobKind;
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
 * @param lead whether its end is the job's end
 * @param restartPolicy what the kubelet does when it exits
 * @param backoffLimit how many restarts fail the job, or null for no limit
 * @param aggregation what Flyte asks of its error document
 */
public record ReplicaFacts(
    Replica replica,
    Lead lead,
    RestartPolicy restartPolicy,
    @Nullable Integer backoffLimit,
    ErrorAggregation aggregation) {
  /** Who leads the job. */
  public enum Lead {
    /** The replica itself, which is the primary. */
    OWN,
    /** Another one. */
    ANOTHERS,
    /** Whoever is elected while they run: the one whose {@code run()} returns. */
    ELECTED
  }

  /** Of a replica whose task, and so whose job, is not known: nothing restarts it. */
  public static ReplicaFacts ofUnknownJob(TrainingContext context) {
    return new ReplicaFacts(
        context.replica(), lead(context), RestartPolicy.NEVER, null, ErrorAggregation.NONE);
  }

  /** Of a replica of a known job. */
  public static ReplicaFacts of(
      TrainingContext context,
      TrainingCluster cluster,
      JobKind kind,
      Map<String, String> environment) {
    ReplicaSpec role = cluster.replicas().get(context.type());
    return new ReplicaFacts(
        context.replica(),
        lead(context),
        role == null ? RestartPolicy.NEVER : role.restartPolicy(),
        cluster.runPolicy().backoffLimit(),
        ErrorAggregation.of(kind, environment));
  }

  // Where there is only one, it is elected whatever happens.
  private static Lead lead(TrainingContext context) {
    if (context.isPrimary() || (context.isElected() && !context.isDistributed())) {
      return Lead.OWN;
    }
    return context.isElected() ? Lead.ELECTED : Lead.ANOTHERS;
  }

  /** Whether its end is the job's end, and always was. */
  public boolean isPrimary() {
    return lead == Lead.OWN;
  }

  /** Whether nobody can say beforehand whose end is the job's. */
  public boolean isElected() {
    return lead == Lead.ELECTED;
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
