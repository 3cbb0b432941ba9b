package org.flytekitplugins.mlflow;

import java.io.IOException;
import java.time.Duration;

/** Until when something has to be done. */
final class Deadline {
  private final long end;

  private Deadline(long end) {
    this.end = end;
  }

  static Deadline after(Duration patience) {
    return new Deadline(System.nanoTime() + patience.toNanos());
  }

  /**
   * What is left of it.
   *
   * @throws IOException if it has passed
   */
  Duration left() throws IOException {
    long left = end - System.nanoTime();
    if (left <= 0) {
      throw new IOException("the time for it is over");
    }
    return Duration.ofNanos(left).plusMillis(1);
  }

  /** Waits, if there is time for that; whether there was. */
  boolean pause(Duration pause) {
    if (end - System.nanoTime() < pause.toNanos()) {
      return false;
    }
    try {
      Thread.sleep(pause.toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
