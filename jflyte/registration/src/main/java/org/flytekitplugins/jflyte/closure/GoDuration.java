package org.flytekitplugins.jflyte.closure;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A duration as Go writes it, such as {@code 1h30m}: what may follow {@code @every} in a schedule.
 *
 * @see <a href="https://pkg.go.dev/time#ParseDuration">time.ParseDuration</a>
 */
final class GoDuration {
  private static final String NUMBER = "([0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)";
  private static final String UNIT = "(ns|us|µs|μs|ms|s|m|h)";
  private static final Pattern PART = Pattern.compile(NUMBER + UNIT);
  private static final Pattern DURATION = Pattern.compile("[+-]?(?:0|(?:" + NUMBER + UNIT + ")+)");

  private static final Map<String, BigDecimal> NANOSECONDS =
      Map.of(
          "ns", new BigDecimal("1"),
          "us", new BigDecimal("1e3"),
          "µs", new BigDecimal("1e3"), // the micro sign
          "μs", new BigDecimal("1e3"), // the Greek letter
          "ms", new BigDecimal("1e6"),
          "s", new BigDecimal("1e9"),
          "m", new BigDecimal("60e9"),
          "h", new BigDecimal("3600e9"));

  private GoDuration() {}

  /** Whether Go reads the text as a duration, and can hold it: up to 2⁶³−1 nanoseconds. */
  static boolean isDuration(String text) {
    if (!DURATION.matcher(text).matches()) {
      return false;
    }
    BigInteger sum = BigInteger.ZERO;
    Matcher parts = PART.matcher(text);
    while (parts.find()) {
      BigDecimal unit = NANOSECONDS.getOrDefault(parts.group(2), BigDecimal.ONE);
      BigDecimal part = new BigDecimal(parts.group(1)).multiply(unit);
      sum = sum.add(part.setScale(0, RoundingMode.DOWN).toBigInteger());
    }
    BigInteger signed = text.startsWith("-") ? sum.negate() : sum;
    return signed.bitLength() < Long.SIZE;
  }
}
