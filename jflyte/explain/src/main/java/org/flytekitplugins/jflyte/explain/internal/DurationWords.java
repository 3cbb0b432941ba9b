package org.flytekitplugins.jflyte.explain.internal;

import java.time.Duration;

/** How long something lasts, in the largest unit that says it exactly. */
public final class DurationWords {
  private DurationWords() {}

  /** {@code 20 s}, {@code 90 min}, {@code 1 h}. */
  public static String of(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds % 3600 == 0) {
      return seconds / 3600 + " h";
    }
    return seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
  }
}
