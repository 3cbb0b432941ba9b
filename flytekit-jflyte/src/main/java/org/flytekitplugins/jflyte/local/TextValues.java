package org.flytekitplugins.jflyte.local;

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
import org.flyte.api.v1.Blob;
import org.flyte.api.v1.BlobMetadata;
import org.flyte.api.v1.BlobType;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;

/** Values out of the texts that people write for them. */
final class TextValues {
  private TextValues() {}

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
    return Duration.parse(text);
  }

  static Literal blob(String uri, BlobType type) {
    return Literal.ofScalar(
        Scalar.ofBlob(
            Blob.builder().uri(uri).metadata(BlobMetadata.builder().type(type).build()).build()));
  }
}
