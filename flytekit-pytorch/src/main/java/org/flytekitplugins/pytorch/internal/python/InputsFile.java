package org.flytekitplugins.pytorch.internal.python;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flyte.api.v1.Struct;

/**
 * A task's inputs as a script reads them: a JSON object with a field for each. A datetime is what
 * {@code datetime.fromisoformat} reads, a duration a number of seconds, a blob its URI.
 */
public final class InputsFile {
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS).build();

  /** Up to here every whole number is a double. */
  private static final double LARGEST_WHOLE = 1L << 53;

  // With an offset in place of Z, and no other fractions: Python before 3.11 reads nothing else.
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx").withZone(ZoneOffset.UTC);

  private InputsFile() {}

  /**
   * Writes the file.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  public static void write(Path file, Map<String, Literal> inputs) {
    try (OutputStream out = Files.newOutputStream(file);
        JsonGenerator json = JSON.createGenerator(out)) {
      write(json, Literal.ofMap(inputs));
    } catch (IOException e) {
      throw new UncheckedIOException("the inputs for Python cannot be written: " + e, e);
    }
  }

  private static void write(JsonGenerator json, Literal literal) throws IOException {
    switch (literal.kind()) {
      case SCALAR:
        write(json, literal.scalar());
        return;
      case COLLECTION:
        json.writeStartArray();
        for (Literal element : literal.collection()) {
          write(json, element);
        }
        json.writeEndArray();
        return;
      case MAP:
        json.writeStartObject();
        for (Map.Entry<String, Literal> entry : literal.map().entrySet()) {
          json.writeFieldName(entry.getKey());
          write(json, entry.getValue());
        }
        json.writeEndObject();
        return;
    }
    throw unknown(literal);
  }

  private static void write(JsonGenerator json, Scalar scalar) throws IOException {
    switch (scalar.kind()) {
      case PRIMITIVE:
        write(json, scalar.primitive());
        return;
      case GENERIC:
        write(json, scalar.generic());
        return;
      case BLOB:
        json.writeString(scalar.blob().uri());
        return;
    }
    throw unknown(scalar);
  }

  private static void write(JsonGenerator json, Primitive primitive) throws IOException {
    switch (primitive.kind()) {
      case INTEGER_VALUE:
        json.writeNumber(primitive.integerValue());
        return;
      case FLOAT_VALUE:
        json.writeNumber(primitive.floatValue());
        return;
      case STRING_VALUE:
        json.writeString(primitive.stringValue());
        return;
      case BOOLEAN_VALUE:
        json.writeBoolean(primitive.booleanValue());
        return;
      case DATETIME:
        json.writeString(text(primitive.datetime()));
        return;
      case DURATION:
        json.writeNumber(seconds(primitive.duration()));
        return;
    }
    throw unknown(primitive);
  }

  private static String text(Instant instant) {
    Instant cut = instant.truncatedTo(ChronoUnit.MICROS);
    boolean isWhole = cut.equals(instant.truncatedTo(ChronoUnit.SECONDS));
    return (isWhole ? SECONDS : MICROSECONDS).format(cut);
  }

  private static BigDecimal seconds(Duration duration) {
    return BigDecimal.valueOf(duration.getSeconds())
        .add(BigDecimal.valueOf(duration.getNano(), 9))
        .stripTrailingZeros();
  }

  private static void write(JsonGenerator json, Struct struct) throws IOException {
    json.writeStartObject();
    for (Map.Entry<String, Struct.Value> field : struct.fields().entrySet()) {
      json.writeFieldName(field.getKey());
      write(json, field.getValue());
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Struct.Value value) throws IOException {
    switch (value.kind()) {
      case STRING_VALUE:
        json.writeString(value.stringValue());
        return;
      case BOOL_VALUE:
        json.writeBoolean(value.boolValue());
        return;
      case NUMBER_VALUE:
        writeNumber(json, value.numberValue());
        return;
      case LIST_VALUE:
        writeList(json, value.listValue());
        return;
      case STRUCT_VALUE:
        write(json, value.structValue());
        return;
      case NULL_VALUE:
        json.writeNull();
        return;
    }
    throw unknown(value);
  }

  private static void writeList(JsonGenerator json, List<Struct.Value> values) throws IOException {
    json.writeStartArray();
    for (Struct.Value value : values) {
      write(json, value);
    }
    json.writeEndArray();
  }

  // A struct has no whole numbers; whoever wrote 3 wants to read 3, and not 3.0.
  private static void writeNumber(JsonGenerator json, double number) throws IOException {
    if (number == Math.rint(number) && Math.abs(number) <= LARGEST_WHOLE) {
      json.writeNumber((long) number);
    } else {
      json.writeNumber(number);
    }
  }

  private static IllegalArgumentException unknown(Object value) {
    return new IllegalArgumentException(
        "the input "
            + value
            + " is of a kind that is not known here, so Python cannot be given it");
  }
}
