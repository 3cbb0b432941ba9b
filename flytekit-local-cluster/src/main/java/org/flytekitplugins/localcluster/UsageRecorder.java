package org.flytekitplugins.localcluster;

import java.util.SortedMap;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.report.Progress;
import org.flytekitplugins.report.usage.JobUsage;
import org.flytekitplugins.report.usage.ReplicaUsage;

/** Listens to a job and remembers what its replicas have used. */
public final class UsageRecorder implements JobListener {
  private final JobUsage usage;

  /**
   * A recorder of one job.
   *
   * @param cluster what it asked for: its limits of memory are those of the replicas
   */
  public UsageRecorder(TrainingCluster cluster) {
    this.usage = new JobUsage(cluster);
  }

  @Override
  public void started(Replica replica, int restarts) {
    usage.started(replica);
  }

  @Override
  public void progress(Replica replica, Progress progress) {
    progress.usage().ifPresent(told -> usage.seen(replica, told));
  }

  @Override
  public void used(Replica replica, ReplicaUsage seen) {
    usage.seen(replica, seen);
  }

  /** What each replica has used so far, over all its processes. */
  public SortedMap<Replica, ReplicaUsage> replicas() {
    return usage.replicas();
  }
}
