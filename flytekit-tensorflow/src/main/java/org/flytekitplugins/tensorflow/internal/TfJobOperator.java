package org.flytekitplugins.tensorflow.internal;

import java.time.Duration;
import java.util.List;
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
 * The operator's rules for a TFJob, in its own order, of version 1.9.3: 1.9.4 differs in that a job
 * past its backoff limit or deadline keeps to its clean pod policy. What Flyte cannot ask for is
 * left out: the success policy {@code AllWorkers}, the restart policy {@code ExitCode}, dynamic
 * workers, suspension.
 *
 * @see <a
 *     href="https://github.com/kubeflow/trainer/blob/v1.9.3/pkg/controller.v1/common/job.go">ReconcileJobs</a>
 * @see <a
 *     href="https://github.com/kubeflow/trainer/blob/v1.9.3/pkg/controller.v1/common/pod.go">ReconcilePods</a>
 * @see <a
 *     href="https://github.com/kubeflow/trainer/blob/v1.9.3/pkg/controller.v1/tensorflow/tfjob_controller.go">UpdateJobStatus</a>
 */
final class TfJobOperator implements TrainingOperator {
  /** The order matters: what fails the job before worker 0 is looked at keeps it from success. */
  private static final List<ReplicaType> VISITED =
      List.of(
          ReplicaType.CHIEF,
          ReplicaType.EVALUATOR,
          ReplicaType.MASTER,
          ReplicaType.PS,
          ReplicaType.WORKER);

  private final String namespace;
  private final String name;
  private final TrainingCluster cluster;
  private final boolean isLed;

  TfJobOperator(String namespace, String name, TrainingCluster cluster) {
    this.namespace = namespace;
    this.name = name;
    this.cluster = cluster;
    isLed = cluster.replicas().keySet().stream().anyMatch(TfJobOperator::leads);
  }

  @Override
  public JobStatus created() {
    return JobStatus.of(condition(JobState.CREATED, "TFJob " + name + " is created."));
  }

  @Override
  public Reconciliation reconcile(JobStatus status, Map<Replica, PodStatus> pods, Duration active) {
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
    return Reconciliation.of(updateStatus(next, pods), missing, lost);
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
      if (restartPolicy(pod.getKey()) != RestartPolicy.NEVER
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
        PodPhase phase = pods.getOrDefault(replica, PodStatus.ABSENT).phase();
        if (phase == PodPhase.ABSENT) {
          missing.add(replica);
        } else if (phase == PodPhase.FAILED && restartPolicy(replica) != RestartPolicy.NEVER) {
          lost.add(replica);
          next = next.with(condition(JobState.RESTARTING, restartingMessage(role.getKey())));
        }
      }
    }
    return next;
  }

  private JobStatus updateStatus(JobStatus status, Map<Replica, PodStatus> pods) {
    JobCondition restarting =
        status.conditions().stream()
            .filter(c -> c.state() == JobState.RESTARTING)
            .findFirst()
            .orElse(null);
    JobStatus next = status;
    for (ReplicaType type : VISITED) {
      if (cluster.size(type) > 0) {
        next = updateForLeader(next, type, pods);
        next = updateForFailures(next, type, count(pods, type, PodPhase.FAILED), restarting);
      }
    }
    return next;
  }

  private JobStatus updateForLeader(
      JobStatus status, ReplicaType type, Map<Replica, PodStatus> pods) {
    boolean running = count(pods, type, PodPhase.RUNNING) > 0;
    boolean completed = count(pods, type, PodPhase.SUCCEEDED) == cluster.size(type);
    JobStatus next = status;
    if (isLed && leads(type)) {
      next = running ? next.with(runningCondition()) : next;
      next = completed ? next.with(succeededCondition()) : next;
    } else if (!isLed && type == ReplicaType.WORKER) {
      if (completed || phase(pods, Replica.of(type, 0)) == PodPhase.SUCCEEDED) {
        next = next.with(succeededCondition());
      } else if (running) {
        next = next.with(runningCondition());
      }
    }
    return next;
  }

  /** A failed replica of any role fails the job, unless some replica was just found to restart. */
  private JobStatus updateForFailures(
      JobStatus status, ReplicaType type, int failed, @Nullable JobCondition restarting) {
    if (failed == 0) {
      return status;
    }
    return status.with(
        restarting != null ? restarting : condition(JobState.FAILED, failedMessage(type, failed)));
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

  private static int count(Map<Replica, PodStatus> pods, ReplicaType type, PodPhase phase) {
    return Math.toIntExact(
        pods.entrySet().stream()
            .filter(pod -> pod.getKey().type() == type && pod.getValue().counted() == phase)
            .count());
  }

  private static PodPhase phase(Map<Replica, PodStatus> pods, Replica replica) {
    return pods.getOrDefault(replica, PodStatus.ABSENT).phase();
  }

  private RestartPolicy restartPolicy(Replica replica) {
    ReplicaSpec spec = cluster.replicas().get(replica.type());
    return spec == null ? RestartPolicy.NEVER : spec.restartPolicy();
  }

  private static boolean leads(ReplicaType type) {
    return type == ReplicaType.CHIEF || type == ReplicaType.MASTER;
  }

  private JobCondition runningCondition() {
    return condition(JobState.RUNNING, "TFJob " + namespace + "/" + name + " is running.");
  }

  private JobCondition succeededCondition() {
    return condition(
        JobState.SUCCEEDED, "TFJob " + namespace + "/" + name + " successfully completed.");
  }

  private String failedMessage(ReplicaType type, int failed) {
    return String.format(
        "TFJob %s/%s has failed because %d %s replica(s) failed.",
        namespace, name, failed, operatorName(type));
  }

  private String restartingMessage(ReplicaType type) {
    return String.format(
        "job %s is restarting because %s replica(s) failed.", name, operatorName(type));
  }

  private static JobCondition condition(JobState state, String message) {
    return JobCondition.of(state, "TFJob" + state.operatorName(), message);
  }

  private static String operatorName(ReplicaType type) {
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
}
