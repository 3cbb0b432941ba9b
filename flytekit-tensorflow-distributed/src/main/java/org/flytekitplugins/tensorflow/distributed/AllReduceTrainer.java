package org.flytekitplugins.tensorflow.distributed;

import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.flytekitplugins.allreduce.PeerLostException;
import org.flytekitplugins.allreduce.PeersMissingException;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.internal.DurationText;
import org.flytekitplugins.tensorflow.distributed.internal.peer.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Trains in step with the other replicas, each in a session of its own. A replica that is lost is
 * waited for: whoever is furthest then gives all others its variables, and all do the next step.
 */
final class AllReduceTrainer extends Trainer {
  private static final Duration LOOK = Duration.ofSeconds(10);
  private static final long NOTHING = -1;

  private long step = NOTHING;

  AllReduceTrainer(DistributedTraining training, ClusterShape cluster, Checkpoints checkpoints) {
    super(training, cluster, checkpoints);
  }

  @Override
  Strategy strategy() {
    return Strategy.ALL_REDUCE;
  }

  @Override
  Trained train() {
    try (TrainingGraph graph =
            TrainingGraph.build(
                new TrainingGraph.Plan(training.model(), Layout.local())
                    .training(training.optimizer(), training.seed())
                    .direct());
        TrainingSession session = TrainingSession.local(graph, training.runtime())) {
      event("waits for " + (cluster.trainers().size() - 1) + " peers");
      @Nullable PeerLostException lost = null;
      while (true) {
        GradientExchange exchange = connect(lost);
        if (exchange == null) {
          break;
        }
        try (exchange) {
          trainWith(exchange, session, lost != null);
          break;
        } catch (PeerLostException e) {
          lost = e;
          if (isOver()) {
            event("lost a peer after the last step: " + e.getMessage());
            break;
          }
          event(
              e.getMessage() + ", after step " + Math.max(step, 0) + "; waits for it to come back");
        }
      }
      return new Trained(step, stepsPerReplica(session, step));
    }
  }

  private void trainWith(GradientExchange exchange, TrainingSession session, boolean isAgain) {
    if (cluster.isPrimary() && step == NOTHING) {
      restoreOrInitialize(session);
      step = session.globalStep();
    }
    Replica furthest = exchange.furthest(step);
    session.share(exchange, furthest, furthest.equals(cluster.self()));
    step = session.globalStep();
    if (isAgain) {
      event("goes on after step " + step + " of " + furthest);
    }
    session.exchangeWith(exchange);
    trainAgainFrom(step, session);
    if (cluster.isPrimary()) {
      checkpoints.write(session, step, true, this::stepsPerReplica);
    }
    // The primary's exit ends the job, so it waits here until the others have done their last step.
    exchange.barrier();
    event("ends with variables of digest " + Long.toHexString(session.digest()));
  }

  // The primary has written the last checkpoint, so nobody has anything left to do.
  private boolean isOver() {
    return step >= training.steps()
        && checkpoints.newest().filter(c -> c.isLast() && c.step() >= training.steps()).isPresent();
  }

  /** All peers; null if the job was over before they came. */
  private @Nullable GradientExchange connect(@Nullable PeerLostException lost) {
    Duration limit = training.deadlines().startUp();
    Deadline deadline = Deadline.in(limit);
    while (true) {
      try {
        return GradientExchange.connect(cluster, training, deadline.left(LOOK));
      } catch (PeersMissingException e) {
        if (isOver()) {
          return null;
        }
        if (deadline.hasPassed()) {
          throw tooLate(limit, e, lost);
        }
      }
    }
  }

  private RuntimeException tooLate(
      Duration limit, PeersMissingException e, @Nullable PeerLostException lost) {
    String missing = GradientExchange.missing(cluster, e.reasons());
    List<Replica> peers = GradientExchange.replicas(e.reasons().keySet());
    if (lost == null) {
      return new BarrierTimeoutException(
          "waited " + DurationText.limit(limit) + " for " + missing, peers, e);
    }
    return new LostPeerException(
        lost.getMessage()
            + ", after step "
            + Math.max(step, 0)
            + ", and it did not come back within "
            + DurationText.limit(limit)
            + ": "
            + missing
            + "; opening the session again is enough",
        peers,
        LostPeerException.Remedy.REOPEN_SESSION,
        lost);
  }

  @Override
  void stepDone() {
    step++;
  }

  @Override
  SortedMap<Replica, Long> stepsPerReplica(TrainingSession session, long step) {
    SortedMap<Replica, Long> steps = new TreeMap<>();
    cluster.trainers().forEach(replica -> steps.put(replica, step));
    return steps;
  }
}
