package org.flytekitplugins.jflyte.explain.internal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import org.flyte.flytekit.SdkResources.ResourceName;

/** How much of a resource, as people write it. */
public final class Amount {
  private static final String[] BINARY = {"Ti", "Gi", "Mi", "Ki"};

  private Amount() {}

  /** {@code 1.5}, {@code 12Gi}. */
  public static String of(ResourceName name, BigDecimal amount) {
    return name == ResourceName.MEMORY || name == ResourceName.EPHEMERAL_STORAGE
        ? bytes(amount)
        : plain(amount);
  }

  /** What a resource is called in fields: {@code memory}, {@code ephemeralStorage}. */
  public static String name(ResourceName name) {
    return name == ResourceName.EPHEMERAL_STORAGE
        ? "ephemeralStorage"
        : name.name().toLowerCase(Locale.ROOT);
  }

  /** Bytes in the largest unit that leaves a tenth at most: {@code 768Mi}, {@code 1.5Gi}. */
  public static String bytes(BigDecimal bytes) {
    for (int i = 0; i < BINARY.length; i++) {
      BigDecimal unit = new BigDecimal(1L << (10 * (BINARY.length - i)));
      BigDecimal count = bytes.divide(unit, 1, RoundingMode.DOWN);
      if (count.compareTo(BigDecimal.ONE) >= 0
          && (count.multiply(unit).compareTo(bytes) == 0 || isBig(count))) {
        return plain(count) + BINARY[i];
      }
    }
    return plain(bytes.setScale(0, RoundingMode.DOWN));
  }

  private static boolean isBig(BigDecimal count) {
    return count.compareTo(BigDecimal.TEN) >= 0;
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }
}
