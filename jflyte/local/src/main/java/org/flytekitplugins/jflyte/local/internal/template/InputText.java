package org.flytekitplugins.jflyte.local.internal.template;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.stream.Collectors;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flytekitplugins.jflyte.JflyteException;

/** The text of an input in a command line, as the backend's Go writes it. */
final class InputText {
  private static final int LONGEST_DOUBLE = 17;

  // Instant.toString adds zeros up to three, six or nine digits of a fraction.
  private static final DateTimeFormatter DATETIME =
      new DateTimeFormatterBuilder().appendInstant(-1).toFormatter(Locale.ROOT);

  private InputText() {}

  /**
   * The text.
   *
   * @param template where it goes, to begin a sentence with
   * @throws JflyteException if Flyte has no text for such a value
   */
  static String of(Literal literal, String template) {
    return switch (literal.kind()) {
      case SCALAR -> scalar(literal.scalar(), template);
      case COLLECTION ->
          literal.collection().stream()
              .map(item -> of(item, template))
              .collect(Collectors.joining(",", "[", "]"));
      case MAP -> throw refusal(template, "a map");
    };
  }

  private static String scalar(Scalar scalar, String template) {
    return switch (scalar.kind()) {
      case PRIMITIVE -> primitive(scalar.primitive());
      case BLOB -> scalar.blob().uri();
      case GENERIC -> throw refusal(template, "a struct");
      default -> {
        // The constant may be newer than the flytekit-api that we are compiled against.
        throw refusal(template, scalar.kind().name().toLowerCase(Locale.ROOT));
      }
    };
  }

  private static JflyteException refusal(String template, String what) {
    return new JflyteException(
        String.format(
            "%s is in the command line, but that input is %s, for which Flyte has no text: read it"
                + " from the file that {{.input}} names",
            template, what));
  }

  private static String primitive(Primitive primitive) {
    return switch (primitive.kind()) {
      case INTEGER_VALUE -> Long.toString(primitive.integerValue());
      case FLOAT_VALUE -> number(primitive.floatValue());
      case STRING_VALUE -> primitive.stringValue();
      case BOOLEAN_VALUE -> Boolean.toString(primitive.booleanValue());
      case DATETIME -> DATETIME.format(primitive.datetime());
      case DURATION -> duration(primitive.duration());
    };
  }

  /** As {@code %v} does: the fewest digits, with an exponent below -4 and from 6 up. */
  static String number(double number) {
    if (Double.isNaN(number)) {
      return "NaN";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "+Inf" : "-Inf";
    }
    if (number == 0) {
      return 1 / number < 0 ? "-0" : "0";
    }
    BigDecimal shortest = shortest(number).stripTrailingZeros();
    String digits = shortest.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - shortest.scale();
    if (exponent >= -4 && exponent < 6) {
      return shortest.toPlainString();
    }
    return String.format(
        Locale.ROOT,
        "%s%s%se%s%02d",
        number < 0 ? "-" : "",
        digits.charAt(0),
        digits.length() == 1 ? "" : "." + digits.substring(1),
        exponent < 0 ? "-" : "+",
        Math.abs(exponent));
  }

  // Double.toString of Java 17 has a digit too many for some numbers.
  private static BigDecimal shortest(double number) {
    BigDecimal exact = new BigDecimal(number);
    for (int digits = 1; digits < LONGEST_DOUBLE; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits));
      if (rounded.doubleValue() == number) {
        return rounded;
      }
    }
    return exact.round(new MathContext(LONGEST_DOUBLE));
  }

  /** As protobuf's text format has it, both parts with the duration's sign. */
  private static String duration(Duration duration) {
    boolean borrowed = duration.getSeconds() < 0 && duration.getNano() > 0;
    long seconds = duration.getSeconds() + (borrowed ? 1 : 0);
    int nanos = duration.getNano() - (borrowed ? 1_000_000_000 : 0);
    return ((seconds == 0 ? "" : "seconds:" + seconds) + (nanos == 0 ? "" : " nanos:" + nanos))
        .strip();
  }
}
