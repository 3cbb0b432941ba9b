package org.flytekitplugins.tensorflow.distributed;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.flytekitplugins.kubeflow.Replica;

/** Finds out which of some peers nobody answers for. */
final class PeerSearch {
  private final ClusterShape cluster;

  PeerSearch(ClusterShape cluster) {
    this.cluster = cluster;
  }

  /** The peers among some replicas that do not listen now. */
  List<Replica> lost(Collection<Replica> replicas) {
    List<Replica> lost = new ArrayList<>();
    for (Replica replica : replicas) {
      if (!replica.equals(cluster.self()) && PeerProbe.failure(cluster.address(replica)) != null) {
        lost.add(replica);
      }
    }
    return lost;
  }
}
