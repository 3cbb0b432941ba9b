package org.flytekitplugins.tensorflow.distributed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.tensorflow.distributed.internal.peer.Deadline;
import org.flytekitplugins.tensorflow.distributed.internal.peer.PeerProbe;

/** Finds out which of some peers nobody answers for. */
final class PeerSearch {
  private static final Duration MOMENT = Duration.ofSeconds(2);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final ClusterShape cluster;

  PeerSearch(ClusterShape cluster) {
    this.cluster = cluster;
  }

  /**
   * The peers among some replicas that were lost a moment ago: a process that is killed closes its
   * connections a little before its port.
   */
  List<Replica> justLost(Collection<Replica> replicas) {
    Deadline deadline = Deadline.in(MOMENT);
    while (true) {
      List<Replica> lost = lost(replicas);
      if (!lost.isEmpty() || deadline.hasPassed()) {
        return lost;
      }
      Deadline.pause(PAUSE);
    }
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
