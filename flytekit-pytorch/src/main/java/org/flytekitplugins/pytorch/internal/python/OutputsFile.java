package org.flytekitplugins.pytorch.internal.python;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.flyte.api.v1.Blob;
import org.flyte.api.v1.BlobMetadata;
import org.flyte.api.v1.BlobType;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.LiteralType;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flyte.api.v1.SimpleType;
import org.flyte.api.v1.Struct;
import org.flyte.api.v1.Variable;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.internal.Json;
import org.flytekitplugins.spi.TaskStorage;
import org.jspecify.annotations.Nullable;

/**
 * A task's outputs as a script has written them: a JSON object that has exactly the outputs that
 * the task declares, in the forms of {@link InputsFile}; a blob may also be the path of a file or
 * folder, which is uploaded.
 */
public final class OutputsFile {
  private static final String WHERE = "to the file that FLYTEKIT_OUTPUTS names";

  private static final Pattern URI_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:");

  private OutputsFile() {}

  /**
   * Reads the file.
   *
   * @param declared the outputs of the task; if there are none, no file is needed
   * @throws IllegalArgumentException if the file is not there, is no JSON object, lacks an output,
   *     or has one that is not declared or of another type; the message names it
   */
  public static Map<String, Literal> read(Path file, Map<String, Variable> declared) {
    if (!Files.exists(file)) {
      if (declared.isEmpty()) {
        return Map.of();
      }
      throw new IllegalArgumentException(
          "the script ended without its outputs: write a JSON object with "
              + names(declared)
              + " "
              + WHERE
              + ", in rank 0");
    }
    Map<?, ?> written = object(file, declared);
    for (Object name : written.keySet()) {
      if (!declared.containsKey(name)) {
        throw new InvalidFieldException(
            "outputs." + name,
            String.valueOf(written.get(name)),
            "the task declares " + (declared.isEmpty() ? "no outputs" : names(declared) + " only"),
            "leave it out, or declare it");
      }
    }
    Map<String, Literal> outputs = new LinkedHashMap<>();
    declared.forEach(
        (name, variable) -> {
          if (!written.containsKey(name)) {
            throw new IllegalArgumentException(
                "outputs." + name + " is missing: write it " + WHERE + ", with all other outputs");
          }
          outputs.put(name, literal("outputs." + name, written.get(name), variable.literalType()));
        });
    return outputs;
  }

  private static Map<?, ?> object(Path file, Map<String, Variable> declared) {
    Object value;
    try {
      value = Json.parseOfPython(Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the script's outputs are no JSON ("
              + e.getMessage()
              + "): write them "
              + WHERE
              + " with json.dump, and close it",
          e);
    }
    if (value instanceof Map) {
      return (Map<?, ?>) value;
    }
    throw new InvalidFieldException(
        "outputs", Json.quote(value), "it is no JSON object", "write one with " + names(declared));
  }

  private static Literal literal(String field, @Nullable Object value, LiteralType type) {
    switch (type.getKind()) {
      case SIMPLE_TYPE:
        return Literal.ofScalar(simple(field, value, type.simpleType()));
      case BLOB_TYPE:
        return Literal.ofScalar(Scalar.ofBlob(blob(field, value, type.blobType())));
      case COLLECTION_TYPE:
        List<Literal> elements = new ArrayList<>();
        for (Object element : cast(List.class, field, value, "a list")) {
          elements.add(
              literal(field + "[" + elements.size() + "]", element, type.collectionType()));
        }
        return Literal.ofCollection(elements);
      case MAP_VALUE_TYPE:
        Map<String, Literal> entries = new LinkedHashMap<>();
        Map<?, ?> written = cast(Map.class, field, value, "an object");
        written.forEach(
            (key, entry) ->
                entries.put(
                    String.valueOf(key), literal(field + "." + key, entry, type.mapValueType())));
        return Literal.ofMap(entries);
      case SCHEMA_TYPE:
        break;
    }
    throw new InvalidFieldException(
        field,
        Json.quote(value),
        "a script cannot write a " + type.getKind(),
        "write a file, and declare a Blob");
  }

  private static Scalar simple(String field, @Nullable Object value, SimpleType type) {
    if (type == SimpleType.STRUCT) {
      return Scalar.ofGeneric(struct(cast(Map.class, field, value, "an object")));
    }
    return Scalar.ofPrimitive(primitive(field, value, type));
  }

  private static Primitive primitive(String field, @Nullable Object value, SimpleType type) {
    switch (type) {
      case INTEGER:
        if (value instanceof Integer || value instanceof Long) {
          return Primitive.ofIntegerValue(((Number) value).longValue());
        }
        throw wrong(field, value, "a whole number of 64 bits");
      case FLOAT:
        return Primitive.ofFloatValue(cast(Number.class, field, value, "a number").doubleValue());
      case STRING:
        return Primitive.ofStringValue(cast(String.class, field, value, "a string"));
      case BOOLEAN:
        return Primitive.ofBooleanValue(cast(Boolean.class, field, value, "true or false"));
      case DATETIME:
        return Primitive.ofDatetime(instant(field, value));
      case DURATION:
        return Primitive.ofDuration(duration(field, value));
      case STRUCT:
        break;
    }
    throw wrong(field, value, String.valueOf(type));
  }

  private static Instant instant(String field, @Nullable Object value) {
    String expected = "a datetime with its offset, such as 2026-11-28T22:40:00+00:00";
    try {
      return OffsetDateTime.parse(cast(String.class, field, value, expected)).toInstant();
    } catch (DateTimeException e) {
      throw wrong(field, value, expected);
    }
  }

  private static Duration duration(String field, @Nullable Object value) {
    String expected = "a number of seconds";
    Number seconds = cast(Number.class, field, value, expected);
    try {
      BigDecimal nanos = new BigDecimal(seconds.toString()).movePointRight(9);
      return Duration.ofNanos(nanos.setScale(0, RoundingMode.HALF_EVEN).longValueExact());
    } catch (ArithmeticException | NumberFormatException e) {
      throw wrong(field, value, expected);
    }
  }

  private static Blob blob(String field, @Nullable Object value, BlobType type) {
    String text = cast(String.class, field, value, "the URI of a file or folder");
    return Blob.builder()
        .uri(text.isEmpty() || URI_SCHEME.matcher(text).lookingAt() ? text : upload(field, text))
        .metadata(BlobMetadata.builder().type(type).build())
        .build();
  }

  private static String upload(String field, String path) {
    Path source = Path.of(path);
    if (!Files.exists(source)) {
      throw new InvalidFieldException(
          field,
          path,
          "there is no such file or folder",
          "write it before the script ends, or say the URI of one that is stored already");
    }
    return TaskStorage.current().upload(source).toString();
  }

  private static Struct struct(Map<?, ?> object) {
    Map<String, Struct.Value> fields = new LinkedHashMap<>();
    object.forEach((key, value) -> fields.put(String.valueOf(key), structValue(value)));
    return Struct.of(fields);
  }

  private static Struct.Value structValue(@Nullable Object value) {
    if (value == null) {
      return Struct.Value.ofNullValue();
    }
    if (value instanceof Map) {
      return Struct.Value.ofStructValue(struct((Map<?, ?>) value));
    }
    if (value instanceof List) {
      List<Struct.Value> values = new ArrayList<>();
      ((List<?>) value).forEach(element -> values.add(structValue(element)));
      return Struct.Value.ofListValue(values);
    }
    if (value instanceof Boolean) {
      return Struct.Value.ofBoolValue((Boolean) value);
    }
    return value instanceof Number
        ? Struct.Value.ofNumberValue(((Number) value).doubleValue())
        : Struct.Value.ofStringValue(String.valueOf(value));
  }

  private static <T> T cast(Class<T> type, String field, @Nullable Object value, String expected) {
    if (type.isInstance(value)) {
      return type.cast(value);
    }
    throw wrong(field, value, expected);
  }

  private static IllegalArgumentException wrong(
      String field, @Nullable Object value, String expected) {
    return new IllegalArgumentException(
        field
            + " is "
            + Json.quote(value)
            + ", but the task declares "
            + expected
            + ": write that");
  }

  private static String names(Map<String, Variable> declared) {
    return String.join(", ", new TreeSet<>(declared.keySet()));
  }
}
