package org.flytekitplugins.client.internal.admin;

import com.google.auto.value.AutoValue;
import java.time.Duration;
import org.flytekitplugins.kubeflow.internal.JitteredPauses;

/** How often a call is tried, and how long between: {@link JitteredPauses}. */
@AutoValue
public abstract class RetryPolicy {
  /** Ten tries, 250 ms doubling to 5 s, as stock jflyte has them, of 15 s each, as flytectl has. */
  public static final RetryPolicy DEFAULT =
      of(10, Duration.ofMillis(250), Duration.ofSeconds(5), Duration.ofSeconds(15));

  RetryPolicy() {}

  /**
   * A policy.
   *
   * @param tries 1 or more
   * @param firstPause after the first try
   * @param longestPause between two tries
   * @param deadline how long one try may take
   */
  public static RetryPolicy of(
      int tries, Duration firstPause, Duration longestPause, Duration deadline) {
    return new AutoValue_RetryPolicy(tries, firstPause, longestPause, deadline);
  }

  /** 1 or more. */
  public abstract int tries();

  /** After the first try. */
  public abstract Duration firstPause();

  /** Between two tries. */
  public abstract Duration longestPause();

  /** How long one try may take. */
  public abstract Duration deadline();

  /** The pause after a number of tries. */
  Duration pauseAfter(int tried) {
    return new JitteredPauses(firstPause(), longestPause()).after(tried);
  }
}
