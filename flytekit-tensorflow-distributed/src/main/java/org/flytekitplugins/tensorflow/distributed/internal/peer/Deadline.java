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
