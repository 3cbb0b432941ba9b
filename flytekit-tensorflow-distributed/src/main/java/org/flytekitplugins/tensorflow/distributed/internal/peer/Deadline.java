package org.flytekitplugins.tensorflow.distributed.internal.peer;

import java.time.Duration;

/** A moment after which nobody waits any longer. */
public final class Deadline {
  private final long end;

  private Deadline(long end) {
    this.end = end;
  }

  public static Deadline in(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  /** How long it is until then, at most so long, and at least a moment. */
  public Duration left(Duration most) {
    Duration left = Duration.ofNanos(end - System.nanoTime());
    return left.compareTo(most) > 0 ? most : left.toMillis() < 1 ? Duration.ofMillis(1) : left;
  }

  public boolean hasPassed() {
    return System.nanoTime() - end >= 0;
  }

  /**
   * Sleeps.
   *
   * @throws IllegalStateException if the thread is interrupted, which then stays so
   */
  public static void pause(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for other replicas", e);
    }
  }
}
