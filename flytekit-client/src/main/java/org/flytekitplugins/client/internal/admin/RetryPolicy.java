package org.flytekitplugins.client.internal.admin;

import com.google.auto.value.AutoValue;
import java.time.Duration;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.flytekitplugins.kubeflow.internal.JitteredPauses;
import org.jspecify.annotations.Nullable;

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

  /** {@link #DEFAULT} with what a configuration says otherwise. */
  public static RetryPolicy of(AdminConfig config) {
    return of(
        orElse(config.maxRetries(), DEFAULT.tries()),
        DEFAULT.firstPause(),
        orElse(config.maxBackoffDelay(), DEFAULT.longestPause()),
        orElse(config.perRetryTimeout(), DEFAULT.deadline()));
  }

  private static <T> T orElse(@Nullable T said, T otherwise) {
    return said == null ? otherwise : said;
  }

  /** The same with another deadline. */
  public RetryPolicy withDeadline(Duration other) {
    return of(tries(), firstPause(), longestPause(), other);
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
