package org.flytekitplugins.jflyte.admin;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often a call is tried, and how long between. The pauses double up to the longest; each is
 * then made shorter by up to a half, by chance, so that many calls do not come back together.
 *
 * @param tries 1 or more
 * @param firstPause after the first try
 * @param longestPause between two tries
 * @param deadline how long one try may take
 */
public record RetryPolicy(
    int tries, Duration firstPause, Duration longestPause, Duration deadline) {
  /** Ten tries, 250 ms doubling to 5 s, as stock jflyte has them, of 15 s each, as flytectl has. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(10, Duration.ofMillis(250), Duration.ofSeconds(5), Duration.ofSeconds(15));

  /** The pause after a number of tries. */
  Duration pauseAfter(int tried) {
    long longest = longestPause.toNanos();
    long pause = firstPause.toNanos();
    for (int i = 1; i < tried && pause < longest; i++) {
      pause *= 2;
    }
    pause = Math.min(pause, longest);
    return Duration.ofNanos(pause - ThreadLocalRandom.current().nextLong(pause / 2 + 1));
  }
}
