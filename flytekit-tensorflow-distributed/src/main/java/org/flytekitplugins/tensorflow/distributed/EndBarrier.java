package org.flytekitplugins.tensorflow.distributed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.tensorflow.distributed.internal.peer.Deadline;

/**
 * Waits until all other workers have reported their end. The primary's exit ends the job, and with
 * it whatever the others still have to do.
 */
final class EndBarrier {
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration GONE = Duration.ofSeconds(2);

  private final ClusterShape cluster;
  private final DistributedTraining training;
  private final TrainingSession session;

  EndBarrier(ClusterShape cluster, DistributedTraining training, TrainingSession session) {
    this.cluster = cluster;
    this.training = training;
    this.session = session;
  }

  /** Returns when all have reported their end, are gone, or the deadline passed. */
  void await() {
    Deadline deadline = Deadline.in(training.deadlines().end());
    Deadline gone = Deadline.in(GONE);
    List<Replica> waited = new ArrayList<>(cluster.trainers());
    waited.remove(cluster.self());
    while (true) {
      waited.removeIf(session::hasEnded);
      if (waited.isEmpty()) {
        return;
      }
      List<Replica> unreachable = new PeerSearch(cluster).lost(waited);
      // All that are left are gone, and were so for a while: nobody has anything left to do.
      if (unreachable.size() < waited.size()) {
        gone = Deadline.in(GONE);
      } else if (gone.hasPassed()) {
        event(waited + " ended without a report");
        return;
      }
      if (deadline.hasPassed()) {
        event("does not wait longer for " + waited + " to end");
        return;
      }
      Deadline.pause(PAUSE);
    }
  }

  private void event(String sentence) {
    training.listener().onEvent(cluster.self() + ": " + sentence);
  }
}
