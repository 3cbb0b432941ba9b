package org.flytekitplugins.kubeflow.internal;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;

/** How messages say how long something took, or may take. */
public final class DurationText {
  private DurationText() {}

  /** What was measured, to a tenth of a second: {@code 0.4 s}, {@code 2 min 3.0 s}. */
  public static String measured(Duration time) {
    long tenths = (time.toMillis() + 50) / 100;
    String seconds = String.format(Locale.ROOT, "%d.%d s", tenths / 10 % 60, tenths % 10);
    return tenths < 600 ? seconds : tenths / 600 + " min " + seconds;
  }

  /** A limit, just as it was set, to a millisecond: {@code 300 s}, {@code 0.25 s}. */
  public static String limit(Duration time) {
    BigDecimal seconds = BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros();
    return seconds.toPlainString().concat(" s");
  }
}
