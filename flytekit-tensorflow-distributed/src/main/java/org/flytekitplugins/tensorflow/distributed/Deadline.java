package org.flytekitplugins.tensorflow.distributed;

import java.time.Duration;

/** A moment after which nobody waits any longer. */
final class Deadline {
  private final long end;

  private Deadline(long end) {
    this.end = end;
  }

  static Deadline in(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  boolean hasPassed() {
    return System.nanoTime() - end >= 0;
  }

  /**
   * Sleeps.
   *
   * @throws IllegalStateException if the thread is interrupted, which then stays so
   */
  static void pause(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for other replicas", e);
    }
  }
}
