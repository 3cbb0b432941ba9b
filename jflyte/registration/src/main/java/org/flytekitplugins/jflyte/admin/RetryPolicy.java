package org.flytekitplugins.jflyte.admin;

import java.time.Duration;
import org.flytekitplugins.jflyte.internal.JitteredPauses;

/**
 * How often a call is tried, and how long between: {@link JitteredPauses}.
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
    return new JitteredPauses(firstPause, longestPause).after(tried);
  }
}
