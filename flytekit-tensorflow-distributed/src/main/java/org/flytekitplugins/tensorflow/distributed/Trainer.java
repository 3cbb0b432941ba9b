package org.flytekitplugins.tensorflow.distributed;

import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.report.internal.Thinned;
import org.flytekitplugins.spi.RecoverableException;
import org.flytekitplugins.tensorflow.distributed.internal.checkpoint.Checkpoint;
import org.flytekitplugins.tensorflow.distributed.internal.peer.PeerFailure;
import org.jspecify.annotations.Nullable;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.RunMetadata;

/** What a replica that trains does, whatever the strategy. */
abstract class Trainer implements AutoCloseable {
  /** How many checkpoints in a row may be missing. */
  private static final int MOST_MISSING = 2;

  final DistributedTraining training;
  final ClusterShape cluster;
  final Checkpoints checkpoints;
  private final Thinned<TrainingProgress> history = new Thinned<>(TrainingResult.MOST_OF_HISTORY);
  private @Nullable Iterator<Batch> batches;
  private long batchesTaken;
  private @Nullable Placement placement;
  private long nextReport;
  private long stepsOfProcess;
  // As if the most were missing already: storage that takes none at all shall be seen at once.
  private int missing = MOST_MISSING;
  private final EarlyEnd early;
  private final TrainingUsage usage = TrainingUsage.start();

  Trainer(DistributedTraining training, ClusterShape cluster, Checkpoints checkpoints) {
    this.training = training;
    this.cluster = cluster;
    this.checkpoints = checkpoints;
    this.early = new EarlyEnd(training.earlyStopping());
  }

  /** How it trains. */
  abstract Strategy strategy();

  /** Looks no more at what the process uses. */
  @Override
  public final void close() {
    usage.close();
  }

  /** Trains until the last step; the primary then has written the last checkpoint. */
  abstract Trained train();

  final TrainingResult run() {
    Optional<Trained> before = trainedBefore();
    Trained trained = before.isPresent() ? before.get() : train();
    if (!cluster.isPrimary()) {
      return result(trained, Map.of(), null);
    }
    try (TrainedModel model = TrainedModel.load(training, variables(before.isPresent()))) {
      Iterable<Batch> evaluation = training.evaluation();
      return result(
          trained,
          evaluation == null ? Map.of() : model.score(evaluation),
          model.exportTo(training.savedModelFolder()));
    }
  }

  private Path variables(boolean isTrainedBefore) {
    EarlyStopping rule = training.earlyStopping();
    if (rule != null && rule.restoresBest()) {
      Optional<Checkpoint> best = checkpoints.fetchBest();
      if (best.isPresent()) {
        event("exports the model of step " + best.get().step() + ", the best");
        return checkpoints.fetchedBest();
      }
    }
    return isTrainedBefore ? checkpoints.fetched() : checkpoints.saved();
  }

  private TrainingResult result(
      Trained trained, Map<String, Double> evaluation, @Nullable Path savedModel) {
    return TrainingResult.create(
        cluster.self(),
        strategy(),
        trained.step,
        early.isDecided(),
        trained.stepsPerReplica,
        history.kept(),
        evaluation,
        savedModel,
        placement);
  }

  // Whoever comes after the last checkpoint has nothing left to train, and perhaps no peers.
  private Optional<Trained> trainedBefore() {
    Optional<Checkpoint> last = checkpoints.newestOfAll().filter(this::isLast);
    if (last.isPresent()) {
      if (last.get().end() == Checkpoint.End.EARLY) {
        early.decided(last.get().step());
      }
      event("found the last checkpoint, of step " + last.get().step());
      System.out.println(
          cluster.self()
              + " has nothing left to train: the checkpoint of step "
              + last.get().step()
              + " is the last");
      if (cluster.isPrimary()) {
        checkpoints.fetch().ifPresent(checkpoints::adopt);
      }
    }
    return last.map(c -> new Trained(c.step(), ownUnlessPrimary(c.stepsPerReplica())));
  }

  /** Whether nothing is left to train after a checkpoint. */
  final boolean isLast(Checkpoint checkpoint) {
    switch (checkpoint.end()) {
      case NONE:
        return false;
      case EARLY:
        return training.earlyStopping() != null || checkpoint.step() >= training.steps();
      case ALL_STEPS:
        // Somebody may ask for more of them than before.
        return checkpoint.step() >= training.steps();
    }
    throw new AssertionError(checkpoint.end());
  }

  private SortedMap<Replica, Long> ownUnlessPrimary(SortedMap<Replica, Long> steps) {
    SortedMap<Replica, Long> known = new TreeMap<>(steps);
    if (!cluster.isPrimary()) {
      known.keySet().retainAll(Set.of(cluster.self()));
    }
    return known;
  }

  /** Gives the variables the values of the newest checkpoint, else their first ones. */
  final void restoreOrInitialize(TrainingSession session) {
    long start = System.nanoTime();
    Optional<Checkpoint> checkpoint = checkpoints.fetch();
    if (checkpoint.isPresent()) {
      restore(session, checkpoint.get());
      usage.usedStorage(System.nanoTime() - start);
      event("restored the checkpoint of step " + checkpoint.get().step());
      sayFrom(checkpoint.get());
    } else {
      session.initialize();
      event("initialised the variables");
    }
  }

  // Whoever looks at the log of a training that is faster, or better, than expected wants to know.
  private void sayFrom(Checkpoint checkpoint) {
    System.out.println(
        cluster.self()
            + " goes on from the checkpoint of step "
            + checkpoint.step()
            + " in "
            + checkpoints.fetchedFrom());
  }

  private void restore(TrainingSession session, Checkpoint checkpoint) {
    try {
      session.restore(checkpoints.fetched());
    } catch (TensorFlowException | TFInvalidArgumentException e) {
      if (isOfAnotherModel(e)) {
        throw new IllegalStateException(
            "the checkpoint of step "
                + checkpoint.step()
                + " is not of this model ("
                + PeerFailure.firstLine(e)
                + "): give the model back its variables and optimizer, or start without the"
                + " checkpoint",
            e);
      }
      throw e;
    }
  }

  private static boolean isOfAnotherModel(RuntimeException failure) {
    return failure instanceof TFInvalidArgumentException
        || String.valueOf(failure.getMessage()).contains("not found in checkpoint");
  }

  /** As {@link #trainFrom}, with batches that begin at that step, whatever was taken before. */
  final long trainAgainFrom(long from, TrainingSession session) {
    if (batches == null) {
      return trainFrom(from, from, session);
    }
    if (batchesTaken != from) {
      batches = null;
    }
    return train(from, from, session);
  }

  /** Takes steps until the job has all; the primary writes checkpoints. */
  final long trainFrom(long from, long stepsDone, TrainingSession session) {
    checkpoints.startAt(from);
    return train(from, stepsDone, session);
  }

  private long train(long from, long stepsDone, TrainingSession session) {
    Iterator<Batch> source = batches(stepsDone);
    nextReport = (from / training.reportEvery() + 1) * training.reportEvery();
    usage.begin(this::peerNanos);
    long step = from;
    while (step < lastStep() && goesOn()) {
      TrainingSession.Outcome outcome = takeStep(session, source);
      step = outcome.step();
      stepDone();
      requireToConverge(step, outcome);
      decide(early, session, outcome);
      keepIfBest(session, step);
      report(step, outcome.measures());
      if (cluster.isPrimary() && step < lastStep() && checkpoints.isDue(step)) {
        long start = System.nanoTime();
        writeOnTheWay(session, step);
        usage.usedStorage(System.nanoTime() - start);
      }
    }
    return step;
  }

  // One that is missing costs steps if all are lost; to end for want of it would cost them now.
  private void writeOnTheWay(TrainingSession session, long step) {
    try {
      checkpoints.write(session, step, Checkpoint.End.NONE, this::stepsPerReplica);
      missing = 0;
    } catch (UncheckedIOException e) {
      if (missing == MOST_MISSING || e.getCause() instanceof InterruptedIOException) {
        throw unwritten("the checkpoint of step " + step, e);
      }
      missing++;
      String without =
          "goes on without the checkpoint of step "
              + step
              + ", which is not written: "
              + e.getMessage();
      event(without);
      System.out.println(cluster.self() + " " + without);
      checkpoints.startAt(step);
    }
  }

  private static RecoverableException unwritten(String checkpoint, UncheckedIOException why) {
    return RecoverableException.ofSystem(checkpoint + " is not written: " + why.getMessage(), why);
  }

  // Whoever looks at the curves afterwards wants to see the step that has decided it.
  private void requireToConverge(long step, TrainingSession.Outcome outcome) {
    try {
      training.divergence().check(outcome.loss(), step, whoseLoss());
    } catch (DivergenceException e) {
      try {
        tell(step, outcome.measures(), /* isLast= */ true);
      } catch (RuntimeException ofListener) {
        e.addSuppressed(ofListener);
      }
      throw e;
    }
  }

  /** The step of the job after which there is none, as far as that is decided. */
  final long lastStep() {
    return Math.min(training.steps(), early.lastStep());
  }

  /** Whether the training ends before it has done all steps. */
  final EarlyEnd early() {
    return early;
  }

  /** Decides after a step whether it was the last, if that is this replica's to decide. */
  void decide(EarlyEnd early, TrainingSession session, TrainingSession.Outcome outcome) {
    early.add(outcome.step(), outcome.measures());
  }

  /** Keeps the variables if they are to be kept, as those of the best step so far. */
  final void keepIfBest(TrainingSession session, long step) {
    if (cluster.isPrimary() && early.isToBeKept(step)) {
      long start = System.nanoTime();
      checkpoints.writeBest(session, step);
      usage.usedStorage(System.nanoTime() - start);
    }
  }

  /** Writes the checkpoint of the last step, and says why it is that one. */
  final void writeLast(TrainingSession session, long step) {
    boolean isEarly = early.isDecided() && step < training.steps();
    if (isEarly) {
      System.out.println(cluster.self() + " " + early.reason());
    }
    try {
      checkpoints.write(
          session,
          step,
          isEarly ? Checkpoint.End.EARLY : Checkpoint.End.ALL_STEPS,
          this::stepsPerReplica);
    } catch (UncheckedIOException e) {
      throw unwritten("the last checkpoint, of step " + step + ",", e);
    }
  }

  /** Whose loss a step has. */
  String whoseLoss() {
    return cluster.self().toString();
  }

  /** How long this process has waited for others so far, or {@link TrainingUsage#UNKNOWN}. */
  abstract long peerNanos();

  /** Counts the steps that are one call of TensorFlow each; null where they are not. */
  @Nullable RemoteCalls remoteCalls() {
    return null;
  }

  private TrainingSession.Outcome takeStep(TrainingSession session, Iterator<Batch> source) {
    if (!source.hasNext()) {
      throw new IllegalStateException(
          "the batches of "
              + cluster.self()
              + " ended after "
              + stepsOfProcess
              + " steps, before the training did: deliver batches without an end");
    }
    Long traceStep = training.traceStep();
    batchesTaken++;
    long start = System.nanoTime();
    try (Batch batch = source.next()) {
      usage.gotBatch(System.nanoTime() - start);
      boolean isTraced = traceStep != null && placement == null && stepsOfProcess + 1 >= traceStep;
      TrainingSession.Outcome outcome =
          isTraced ? session.step(batch, Placement.TRACE) : takeStep(session, batch);
      stepsOfProcess++;
      usage.stepDone(batch.size());
      RunMetadata traced = outcome.traced();
      if (isTraced && traced != null) {
        placement = Placement.of(traced);
      }
      return outcome;
    }
  }

  private TrainingSession.Outcome takeStep(TrainingSession session, Batch batch) {
    RemoteCalls calls = remoteCalls();
    if (calls == null || !usage.isTold()) {
      return session.step(batch, null);
    }
    long start = System.nanoTime();
    TrainingSession.Outcome outcome;
    try {
      outcome = session.step(batch, calls.trace());
    } catch (RuntimeException e) {
      calls.waited(System.nanoTime() - start);
      throw e;
    }
    calls.done(System.nanoTime() - start, outcome.traced());
    return outcome;
  }

  private Iterator<Batch> batches(long stepsDone) {
    if (batches == null) {
      batches = training.batches().open(cluster.shard(training.seed(), stepsDone));
      batchesTaken = stepsDone;
    }
    return batches;
  }

  /** Whether another step follows, if there is one. */
  boolean goesOn() {
    return true;
  }

  /** Called after each step. */
  void stepDone() {}

  /** The steps of all replicas, as far as this one can tell. */
  abstract SortedMap<Replica, Long> stepsPerReplica(TrainingSession session, long step);

  private void report(long step, Map<String, Double> measures) {
    boolean isLast = step >= lastStep();
    if (step >= nextReport || isLast) {
      nextReport = (step / training.reportEvery() + 1) * training.reportEvery();
      tell(step, measures, isLast);
    }
    if (isLast && early.isDecided()) {
      event(early.reason());
    }
  }

  private void tell(long step, Map<String, Double> measures, boolean isLast) {
    TrainingProgress progress = TrainingProgress.now(step, measures);
    history.add(progress);
    training.report(progress, usage.due(isLast));
  }

  final void event(String sentence) {
    training.listener().onEvent(cluster.self() + " " + sentence);
  }

  /** How far the training came. */
  static final class Trained {
    private final long step;
    private final Map<Replica, Long> stepsPerReplica;

    Trained(long step, Map<Replica, Long> stepsPerReplica) {
      this.step = step;
      this.stepsPerReplica = stepsPerReplica;
    }
  }
}
