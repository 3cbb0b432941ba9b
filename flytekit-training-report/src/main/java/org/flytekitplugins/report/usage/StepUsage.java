package org.flytekitplugins.report.usage;

import com.google.auto.value.AutoValue;
import java.util.OptionalDouble;

/**
 * The steps of a replica, and what of their time was waiting. A step reaches from the end of the
 * one before it to its own end, with whatever lies between: a batch, a report, a checkpoint.
 */
@AutoValue
public abstract class StepUsage {
  StepUsage() {}

  /** How long they took. */
  public abstract StepTimes times();

  /** How long they took together, in seconds. */
  public abstract double seconds();

  /**
   * Seconds of it in which the replica exchanged values with others, or waited for them; where that
   * cannot be measured, an estimate; empty while nobody knows.
   */
  public abstract OptionalDouble peerSeconds();

  /** Seconds of it in which the replica wrote checkpoints, or read one again. */
  public abstract double storageSeconds();

  /** Seconds of it in which the replica waited for its next batch. */
  public abstract double batchSeconds();

  /** How many examples they were trained on; of this replica's batches alone. */
  public abstract long examples();

  /** Examples of this replica in a second; 0 if there are none. */
  public final double examplesPerSecond() {
    return seconds() > 0 ? examples() / seconds() : 0;
  }

  /** What share of their time was {@link #peerSeconds}, from 0 to 1. */
  public final OptionalDouble peerShare() {
    return peerSeconds().isPresent()
        ? OptionalDouble.of(share(peerSeconds().getAsDouble()))
        : OptionalDouble.empty();
  }

  /** What share of their time was {@link #storageSeconds}, from 0 to 1. */
  public final double storageShare() {
    return share(storageSeconds());
  }

  /** What share of their time was {@link #batchSeconds}, from 0 to 1. */
  public final double batchShare() {
    return share(batchSeconds());
  }

  private double share(double part) {
    return seconds() > 0 ? Math.min(1, part / seconds()) : 0;
  }

  /** Steps of a process. */
  public static StepUsage of(
      StepTimes times,
      double seconds,
      OptionalDouble peerSeconds,
      double storageSeconds,
      double batchSeconds,
      long examples) {
    return new AutoValue_StepUsage(
        times, seconds, peerSeconds, storageSeconds, batchSeconds, examples);
  }

  /** These steps and others. */
  public final StepUsage plus(StepUsage others) {
    return of(
        times().plus(others.times()),
        seconds() + others.seconds(),
        peerSeconds().isPresent() && others.peerSeconds().isPresent()
            ? OptionalDouble.of(peerSeconds().getAsDouble() + others.peerSeconds().getAsDouble())
            : OptionalDouble.empty(),
        storageSeconds() + others.storageSeconds(),
        batchSeconds() + others.batchSeconds(),
        examples() + others.examples());
  }
}
