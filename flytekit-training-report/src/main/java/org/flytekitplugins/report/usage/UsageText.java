package org.flytekitplugins.report.usage;

import java.time.Duration;
import java.util.Locale;

/** How people are told of sizes, times and shares. */
public final class UsageText {
  private static final long MI = 1L << 20;
  private static final long GI = 1L << 30;

  private UsageText() {}

  /** Bytes as Kubernetes writes them: {@code 412Mi}, {@code 3.6Gi}. */
  public static String bytes(long bytes) {
    return bytes < GI
        ? Math.round((double) bytes / MI) + "Mi"
        : trimmed(String.format(Locale.ROOT, "%.1f", (double) bytes / GI)) + "Gi";
  }

  private static String trimmed(String number) {
    return number.endsWith(".0") ? number.substring(0, number.length() - 2) : number;
  }

  /** A share of 1: {@code 38%}, {@code 0.4%}. */
  public static String percent(double share) {
    double percent = share * 100;
    return percent == 0 || percent >= 9.95
        ? Math.round(percent) + "%"
        : String.format(Locale.ROOT, "%.1f%%", percent);
  }

  /** A time of a step: {@code 70 µs}, {@code 1.2 ms}, {@code 350 ms}, {@code 2.5 s}. */
  public static String time(Duration time) {
    double micros = time.toNanos() / 1e3;
    if (micros < 999.5) {
      return Math.round(micros) + " µs";
    }
    if (micros < 999_500) {
      return digits(micros / 1e3) + " ms";
    }
    return digits(micros / 1e6) + " s";
  }

  private static String digits(double number) {
    return number < 9.95
        ? String.format(Locale.ROOT, "%.1f", number)
        : Long.toString(Math.round(number));
  }

  /** Time of processors: {@code 8.3 s}, {@code 12 min 5 s}, {@code 31 h 7 min}. */
  public static String seconds(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    if (whole < 3600) {
      return whole / 60 + " min " + whole % 60 + " s";
    }
    long minutes = Math.round(seconds / 60);
    return String.format(Locale.ROOT, "%,d h %d min", minutes / 60, minutes % 60);
  }

  /** How many in a second: {@code 3.2}, {@code 21,300}. */
  public static String rate(double perSecond) {
    return perSecond < 9.95
        ? String.format(Locale.ROOT, "%.1f", perSecond)
        : String.format(Locale.ROOT, "%,d", Math.round(perSecond));
  }
}
