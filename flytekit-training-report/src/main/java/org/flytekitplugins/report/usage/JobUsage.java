package org.flytekitplugins.report.usage;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.flytekitplugins.kubeflow.Quantity;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ResourceList;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.jspecify.annotations.Nullable;

/**
 * What the replicas of a job have used, out of what they tell and of what is seen of their
 * processes from outside. Safe for use by several threads.
 */
public final class JobUsage {
  private final TrainingCluster cluster;
  private final SortedMap<Replica, ReplicaUsage> ended = new TreeMap<>();
  private final SortedMap<Replica, ReplicaUsage> running = new TreeMap<>();

  /**
   * Nothing yet.
   *
   * @param cluster what the job asked for: its limits of memory are those of the replicas
   */
  public JobUsage(TrainingCluster cluster) {
    this.cluster = cluster;
  }

  /** A process of a replica has started. */
  public synchronized void started(Replica replica) {
    ReplicaUsage before = running.remove(replica);
    if (before != null) {
      ended.merge(replica, before, ReplicaUsage::then);
    }
  }

  /** Somebody has seen what a replica's process has used so far. */
  public synchronized void seen(Replica replica, ReplicaUsage usage) {
    running.merge(replica, usage, ReplicaUsage::seenBy);
  }

  /** What each replica has used so far, all its processes together. */
  public synchronized SortedMap<Replica, ReplicaUsage> replicas() {
    SortedMap<Replica, ReplicaUsage> all = new TreeMap<>(ended);
    running.forEach((replica, usage) -> all.merge(replica, usage, ReplicaUsage::then));
    for (Map.Entry<Replica, ReplicaUsage> one : all.entrySet()) {
      Quantity limit = limit(one.getKey());
      if (limit != null) {
        one.setValue(
            one.getValue().toBuilder().memoryLimitBytes(limit.amount().longValue()).build());
      }
    }
    return all;
  }

  // Flyte sets the limit to the request where there is none.
  private @Nullable Quantity limit(Replica replica) {
    ReplicaSpec spec = cluster.replicas().get(replica.type());
    if (spec == null) {
      return null;
    }
    ResourceList limits = spec.limits();
    return limits.memory() != null ? limits.memory() : spec.requests().memory();
  }
}
