package org.flytekitplugins.jflyte.closure;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The JVM's flags for its heap.
 *
 * <p>A plain task gets all of its memory limit as heap, as stock jflyte gives it. The replicas of a
 * training task get a share of whatever limit each of them has, because frameworks allocate outside
 * the heap and a role may have a limit of its own.
 */
final class JavaHeap {
  private JavaHeap() {}

  static String share(int percentage) {
    return "-XX:MaxRAMPercentage=" + percentage;
  }

  /**
   * Stock's flag for a memory limit: the number rounded up, a binary suffix without its {@code i}.
   *
   * @param limit a valid Kubernetes quantity
   */
  static String all(String limit) {
    int end = 0;
    while (end < limit.length() && "+.0123456789".indexOf(limit.charAt(end)) >= 0) {
      end++;
    }
    BigDecimal number = new BigDecimal(limit.substring(0, end));
    String suffix = limit.substring(end);
    return switch (suffix) {
      case "Ki", "Mi", "Gi", "Ti", "Pi", "Ei" -> flag(number, suffix.substring(0, 1));
      case "", "k", "M", "G", "T", "P", "E" -> flag(number, suffix);
      case "m" -> flag(number.movePointLeft(3), "");
      case "u" -> flag(number.movePointLeft(6), "");
      case "n" -> flag(number.movePointLeft(9), "");
      // an exponent: e3, E+3
      default -> flag(new BigDecimal(number.toPlainString() + suffix), "");
    };
  }

  private static String flag(BigDecimal number, String suffix) {
    return "-Xmx" + number.setScale(0, RoundingMode.CEILING).toBigInteger() + suffix;
  }
}
