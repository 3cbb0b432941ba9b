package org.flytekitplugins.kubeflow.internal;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.flytekitplugins.kubeflow.CleanPodPolicy;
import org.flytekitplugins.kubeflow.Reconciliation;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.TrainingOperator;
import org.flytekitplugins.kubeflow.operator.JobCondition;
import org.flytekitplugins.kubeflow.operator.JobState;
import org.flytekitplugins.kubeflow.operator.JobStatus;
import org.flytekitplugins.kubeflow.operator.PodPhase;
import org.flytekitplugins.kubeflow.operator.PodStatus;
import org.jspecify.annotations.Nullable;

/**
 * The rules that the training operator keeps for jobs of every kind, in its own order, of version
 * 1.9.3: which pods are made, which go, and what ends a job whatever its pods do. 1.9.4 differs in
 * that a job past its backoff limit or deadline keeps to its clean pod policy. What the pods mean
 * for the job is the kind's to say. What Flyte cannot ask for is left out: the success policy
 * {@code AllWorkers}, the restart policy {@code ExitCode}, dynamic workers, suspension.
 *
 * @see <a
 *     href="https://github.com/kubeflow/trainer/blob/v1.9.3/pkg/controller.v1/common/job.go">ReconcileJobs</a>
 * @see <a
 *     href="https://github.com/kubeflow/trainer/blob/v1.9.3/pkg/controller.v1/common/pod.go">ReconcilePods</a>
 */
public abstract class JobController implements TrainingOperator {
  private final String kind;
  private final String namespace;
  private final String name;
  private final TrainingCluster cluster;

  /**
   * The rules for one job.
   *
   * @param kind of the Kubernetes resource, which begins the operator's messages
   */
  protected JobController(String kind, String namespace, String name, TrainingCluster cluster) {
    this.kind = kind;
    this.namespace = namespace;
    this.name = name;
    this.cluster = cluster;
  }

  /**
   * The status of the job after a look at its pods. Those that are to be made anew are known to it
   * already.
   */
  protected abstract JobStatus update(JobStatus status, Map<Replica, PodStatus> pods);

  @Override
  public final JobStatus created() {
    return JobStatus.of(condition(JobState.CREATED, kind + " " + name + " is created."));
  }

  @Override
  public final Reconciliation reconcile(
      JobStatus status, Map<Replica, PodStatus> pods, Duration active) {
    if (status.isFinished()) {
      return Reconciliation.of(status, Set.of(), toClean(pods));
    }
    String exceeded = exceeded(pods, active);
    if (exceeded != null) {
      // Cleaned before the job counts as failed, hence whatever the clean pod policy is.
      return Reconciliation.of(
          status.with(condition(JobState.FAILED, exceeded)), Set.of(), present(pods));
    }
    Set<Replica> missing = new TreeSet<>();
    Set<Replica> lost = new TreeSet<>();
    JobStatus next = reconcilePods(status, pods, missing, lost);
    return Reconciliation.of(update(next, pods), missing, lost);
  }

  /** How many pods of a role count as being in a phase. */
  protected static int count(Map<Replica, PodStatus> pods, ReplicaType type, PodPhase phase) {
    return Math.toIntExact(
        pods.entrySet().stream()
            .filter(pod -> pod.getKey().type() == type && pod.getValue().counted() == phase)
            .count());
  }

  /** How far a replica's pod is. */
  protected static PodPhase phase(Map<Replica, PodStatus> pods, Replica replica) {
    return pods.getOrDefault(replica, PodStatus.ABSENT).phase();
  }

  /** Whether and how replicas of a role are started again. */
  protected final RestartPolicy restartPolicy(ReplicaType type) {
    ReplicaSpec spec = cluster.replicas().get(type);
    return spec == null ? RestartPolicy.NEVER : spec.restartPolicy();
  }

  /** A condition, its reason as the operator makes it. */
  protected final JobCondition condition(JobState state, String message) {
    return JobCondition.of(state, kind + state.operatorName(), message);
  }

  /** The kind of the job with its namespace and name, as most messages begin. */
  protected final String qualifiedName() {
    return kind + " " + namespace + "/" + name;
  }

  /** A role by the operator's name. */
  protected static String operatorName(ReplicaType type) {
    switch (type) {
      case CHIEF:
        return "Chief";
      case MASTER:
        return "Master";
      case WORKER:
        return "Worker";
      case PS:
        return "PS";
      case EVALUATOR:
        return "Evaluator";
    }
    throw new IllegalArgumentException(type.name());
  }

  private @Nullable String exceeded(Map<Replica, PodStatus> pods, Duration active) {
    Integer backoffLimit = cluster.runPolicy().backoffLimit();
    if (backoffLimit != null && restarts(pods) >= backoffLimit) {
      return "Job " + name + " has failed because it has reached the specified backoff limit";
    }
    Duration deadline = cluster.runPolicy().activeDeadline();
    if (deadline != null && active.compareTo(deadline) >= 0) {
      return "Job " + name + " has failed because it was active longer than specified deadline";
    }
    return null;
  }

  private int restarts(Map<Replica, PodStatus> pods) {
    int restarts = 0;
    for (Map.Entry<Replica, PodStatus> pod : pods.entrySet()) {
      if (restartPolicy(pod.getKey().type()) != RestartPolicy.NEVER
          && pod.getValue().phase() == PodPhase.RUNNING) {
        restarts += pod.getValue().restarts();
      }
    }
    return restarts;
  }

  /** Finds the pods that are to be made, and those that failed although they are to restart. */
  private JobStatus reconcilePods(
      JobStatus status, Map<Replica, PodStatus> pods, Set<Replica> missing, Set<Replica> lost) {
    JobStatus next = status;
    for (Map.Entry<ReplicaType, ReplicaSpec> role : cluster.replicas().entrySet()) {
      for (int index = 0; index < role.getValue().replicas(); index++) {
        Replica replica = Replica.of(role.getKey(), index);
        PodPhase phase = phase(pods, replica);
        if (phase == PodPhase.ABSENT) {
          missing.add(replica);
        } else if (phase == PodPhase.FAILED
            && role.getValue().restartPolicy() != RestartPolicy.NEVER) {
          lost.add(replica);
          next = next.with(condition(JobState.RESTARTING, restartingMessage(role.getKey())));
        }
      }
    }
    return next;
  }

  private Set<Replica> toClean(Map<Replica, PodStatus> pods) {
    CleanPodPolicy policy = cluster.runPolicy().cleanPodPolicy();
    Set<Replica> cleaned = present(pods);
    if (policy == CleanPodPolicy.ALL) {
      return cleaned;
    }
    if (policy == CleanPodPolicy.RUNNING) {
      cleaned.removeIf(
          replica ->
              phase(pods, replica) != PodPhase.RUNNING && phase(pods, replica) != PodPhase.PENDING);
      return cleaned;
    }
    return Set.of();
  }

  private static Set<Replica> present(Map<Replica, PodStatus> pods) {
    Set<Replica> present = new TreeSet<>(new TreeMap<>(pods).keySet());
    present.removeIf(replica -> phase(pods, replica) == PodPhase.ABSENT);
    return present;
  }

  private String restartingMessage(ReplicaType type) {
    return String.format(
        "job %s is restarting because %s replica(s) failed.", name, operatorName(type));
  }
}
