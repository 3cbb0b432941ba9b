package org.flytekitplugins.kubeflow.resources;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flytekitplugins.kubeflow.Quantity;

/**
 * Quantities in the form in which Kubernetes writes them back: the greatest unit of the kind that
 * was used with which the number is whole, so that {@code 1.5Gi} is {@code 1536Mi}, {@code 0.5} is
 * {@code 500m} and {@code 1000m} is {@code 1}.
 *
 * @see <a
 *     href="https://github.com/kubernetes/apimachinery/blob/master/pkg/api/resource/quantity.go">CanonicalizeBytes</a>
 */
final class CanonicalQuantity {
  private static final Pattern EXPONENT = Pattern.compile(".*[0-9.][eE][+-]?[0-9]+");
  private static final BigInteger KIBI = BigInteger.valueOf(1024);
  private static final BigDecimal KIBI_AMOUNT = new BigDecimal(KIBI);
  private static final String[] BINARY_SUFFIXES = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
  private static final String[] DECIMAL_SUFFIXES = {
    "n", "u", "m", "", "k", "M", "G", "T", "P", "E"
  };
  private static final int DECIMAL_SUFFIX_OF_ONE = 3;

  private CanonicalQuantity() {}

  static String of(Quantity quantity) {
    BigDecimal amount = quantity.amount();
    if (amount.signum() == 0) {
      return "0";
    }
    if (quantity.toString().endsWith("i")
        && quantity.isWhole()
        && amount.abs().compareTo(KIBI_AMOUNT) >= 0) {
      return binary(amount.toBigIntegerExact());
    }
    Matcher exponent = EXPONENT.matcher(quantity.toString());
    return decimal(amount, exponent.matches());
  }

  private static String binary(BigInteger amount) {
    BigInteger number = amount;
    int unit = 0;
    while (number.mod(KIBI).signum() == 0) {
      number = number.divide(KIBI);
      unit++;
    }
    return number + BINARY_SUFFIXES[unit];
  }

  private static String decimal(BigDecimal amount, boolean asExponent) {
    BigDecimal stripped = amount.stripTrailingZeros();
    int exponent = Math.floorDiv(-stripped.scale(), 3) * 3;
    BigInteger number = stripped.scaleByPowerOfTen(-exponent).toBigIntegerExact();
    if (asExponent) {
      return exponent == 0 ? number.toString() : number + "e" + exponent;
    }
    return number + DECIMAL_SUFFIXES[exponent / 3 + DECIMAL_SUFFIX_OF_ONE];
  }
}
