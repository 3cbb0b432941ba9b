package org.flytekitplugins.pytorch.internal;

import java.util.Map;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.internal.JobController;
import org.flytekitplugins.kubeflow.operator.JobCondition;
import org.flytekitplugins.kubeflow.operator.JobState;
import org.flytekitplugins.kubeflow.operator.JobStatus;
import org.flytekitplugins.kubeflow.operator.PodPhase;
import org.flytekitplugins.kubeflow.operator.PodStatus;

/**
 * What the pods of a PyTorchJob mean for it. The operator goes over its roles in the order of a Go
 * map, so where that matters, as when the master succeeds and a worker fails in one look, either
 * may happen on a cluster; here the master always comes first.
 *
 * @see <a
 *     href="https://github.com/kubeflow/trainer/blob/v1.9.3/pkg/controller.v1/pytorch/pytorchjob_controller.go">UpdateJobStatus</a>
 */
final class PytorchJobOperator extends JobController {
  private final String name;
  private final TrainingCluster cluster;
  private final boolean isElastic;

  PytorchJobOperator(String namespace, String name, TrainingCluster cluster) {
    super(PytorchJobKind.KUBERNETES_KIND, namespace, name, cluster);
    this.name = name;
    this.cluster = cluster;
    isElastic = ElasticConfig.of(cluster).isPresent();
  }

  @Override
  protected JobStatus update(JobStatus status, Map<Replica, PodStatus> pods) {
    if (cluster.size(ReplicaType.MASTER) == 0) {
      return updateForFailures(updateForWorkers(status, pods), ReplicaType.WORKER, pods);
    }
    JobStatus next = status;
    if (count(pods, ReplicaType.MASTER, PodPhase.RUNNING) > 0) {
      next = next.with(runningCondition(named()));
    }
    if (haveAllSucceeded(ReplicaType.MASTER, pods)) {
      // Whoever has failed is not looked at any more.
      return next.with(succeededCondition(named() + " is"));
    }
    next = updateForFailures(next, ReplicaType.MASTER, pods);
    return updateForFailures(next, ReplicaType.WORKER, pods);
  }

  private JobStatus updateForWorkers(JobStatus status, Map<Replica, PodStatus> pods) {
    boolean hasOneSucceeded = count(pods, ReplicaType.WORKER, PodPhase.SUCCEEDED) > 0;
    if (haveAllSucceeded(ReplicaType.WORKER, pods) || (isElastic && hasOneSucceeded)) {
      return status.with(succeededCondition(qualifiedName()));
    }
    return count(pods, ReplicaType.WORKER, PodPhase.RUNNING) > 0
        ? status.with(runningCondition(qualifiedName()))
        : status;
  }

  /** A failed replica fails the job only if its role never restarts. */
  private JobStatus updateForFailures(
      JobStatus status, ReplicaType type, Map<Replica, PodStatus> pods) {
    int failed = count(pods, type, PodPhase.FAILED);
    if (failed == 0) {
      return status;
    }
    return restartPolicy(type) == RestartPolicy.NEVER
        ? status.with(condition(JobState.FAILED, failureMessage("failed", failed, type)))
        : status.with(condition(JobState.RESTARTING, failureMessage("restarting", failed, type)));
  }

  private boolean haveAllSucceeded(ReplicaType type, Map<Replica, PodStatus> pods) {
    return count(pods, type, PodPhase.SUCCEEDED) == cluster.size(type);
  }

  // A job that has a master is called by its name alone.
  private String named() {
    return PytorchJobKind.KUBERNETES_KIND + " " + name;
  }

  private JobCondition runningCondition(String job) {
    return condition(JobState.RUNNING, job + " is running.");
  }

  private JobCondition succeededCondition(String job) {
    return condition(JobState.SUCCEEDED, job + " successfully completed.");
  }

  private String failureMessage(String what, int failed, ReplicaType type) {
    return String.format(
        "%s is %s because %d %s replica(s) failed.", named(), what, failed, operatorName(type));
  }
}
