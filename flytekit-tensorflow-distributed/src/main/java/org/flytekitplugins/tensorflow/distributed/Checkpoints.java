package org.flytekitplugins.tensorflow.distributed;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.flytekitplugins.spi.TaskStorage;
import org.flytekitplugins.tensorflow.distributed.internal.checkpoint.Checkpoint;
import org.flytekitplugins.tensorflow.distributed.internal.checkpoint.CheckpointRing;
import org.flytekitplugins.tensorflow.distributed.internal.peer.Deadline;
import org.jspecify.annotations.Nullable;

/** The checkpoints of a training: those of this attempt, and what an earlier one left. */
final class Checkpoints implements AutoCloseable {
  private static final String BEST = "best-";

  private final CheckpointPolicy policy;
  private final LongConsumer written;
  private final Scratch scratch = new Scratch();
  private final CheckpointRing current;
  private final @Nullable CheckpointRing previous;
  private final CheckpointRing best;
  private final @Nullable CheckpointRing previousBest;
  private URI fetchedFrom;
  private long nextStep;
  private Deadline nextTime;

  /**
   * @param written is told the step of each checkpoint that {@link #write} has published
   */
  Checkpoints(CheckpointPolicy policy, TaskStorage storage, LongConsumer written) {
    this.policy = policy;
    this.written = written;
    this.current = new CheckpointRing(storage.checkpoints(), scratch.folder());
    this.fetchedFrom = current.uri();
    this.previous =
        storage
            .previousCheckpoints()
            .map(folder -> new CheckpointRing(folder, scratch.folder()))
            .orElse(null);
    this.best = new CheckpointRing(storage.checkpoints(), scratch.folder(), BEST);
    this.previousBest =
        storage
            .previousCheckpoints()
            .map(folder -> new CheckpointRing(folder, scratch.folder(), BEST))
            .orElse(null);
    this.nextTime = Deadline.in(policy.interval());
  }

  /** Where {@link #fetch} puts the files of a checkpoint. */
  Path fetched() {
    return scratch.folder().resolve("fetched");
  }

  /** Fetches the newest checkpoint of this attempt, else of an earlier one. */
  Optional<Checkpoint> fetch() {
    Optional<Checkpoint> found = fetchCurrent();
    if (found.isPresent() || previous == null) {
      fetchedFrom = current.uri();
      return found;
    }
    fetchedFrom = previous.uri();
    return previous.fetchNewest(fetched());
  }

  /** The folder that {@link #fetch} last looked into, of this attempt or of an earlier one. */
  URI fetchedFrom() {
    return fetchedFrom;
  }

  /** Fetches the newest checkpoint of this attempt. */
  Optional<Checkpoint> fetchCurrent() {
    return current.fetchNewest(fetched());
  }

  /** The newest checkpoint of this attempt, by the pointer alone. */
  Optional<Checkpoint> newest() {
    return current.newest();
  }

  /** The newest checkpoint of this attempt, else of an earlier one, by the pointer alone. */
  Optional<Checkpoint> newestOfAll() {
    Optional<Checkpoint> found = newest();
    return found.isEmpty() && previous != null ? previous.newest() : found;
  }

  /** Publishes what was fetched from an earlier attempt as a checkpoint of this one. */
  void adopt(Checkpoint checkpoint) {
    if (current.newest().isEmpty()) {
      current.publish(
          fetched(),
          checkpoint.step(),
          checkpoint.end(),
          checkpoint.stepsPerReplica(),
          policy.keep());
    }
  }

  /** Starts to count from a step. */
  void startAt(long step) {
    Long every = policy.everySteps();
    nextStep = every == null ? Long.MAX_VALUE : (step / every + 1) * every;
    nextTime = Deadline.in(policy.interval());
  }

  /** Whether it is time for the next one. */
  boolean isDue(long step) {
    return step >= nextStep || nextTime.hasPassed();
  }

  /** Saves and publishes; the files stay where {@link #saved} says. */
  void write(TrainingSession session, long step, Checkpoint.End end, ReplicaSteps steps) {
    session.save(saved());
    current.publish(saved(), step, end, steps.read(session, step), policy.keep());
    written.accept(step);
    startAt(step);
  }

  /** Keeps the variables as those of the best step so far, beside the checkpoints. */
  void writeBest(TrainingSession session, long step) {
    session.save(fetchedBest());
    best.publish(fetchedBest(), step, Checkpoint.End.NONE, Map.of(), 1);
  }

  /** Fetches what {@link #writeBest} last kept, in this attempt or else in an earlier one. */
  Optional<Checkpoint> fetchBest() {
    Optional<Checkpoint> found = best.fetchNewest(fetchedBest());
    return found.isEmpty() && previousBest != null
        ? previousBest.fetchNewest(fetchedBest())
        : found;
  }

  /** Where {@link #fetchBest} puts the files. */
  Path fetchedBest() {
    return scratch.folder().resolve("best");
  }

  /** Where {@link #write} left the files of the last checkpoint. */
  Path saved() {
    return scratch.folder().resolve("saved");
  }

  @Override
  public void close() {
    scratch.close();
  }
}
