package org.flytekitplugins.tensorflow.distributed;

import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import org.flytekitplugins.report.ProgressLog;
import org.flytekitplugins.report.internal.usage.UsageSampler;
import org.flytekitplugins.report.usage.ReplicaUsage;
import org.flytekitplugins.report.usage.StepTimes;
import org.flytekitplugins.report.usage.StepUsage;
import org.jspecify.annotations.Nullable;

/**
 * What the training of this process has used so far, which it tells with a step now and then. For
 * the thread that trains; the process is looked at by another.
 */
final class TrainingUsage implements AutoCloseable {
  /** What a strategy answers that cannot tell waiting from work, or not yet. */
  static final long UNKNOWN = -1;

  private final @Nullable UsageSampler sampler;
  private final StepTimes.Recorder times = new StepTimes.Recorder();
  private LongSupplier peerNanos = () -> UNKNOWN;
  private boolean hasBegun;
  private long peerNanosBefore;
  private long stepEnd;
  private long stepNanos;
  private long batchNanos;
  private long storageNanos;
  private long storageNanosOfNext;
  private long examples;
  private long toldAt = System.nanoTime();

  private TrainingUsage(@Nullable UsageSampler sampler) {
    this.sampler = sampler;
  }

  /** Looks from now on, if anybody is told. */
  static TrainingUsage start() {
    return new TrainingUsage(ProgressLog.current().isRead() ? UsageSampler.start() : null);
  }

  /**
   * The first step is about to be done; later calls go on with what was counted.
   *
   * @param peers how long was waited for peers until now, or {@link #UNKNOWN}
   */
  void begin(LongSupplier peers) {
    if (!hasBegun) {
      hasBegun = true;
      peerNanos = peers;
      peerNanosBefore = Math.max(0, peers.getAsLong());
      stepEnd = System.nanoTime();
    }
  }

  /** A batch has been waited for. */
  void gotBatch(long nanos) {
    batchNanos += nanos;
  }

  /** A checkpoint is written or read, which the next step has waited for. */
  void usedStorage(long nanos) {
    if (hasBegun) {
      storageNanosOfNext += nanos;
    }
  }

  /** Whether anybody is told. */
  boolean isTold() {
    return sampler != null;
  }

  /** A step is done. */
  void stepDone(long size) {
    long now = System.nanoTime();
    times.add(now - stepEnd);
    stepNanos += now - stepEnd;
    stepEnd = now;
    storageNanos += storageNanosOfNext;
    storageNanosOfNext = 0;
    examples += size;
  }

  /** What to tell with a step; null if nothing is to be told now. */
  @Nullable ReplicaUsage due(boolean isLast) {
    if (sampler == null) {
      return null;
    }
    long now = System.nanoTime();
    if (!isLast && now - toldAt < UsageSampler.PERIOD.toNanos()) {
      return null;
    }
    toldAt = now;
    ReplicaUsage process = isLast ? sampler.now() : sampler.latest();
    return hasBegun ? process.toBuilder().steps(steps()).build() : process;
  }

  private StepUsage steps() {
    long peers = peerNanos.getAsLong();
    return StepUsage.of(
        times.times(),
        stepNanos / 1e9,
        peers == UNKNOWN
            ? OptionalDouble.empty()
            : OptionalDouble.of((peers - peerNanosBefore) / 1e9),
        storageNanos / 1e9,
        batchNanos / 1e9,
        examples);
  }

  @Override
  public void close() {
    if (sampler != null) {
      sampler.close();
    }
  }
}
