package org.flytekitplugins.kubeflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Every text of Kubernetes' grammar is read exactly; every other text is refused. */
class QuantityGrammarTest {
  private static final BigDecimal NANO = new BigDecimal("0.000000001");
  private static final BigDecimal LARGEST = new BigDecimal("9223372036854775807");

  /** What a suffix multiplies by, written out. */
  private static final Map<String, BigDecimal> MULTIPLIERS = new HashMap<>();

  static {
    String[][] table = {
      {"", "1"},
      {"n", "0.000000001"},
      {"u", "0.000001"},
      {"m", "0.001"},
      {"k", "1000"},
      {"M", "1000000"},
      {"G", "1000000000"},
      {"T", "1000000000000"},
      {"P", "1000000000000000"},
      {"E", "1000000000000000000"},
      {"Ki", "1024"},
      {"Mi", "1048576"},
      {"Gi", "1073741824"},
      {"Ti", "1099511627776"},
      {"Pi", "1125899906842624"},
      {"Ei", "1152921504606846976"},
      {"e0", "1"},
      {"e3", "1000"},
      {"e+3", "1000"},
      {"E03", "1000"},
      {"E-3", "0.001"},
      {"e-12", "0.000000000001"},
      {"E+18", "1000000000000000000"},
    };
    for (String[] row : table) {
      MULTIPLIERS.put(row[0], new BigDecimal(row[1]));
    }
  }

  /** A text of the grammar in its parts, so that the test need not take it apart. */
  record Written(String sign, String whole, String point, String fraction, String suffix) {
    String text() {
      return sign + whole + point + fraction + suffix;
    }

    /** The amount by whole number arithmetic: digits times multiplier, over a power of ten. */
    BigDecimal amount() {
      BigInteger digits = new BigInteger("0" + whole + fraction);
      BigDecimal exact =
          new BigDecimal(digits)
              .multiply(MULTIPLIERS.get(suffix))
              .divide(BigDecimal.TEN.pow(fraction.length()));
      BigDecimal[] parts = exact.divideAndRemainder(NANO);
      BigDecimal rounded = exact.subtract(parts[1]);
      if (parts[1].signum() != 0) {
        rounded = rounded.add(NANO);
      }
      return sign.equals("-") ? rounded.negate() : rounded;
    }
  }

  @Provide
  Arbitrary<Written> written() {
    Arbitrary<String> digits = Arbitraries.strings().numeric().ofMinLength(0).ofMaxLength(21);
    return Combinators.combine(
            Arbitraries.of("", "+", "-"),
            digits,
            Arbitraries.of("", "."),
            digits,
            Arbitraries.of(MULTIPLIERS.keySet()))
        .as(Written::new)
        .filter(w -> !(w.whole() + w.fraction()).isEmpty())
        .filter(w -> !w.point().isEmpty() || w.fraction().isEmpty());
  }

  @Property(tries = 3000)
  void everyTextOfTheGrammarIsReadExactly(@ForAll("written") Written written) {
    BigDecimal amount = written.amount();
    if (amount.abs().compareTo(LARGEST) > 0) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Quantity.of(written.text()))
          .withMessage(
              "\"%s\" is more than Kubernetes can hold: stay at or below 9223372036854775807",
              written.text());
      return;
    }
    Quantity quantity = Quantity.of(written.text());

    assertThat(quantity.amount()).isEqualByComparingTo(amount);
    assertThat(quantity).hasToString(written.text()).isEqualTo(Quantity.of(written.text()));
    assertThat(quantity.isWhole()).isEqualTo(amount.remainder(BigDecimal.ONE).signum() == 0);
  }

  @Property(tries = 3000)
  void aTextWithOneForeignCharacterIsRefused(
      @ForAll("written") Written written, @ForAll Random random) {
    // None of these is in the grammar; among them are digits and a minus of other scripts.
    String foreign = " _,xI\u0663\uff11\u2212\n\0";
    StringBuilder text = new StringBuilder(written.text());
    text.insert(
        random.nextInt(text.length() + 1), foreign.charAt(random.nextInt(foreign.length())));

    assertMalformed(text.toString());
  }

  @Property(tries = 3000)
  void aTextIsAcceptedOnlyIfTheGrammarDerivesIt(@ForAll("almost") String text) {
    if (!isDerived(text)) {
      assertMalformed(text);
      return;
    }
    try {
      assertThat(Quantity.of(text)).hasToString(text);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining("is more than Kubernetes can hold");
    }
  }

  /** Short texts of the grammar's own characters, most of which are in the wrong order. */
  @Provide
  Arbitrary<String> almost() {
    return Arbitraries.strings().withChars("015.+-eEinumkKMGTP").ofMinLength(0).ofMaxLength(5);
  }

  /** The grammar of quantity.go, by hand: sign, number, suffix. */
  private static boolean isDerived(String text) {
    int at = 0;
    if (at < text.length() && "+-".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    int whole = digitsFrom(text, at);
    at += whole;
    int fraction = 0;
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      fraction = digitsFrom(text, at);
      at += fraction;
    }
    if (whole + fraction == 0) {
      return false;
    }
    String suffix = text.substring(at);
    if (MULTIPLIERS.containsKey(suffix)) {
      return true;
    }
    if (suffix.isEmpty() || "eE".indexOf(suffix.charAt(0)) < 0) {
      return false;
    }
    String exponent = suffix.substring(1);
    if (exponent.startsWith("+") || exponent.startsWith("-")) {
      exponent = exponent.substring(1);
    }
    return !exponent.isEmpty() && digitsFrom(exponent, 0) == exponent.length();
  }

  private static int digitsFrom(String text, int start) {
    int end = start;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end - start;
  }

  private static void assertMalformed(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quantity.of(text))
        .withMessage("\"%s\" is not a Kubernetes quantity: write for example 2 or 4Gi", text);
  }
}
