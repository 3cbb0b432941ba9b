package org.flytekitplugins.tensorflow.internal;

import java.util.List;
import java.util.Map;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.internal.JobController;
import org.flytekitplugins.kubeflow.operator.JobCondition;
import org.flytekitplugins.kubeflow.operator.JobState;
import org.flytekitplugins.kubeflow.operator.JobStatus;
import org.flytekitplugins.kubeflow.operator.PodPhase;
import org.flytekitplugins.kubeflow.operator.PodStatus;
import org.jspecify.annotations.Nullable;

/**
 * What the pods of a TFJob mean for it.
 *
 * @see <a
 *     href="https://github.com/kubeflow/trainer/blob/v1.9.3/pkg/controller.v1/tensorflow/tfjob_controller.go">UpdateJobStatus</a>
 */
final class TfJobOperator extends JobController {
  /** The order matters: what fails the job before worker 0 is looked at keeps it from success. */
  private static final List<ReplicaType> VISITED =
      List.of(
          ReplicaType.CHIEF,
          ReplicaType.EVALUATOR,
          ReplicaType.MASTER,
          ReplicaType.PS,
          ReplicaType.WORKER);

  private final TrainingCluster cluster;
  private final boolean isLed;

  TfJobOperator(String namespace, String name, TrainingCluster cluster) {
    super(TensorflowJobKind.KUBERNETES_KIND, namespace, name, cluster);
    this.cluster = cluster;
    isLed = cluster.replicas().keySet().stream().anyMatch(TfJobOperator::leads);
  }

  @Override
  protected JobStatus update(JobStatus status, Map<Replica, PodStatus> pods) {
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

  private static boolean leads(ReplicaType type) {
    return type == ReplicaType.CHIEF || type == ReplicaType.MASTER;
  }

  private JobCondition runningCondition() {
    return condition(JobState.RUNNING, qualifiedName() + " is running.");
  }

  private JobCondition succeededCondition() {
    return condition(JobState.SUCCEEDED, qualifiedName() + " successfully completed.");
  }

  private String failedMessage(ReplicaType type, int failed) {
    return String.format(
        "%s has failed because %d %s replica(s) failed.",
        qualifiedName(), failed, operatorName(type));
  }
}
