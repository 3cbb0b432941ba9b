package org.flytekitplugins.kubeflow;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Quantities one by one: what they amount to, how they compare, and what is none. */
class QuantityTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1., 1",
    ".5, 0.5",
    "+.5, 0.5",
    "-1.5, -1.5",
    "007, 7",
    "500m, 0.5",
    "1E, 1000000000000000000",
    "1e0, 1",
    "1e3, 1000",
    "1E-3, 0.001",
    "1e+3, 1000",
    "1.5Gi, 1610612736",
    "0.5Ki, 512",
    "3u, 0.000003",
    "1n, 0.000000001",
    "0.1n, 0.000000001",
    "1.0000000001, 1.000000001",
    "-0.1n, -0.000000001",
    "1e-9999, 0.000000001",
    "0e9999, 0",
    "9223372036854775807, 9223372036854775807",
    "-9223372036854775807, -9223372036854775807",
    "7Ei, 8070450532247928832",
    "9.223372036854775807E, 9223372036854775807",
  })
  void aQuantityIsReadExactly(String text, BigDecimal amount) {
    assertThat(Quantity.of(text).amount()).isEqualByComparingTo(amount);
  }

  @Test
  void aQuantityHasAtMost150Characters() {
    assertThat(Quantity.of("0".repeat(149) + "7").amount()).isEqualByComparingTo("7");
    assertThatIllegalArgumentException().isThrownBy(() -> Quantity.of("0".repeat(150) + "7"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "+",
        "-",
        "+-1",
        "1e",
        "1E+",
        "1e1.5",
        "K",
        "Ki",
        "1K",
        "1ki",
        "1KI",
        "1 Gi",
        " 1",
        "1 ",
        "1\n",
        "1.1.1",
        "1Gib",
        "1gi",
        "1mm",
        "1im",
        "1em3",
        "0x10",
        "NaN",
        "Infinity",
        "١",
        "１",
        "1e٣",
        "1,5",
        "1_000",
        "e3",
        "1e10000"
      })
  void whatIsMalformedIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quantity.of(text))
        .withMessage("\"%s\" is not a Kubernetes quantity: write for example 2 or 4Gi", text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9223372036854775808",
        "-9223372036854775808",
        "9223372036854775807.1",
        "8Ei",
        "10E",
        "1e19",
        "1e9999",
        "-1e9999",
        "9223372036854775.8071k"
      })
  void whatKubernetesCannotHoldIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quantity.of(text))
        .withMessage(
            "\"%s\" is more than Kubernetes can hold: stay at or below 9223372036854775807", text);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1000m, 0",
    "0.1, 100m, 0",
    "1Gi, 1G, 1",
    "1k, 1Ki, -1",
    "1e3, 1k, 0",
    "0.1n, 1n, 0",
    "-1, 0, -1",
    "999m, 1, -1",
    "9007199254740993, 9007199254740992, 1",
    "1.000000001, 1, 1",
  })
  void amountsAreComparedExactly(String left, String right, int sign) {
    assertThat(Quantity.of(left).compareTo(Quantity.of(right))).isEqualTo(sign);
    assertThat(Quantity.of(right).compareTo(Quantity.of(left))).isEqualTo(-sign);
  }

  @Test
  void equalityIsThatOfTheTexts() {
    assertThat(Quantity.of("1"))
        .isEqualTo(Quantity.of("1"))
        .hasSameHashCodeAs(Quantity.of("1"))
        .isNotEqualTo(Quantity.of("1000m"))
        .isNotEqualTo("1");
  }

  @Test
  void serializationKeepsIt() {
    assertThat(Serialized.copyOf(Quantity.of("1.5Gi"))).isEqualTo(Quantity.of("1.5Gi"));
    assertThat(Serialized.copyOf(Quantity.of("1.5Gi")).amount())
        .isEqualTo(Quantity.of("1.5Gi").amount());
  }

  @Test
  void nullIsNoQuantity() {
    assertThatNullPointerException().isThrownBy(() -> Quantity.of(null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "0", "9", "0.", ".", "e", "1e", "1e+", "-", " ", "K", "1.1"})
  void aMillionCharactersAreAnsweredAtOnceAndNotRepeated(String part) {
    String text = part.repeat(1_000_000 / part.length());

    assertTimeoutPreemptively(
        ofSeconds(10),
        () ->
            assertThatIllegalArgumentException()
                .isThrownBy(() -> Quantity.of(text))
                .withMessage(
                    "\"%s… (%d characters)\" is not a Kubernetes quantity: write for example"
                        + " 2 or 4Gi",
                    text.substring(0, 300), text.length()));
  }

  @Test
  void theLongestTextIsReadExactly() {
    String text = "0.".concat("3".repeat(148));

    assertThat(Quantity.of(text).amount()).isEqualByComparingTo("0.333333334");
    assertThatIllegalArgumentException().isThrownBy(() -> Quantity.of(text + "3"));
  }
}
