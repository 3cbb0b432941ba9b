package org.flytekitplugins.jflyte.execution.process;

import java.time.Duration;

/** Waits that nothing cuts short: interrupts in a pod come from the task's own doings. */
public final class Pause {
  private Pause() {}

  /** Waits so long. */
  public static void of(Duration duration) {
    long end = System.nanoTime() + duration.toNanos();
    for (long left = duration.toNanos(); left > 0; left = end - System.nanoTime()) {
      try {
        Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
      } catch (InterruptedException e) {
        // The flag stays cleared on purpose, else the next sleep would not wait at all.
      }
    }
  }

  /** An exit code that never comes: another thread or a signal ends the process. */
  public static int forEver() {
    while (true) {
      of(Duration.ofDays(1));
    }
  }
}
