package org.flytekitplugins.jflyte.local.literal;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAccessor;
import java.util.regex.Pattern;
import org.flyte.api.v1.Blob;
import org.flyte.api.v1.BlobMetadata;
import org.flyte.api.v1.BlobType;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flytekitplugins.jflyte.JflyteException;

/** Values out of the texts that people write for them. */
final class ScalarText {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+|[0-9]+\\.[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");
  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");
  private static final Pattern ZERO = Pattern.compile("[+-]?[0.]+([eE].*)?");

  // What a protobuf Timestamp and Duration hold.
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");
  private static final Duration LONGEST = Duration.ofSeconds(315_576_000_000L, 999_999_999);

  private ScalarText() {}

  /**
   * A number as Flyte keeps it, in a double. A fraction is taken to the nearest one, as everywhere;
   * what would become something else is refused.
   *
   * @param place where it stands, to begin a sentence with
   * @throws NumberFormatException if it is no number
   * @throws JflyteException if no double holds it
   */
  static double number(String text, String place) {
    switch (text) {
      case "NaN" -> {
        return Double.NaN;
      }
      case "Infinity" -> {
        return Double.POSITIVE_INFINITY;
      }
      case "-Infinity" -> {
        return Double.NEGATIVE_INFINITY;
      }
      default -> {}
    }
    // Java's own grammar has hexadecimal numbers, too, and letters at the end.
    if (!NUMBER.matcher(text).matches()) {
      throw new NumberFormatException(text);
    }
    double number = Double.parseDouble(text);
    if (Double.isInfinite(number)) {
      throw new JflyteException(
          place + " is " + text + ", which no double holds: write a number up to 1.797e308");
    }
    if (number == 0 && !ZERO.matcher(text).matches()) {
      throw new JflyteException(
          place
              + " is "
              + text
              + ", which a double would make 0: write 0, or one from 4.9e-324 up");
    }
    if (WHOLE.matcher(text).matches()
        && new BigDecimal(number).compareTo(new BigDecimal(text)) != 0) {
      throw new JflyteException(
          String.format(
              "%s is %s, which a double would make %s: write that, or have it as an integer or a"
                  + " string",
              place, text, new BigDecimal(number).toPlainString()));
    }
    return number;
  }

  /**
   * A text as Flyte keeps it, in UTF-8, which has no halves of characters.
   *
   * @param place where it stands, to begin a sentence with
   * @throws JflyteException if it has one
   */
  static String text(String text, String place) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw new JflyteException(
            String.format(
                "%s has half of a character, \\u%04x without the other: write whole ones",
                place, (int) c));
      }
    }
    return text;
  }

  static Literal literal(Primitive primitive) {
    return Literal.ofScalar(Scalar.ofPrimitive(primitive));
  }

  /**
   * A moment in one of the forms of ISO 8601 that stock jflyte takes: without an offset it is UTC,
   * without a time it is midnight.
   *
   * @throws DateTimeException if it is none
   */
  static Instant datetime(String text) {
    Instant moment = moment(text);
    if (moment.isBefore(FIRST) || moment.isAfter(LAST)) {
      throw new DateTimeException("not in the years 1 to 9999");
    }
    return moment;
  }

  private static Instant moment(String text) {
    try {
      TemporalAccessor moment =
          DateTimeFormatter.ISO_DATE_TIME.parseBest(
              text, OffsetDateTime::from, LocalDateTime::from);
      return moment instanceof LocalDateTime local
          ? local.toInstant(ZoneOffset.UTC)
          : OffsetDateTime.from(moment).toInstant();
    } catch (DateTimeParseException e) {
      TemporalAccessor day = DateTimeFormatter.ISO_DATE.parse(text);
      ZoneOffset offset = day.query(java.time.temporal.TemporalQueries.offset());
      return LocalDate.from(day).atStartOfDay().toInstant(offset == null ? ZoneOffset.UTC : offset);
    }
  }

  /**
   * A length of time such as {@code PT1H30M}.
   *
   * @throws DateTimeException if it is none
   */
  static Duration duration(String text) {
    Duration duration = Duration.parse(text);
    if (duration.abs().compareTo(LONGEST) > 0) {
      throw new DateTimeException("longer than 10,000 years");
    }
    return duration;
  }

  static Literal blob(String uri, BlobType type) {
    return Literal.ofScalar(
        Scalar.ofBlob(
            Blob.builder().uri(uri).metadata(BlobMetadata.builder().type(type).build()).build()));
  }
}
