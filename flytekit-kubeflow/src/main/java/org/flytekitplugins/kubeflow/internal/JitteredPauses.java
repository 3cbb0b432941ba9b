package org.flytekitplugins.kubeflow.internal;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The pauses between tries of the same thing. They double up to the longest; each is then made
 * shorter by up to a half, by chance, so that many processes, or calls, do not come back together.
 */
public final class JitteredPauses {
  private final Duration first;
  private final Duration longest;

  /**
   * @param first after the first try
   * @param longest between two tries
   */
  public JitteredPauses(Duration first, Duration longest) {
    this.first = first;
    this.longest = longest;
  }

  /** The pause after a number of tries, from 1. */
  public Duration after(int tries) {
    long most = longest.toNanos();
    long pause = first.toNanos();
    for (int i = 1; i < tries && pause < most; i++) {
      pause *= 2;
    }
    pause = Math.min(pause, most);
    return Duration.ofNanos(pause - ThreadLocalRandom.current().nextLong(pause / 2 + 1));
  }
}
