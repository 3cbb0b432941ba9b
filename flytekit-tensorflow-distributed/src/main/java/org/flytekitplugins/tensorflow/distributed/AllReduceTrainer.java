package org.flytekitplugins.tensorflow.distributed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.flytekitplugins.allreduce.PeerLostException;
import org.flytekitplugins.allreduce.PeersMissingException;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.internal.DurationText;
import org.flytekitplugins.tensorflow.distributed.internal.checkpoint.Checkpoint;
import org.flytekitplugins.tensorflow.distributed.internal.peer.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Trains in step with the other replicas, each in a session of its own. When one is lost the others
 * go on with the variables of whoever is furthest; when it is back it is given them between two
 * steps.
 */
final class AllReduceTrainer extends Trainer {
  private static final Duration LOOK = Duration.ofSeconds(10);
  private static final long NOTHING = -1;

  private final StepCounts counts;
  private @Nullable GradientExchange exchange;
  private List<Replica> members = List.of();
  private long step = NOTHING;

  AllReduceTrainer(DistributedTraining training, ClusterShape cluster, Checkpoints checkpoints) {
    super(training, cluster, checkpoints);
    this.counts = new StepCounts(cluster.trainers());
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
        TrainingSession session = TrainingSession.local(graph, training.runtime());
        GradientExchange gradients = GradientExchange.open(cluster, training)) {
      exchange = gradients;
      event("waits for " + (cluster.trainers().size() - 1) + " peers");
      if (cluster.isPrimary()) {
        restoreOrInitialize(session);
        step = session.globalStep();
        checkpoints
            .newestOfAll()
            .filter(c -> c.step() == step)
            .ifPresent(c -> counts.set(c.stepsPerReplica()));
      }
      session.exchangeWith(gradients);
      trainTogether(gradients, session);
      return new Trained(step, stepsPerReplica(session, step));
    }
  }

  private void trainTogether(GradientExchange gradients, TrainingSession session) {
    @Nullable PeerLostException lost = null;
    boolean isDone = false;
    while (!isDone) {
      if (!next(gradients, lost)) {
        return;
      }
      try {
        isDone = trainWithMembers(gradients, session);
        lost = null;
      } catch (PeerLostException e) {
        lost = e;
        if (step >= lastStep() && isOver()) {
          event("lost a peer after the last step: " + e.getMessage());
          return;
        }
        event(e.getMessage() + ", after step " + Math.max(step, 0));
      }
    }
  }

  /** Returns whether the training is done, rather than to be gone on with by others. */
  private boolean trainWithMembers(GradientExchange gradients, TrainingSession session) {
    if (!gradients.isShared()) {
      counts.share(gradients);
      early().share(gradients);
      session.share(gradients);
      if (gradients.takesState()) {
        step = gradients.step();
        gradients.taken();
        // It may have been lost while it kept them.
        keepIfBest(session, step);
      }
    }
    tellOfMembers(gradients);
    trainAgainFrom(step, session);
    if (gradients.isOver()) {
      return false;
    }
    if (cluster.isPrimary()) {
      writeLast(session, step);
    }
    // The primary's exit ends the job, so it waits here until the others have done their last step.
    gradients.barrier();
    event("ends with variables of digest " + Long.toHexString(session.digest()));
    return true;
  }

  private void tellOfMembers(GradientExchange gradients) {
    List<Replica> before = members;
    members = gradients.replicas();
    boolean isWhole = members.size() == cluster.trainers().size();
    if (before.isEmpty() && isWhole && step == 0) {
      return;
    }
    List<Replica> away = new ArrayList<>(cluster.trainers());
    away.removeAll(members);
    event(
        "goes on after step "
            + step
            + (gradients.isShared() ? "" : " of " + gradients.source())
            + " with "
            + (isWhole ? "all " + members.size() : members.size() + " replicas")
            + (isWhole ? "" : ", without " + names(away)));
  }

  private static String names(List<Replica> replicas) {
    return replicas.stream().map(Replica::toString).collect(Collectors.joining(" and "));
  }

  // The primary has written the last checkpoint, so nobody has anything left to do.
  private boolean isOver() {
    return checkpoints.newest().filter(this::isLast).isPresent();
  }

  /** Waits for who takes part next; returns false if the job was over before that. */
  private boolean next(GradientExchange gradients, @Nullable PeerLostException lost) {
    Duration limit = training.deadlines().startUp();
    Deadline deadline = Deadline.in(limit);
    while (true) {
      try {
        gradients.next(step, deadline.left(LOOK));
        return true;
      } catch (PeersMissingException e) {
        if (isOver()) {
          checkpoints.newest().ifPresent(this::end);
          return false;
        }
        if (deadline.hasPassed()) {
          throw tooLate(limit, e, lost);
        }
      }
    }
  }

  private void end(Checkpoint last) {
    counts.set(last.stepsPerReplica());
    step = last.step();
    if (last.end() == Checkpoint.End.EARLY) {
      early().decided(step);
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
  boolean goesOn() {
    return exchange == null || !exchange.isOver();
  }

  @Override
  String whoseLoss() {
    return "all " + members.size() + " replicas, as " + cluster.self() + " sees it";
  }

  @Override
  long peerNanos() {
    return exchange == null ? 0 : exchange.nanos();
  }

  @Override
  void stepDone() {
    step++;
    counts.add(members);
  }

  @Override
  SortedMap<Replica, Long> stepsPerReplica(TrainingSession session, long step) {
    return counts.toMap();
  }
}
