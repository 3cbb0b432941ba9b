package org.flytekitplugins.tensorflow.distributed;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.internal.DurationText;
import org.flytekitplugins.report.internal.Thinned;
import org.flytekitplugins.report.usage.ReplicaUsage;
import org.flytekitplugins.tensorflow.distributed.internal.checkpoint.Checkpoint;
import org.flytekitplugins.tensorflow.distributed.internal.peer.Deadline;
import org.jspecify.annotations.Nullable;

/** Scores each new checkpoint, and ends with the last. Takes no part in the training itself. */
final class Evaluator {
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration AGES = Duration.ofDays(10_000);

  private final DistributedTraining training;
  private final ClusterShape cluster;
  private final Checkpoints checkpoints;
  private final Strategy strategy;
  private final Thinned<TrainingProgress> history = new Thinned<>(TrainingResult.MOST_OF_HISTORY);

  Evaluator(
      DistributedTraining training,
      ClusterShape cluster,
      Checkpoints checkpoints,
      Strategy strategy) {
    this.training = training;
    this.cluster = cluster;
    this.checkpoints = checkpoints;
    this.strategy = strategy;
  }

  TrainingResult run() {
    Iterable<Batch> evaluation = training.evaluation();
    if (evaluation == null) {
      throw new InvalidFieldException(
          "evaluation",
          "nothing",
          "the job has an evaluator",
          "give the batches to score, or set the job's evaluator to 0");
    }
    try (TrainingUsage usage = TrainingUsage.start();
        TrainedModel model = TrainedModel.open(training)) {
      Duration patience = training.deadlines().checkpoint();
      Deadline deadline = Deadline.in(patience == null ? AGES : patience);
      long scored = -1;
      while (true) {
        Optional<Checkpoint> found = newerThan(scored);
        if (found.isPresent()) {
          Checkpoint checkpoint = found.get();
          model.restore(checkpoints.fetched());
          report(
              TrainingProgress.now(checkpoint.step(), model.score(evaluation)),
              usage.due(checkpoint.isLast()));
          if (checkpoint.isLast()) {
            return result(checkpoint);
          }
          scored = checkpoint.step();
          deadline = Deadline.in(patience == null ? AGES : patience);
        } else if (deadline.hasPassed()) {
          throw timeout(scored, patience);
        }
        Deadline.pause(PAUSE);
      }
    }
  }

  // The pointer first: it is small, and most of the time says that there is nothing new. The same
  // step is news when it has become the last.
  private Optional<Checkpoint> newerThan(long scored) {
    boolean isNews = checkpoints.newest().filter(c -> c.step() > scored || c.isLast()).isPresent();
    return isNews ? checkpoints.fetchCurrent() : Optional.empty();
  }

  private void report(TrainingProgress progress, @Nullable ReplicaUsage usage) {
    history.add(progress);
    training.report(progress, usage);
  }

  private BarrierTimeoutException timeout(long scored, @Nullable Duration patience) {
    String message =
        "waited "
            + DurationText.limit(patience == null ? AGES : patience)
            + " for "
            + cluster.primary()
            + " to write "
            + (scored < 0 ? "a checkpoint" : "another checkpoint than that of step " + scored);
    return new BarrierTimeoutException(
        message, List.of(cluster.primary()), new IOException(message));
  }

  private TrainingResult result(Checkpoint last) {
    List<TrainingProgress> told = history.kept();
    return TrainingResult.create(
        cluster.self(),
        strategy,
        last.step(),
        last.end() == Checkpoint.End.EARLY,
        last.stepsPerReplica(),
        told,
        told.isEmpty() ? Map.of() : told.get(told.size() - 1).metrics(),
        null,
        null);
  }
}
