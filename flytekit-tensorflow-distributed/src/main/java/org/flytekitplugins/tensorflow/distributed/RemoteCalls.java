package org.flytekitplugins.tensorflow.distributed;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.RunMetadata;
import org.tensorflow.proto.RunOptions;

/**
 * How long a replica has waited for others whose steps are one call of TensorFlow each, in which
 * nobody sees how long it waits. How long the calls take is measured of all of them; how much of it
 * is the replica's own work, which differs little from step to step, of a few that are traced: it
 * is the median of the last ones. The first call, in which TensorFlow makes its plans, counts for
 * nothing. For the thread that trains.
 */
final class RemoteCalls {
  // A traced call takes some milliseconds more, and TensorFlow says in the log of each that it has
  // found no GPU. So each pause is twice as long as the one before: a dozen in the first hour.
  private static final long FIRST_PAUSE = Duration.ofMillis(100).toNanos();
  private static final int MOST_TRACES = 15;

  private final String device;
  private final Deque<Long> ownNanos = new ArrayDeque<>();
  private long calls;
  private long callNanos;
  private long waitNanos;
  private long pause = FIRST_PAUSE;
  private long nextTrace;

  /**
   * @param device of this replica
   */
  RemoteCalls(String device) {
    this.device = device;
  }

  /** How the next call is to be traced; null if not at all. */
  @Nullable RunOptions trace() {
    return calls > 0 && System.nanoTime() - nextTrace >= 0 ? OwnWork.TRACE : null;
  }

  /**
   * A step is done.
   *
   * @param nanos how long the call took
   * @param traced what TensorFlow says of it, if it was traced
   */
  void done(long nanos, @Nullable RunMetadata traced) {
    if (calls++ == 0) {
      nextTrace = System.nanoTime() + pause;
      return;
    }
    callNanos += nanos;
    if (traced != null) {
      ownNanos.addLast(OwnWork.nanos(traced, device));
      if (ownNanos.size() > MOST_TRACES) {
        ownNanos.removeFirst();
      }
      nextTrace = System.nanoTime() + pause;
      pause *= 2;
    }
  }

  /** Others have been waited for outside of the steps. */
  void waited(long nanos) {
    waitNanos += nanos;
  }

  /** How long was waited so far; {@link TrainingUsage#UNKNOWN} before the first trace. */
  long peerNanos() {
    return ownNanos.isEmpty()
        ? TrainingUsage.UNKNOWN
        : waitNanos + Math.max(0, callNanos - median() * (calls - 1));
  }

  private long median() {
    return ownNanos.stream().sorted().skip((ownNanos.size() - 1) / 2).findFirst().orElse(0L);
  }
}
