package org.flytekitplugins.kubeflow;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flytekitplugins.kubeflow.internal.Quoted;

/**
 * An amount of a resource, in the grammar of Kubernetes: {@code 500m}, {@code 2}, {@code 1.5},
 * {@code 4Gi}, {@code 12e6}.
 *
 * <p>A quantity keeps the text it was made of. Two are equal when their texts are; {@link
 * #compareTo} compares the amounts, exactly, so that {@code 1} and {@code 1000m} compare as 0
 * without being equal, as with {@link BigDecimal}. Like Kubernetes, amounts finer than 10⁻⁹ are
 * rounded up, away from zero, to the next multiple of it.
 *
 * @see <a
 *     href="https://github.com/kubernetes/apimachinery/blob/master/pkg/api/resource/quantity.go">quantity.go</a>
 */
public final class Quantity implements Comparable<Quantity>, Serializable {
  private static final long serialVersionUID = 1L;

  private static final Pattern GRAMMAR =
      Pattern.compile(
          "(?<number>[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+))"
              + "(?:(?<binary>[KMGTPE])i|(?<decimal>[numkMGTPE])|[eE](?<exponent>[+-]?[0-9]{1,4}))?");
  private static final String BINARY_SUFFIXES = "KMGTPE";
  private static final String DECIMAL_SUFFIXES = "num kMGTPE";
  private static final int DECIMAL_SUFFIX_OF_ONE = DECIMAL_SUFFIXES.indexOf(' ');
  private static final int NANO_SCALE = 9;
  // Five times what the finest of the largest amounts needs; keeps reading a quantity cheap.
  private static final int LONGEST = 150;
  private static final BigDecimal LARGEST = new BigDecimal(Long.MAX_VALUE);

  private final String text;
  private final BigDecimal amount;

  private Quantity(String text, BigDecimal amount) {
    this.text = text;
    this.amount = amount;
  }

  /**
   * Reads a quantity.
   *
   * @throws IllegalArgumentException if the text is not a quantity, or its amount is beyond 2⁶³−1,
   *     the largest that Kubernetes holds; also if the text has more than 150 characters, or its
   *     exponent more than 4 digits
   */
  public static Quantity of(String text) {
    Matcher matcher = GRAMMAR.matcher(text);
    if (text.length() > LONGEST || !matcher.matches()) {
      throw new IllegalArgumentException(
          Quoted.of(text) + " is not a Kubernetes quantity: write for example 2 or 4Gi");
    }
    BigDecimal exact = new BigDecimal(matcher.group("number")).multiply(multiplier(matcher));
    BigDecimal amount =
        exact.scale() > NANO_SCALE ? exact.setScale(NANO_SCALE, RoundingMode.UP) : exact;
    if (amount.abs().compareTo(LARGEST) > 0) {
      throw new IllegalArgumentException(
          Quoted.of(text) + " is more than Kubernetes can hold: stay at or below " + LARGEST);
    }
    return new Quantity(text, amount);
  }

  /**
   * Reads the quantity of a field.
   *
   * @param remedy what to write instead
   * @throws InvalidFieldException if it cannot be read
   */
  static Quantity of(String field, String text, String remedy) {
    try {
      return of(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidFieldException(
          field, text, "that is no quantity that Kubernetes could hold", remedy);
    }
  }

  private static BigDecimal multiplier(Matcher matcher) {
    String binary = matcher.group("binary");
    if (binary != null) {
      int power = BINARY_SUFFIXES.indexOf(binary) + 1;
      return new BigDecimal(BigInteger.ONE.shiftLeft(10 * power));
    }
    String decimal = matcher.group("decimal");
    if (decimal != null) {
      return BigDecimal.ONE.scaleByPowerOfTen(
          3 * (DECIMAL_SUFFIXES.indexOf(decimal) - DECIMAL_SUFFIX_OF_ONE));
    }
    String exponent = matcher.group("exponent");
    return exponent == null
        ? BigDecimal.ONE
        : BigDecimal.ONE.scaleByPowerOfTen(Integer.parseInt(exponent));
  }

  /** The exact amount, in cores, bytes or devices. */
  public BigDecimal amount() {
    return amount;
  }

  /** Whether the amount is a whole number. */
  public boolean isWhole() {
    return amount.stripTrailingZeros().scale() <= 0;
  }

  /** Compares the amounts exactly; not consistent with {@link #equals}. */
  @Override
  public int compareTo(Quantity other) {
    return amount.compareTo(other.amount);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Quantity && text.equals(((Quantity) other).text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The text the quantity was made of. */
  @Override
  public String toString() {
    return text;
  }
}
