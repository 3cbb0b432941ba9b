package org.flytekitplugins.jflyte.testing.workflow;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Blob;
import org.flyte.api.v1.BlobMetadata;
import org.flyte.api.v1.BlobType;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.LiteralType;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flyte.api.v1.SimpleType;
import org.flyte.api.v1.Struct;
import org.flytekitplugins.jflyte.JflyteException;
import org.jspecify.annotations.Nullable;

/** Java's values as Flyte's, and back. */
final class JavaValues {
  private JavaValues() {}

  /**
   * A value of a type.
   *
   * @param type what is wanted; null for what the value is by itself
   * @param place what it is of, in a sentence
   * @throws JflyteException if it is not of the type
   */
  static Literal literal(Object value, @Nullable LiteralType type, String place) {
    if (value instanceof Literal literal) {
      return literal;
    }
    if (type == null) {
      return literal(value, place);
    }
    return switch (type.getKind()) {
      case COLLECTION_TYPE -> collection(value, type, place);
      case MAP_VALUE_TYPE -> map(value, type, place);
      case BLOB_TYPE -> Literal.ofScalar(Scalar.ofBlob(blob(value, type.blobType(), place)));
      case SIMPLE_TYPE -> simple(value, type.simpleType(), place);
      case SCHEMA_TYPE ->
          throw new JflyteException(place + " is a schema, which cannot be written here");
    };
  }

  private static Literal literal(Object value, String place) {
    if (value instanceof List<?> list) {
      List<Literal> literals = new ArrayList<>();
      list.forEach(each -> literals.add(literal(each, null, place)));
      return Literal.ofCollection(literals);
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Literal> literals = new LinkedHashMap<>();
      map.forEach((key, each) -> literals.put(String.valueOf(key), literal(each, null, place)));
      return Literal.ofMap(literals);
    }
    if (value instanceof URI || value instanceof Path) {
      return Literal.ofScalar(Scalar.ofBlob(blob(value, BlobType.DEFAULT, place)));
    }
    SimpleType type =
        value instanceof Double || value instanceof Float
            ? SimpleType.FLOAT
            : value instanceof Number
                ? SimpleType.INTEGER
                : value instanceof Boolean
                    ? SimpleType.BOOLEAN
                    : value instanceof Instant
                        ? SimpleType.DATETIME
                        : value instanceof Duration ? SimpleType.DURATION : SimpleType.STRING;
    return simple(value, type, place);
  }

  private static Literal collection(Object value, LiteralType type, String place) {
    List<Literal> literals = new ArrayList<>();
    if (!(value instanceof List<?> list)) {
      throw mismatch(value, "a List", place);
    }
    for (int i = 0; i < list.size(); i++) {
      literals.add(literal(list.get(i), type.collectionType(), place + "[" + i + "]"));
    }
    return Literal.ofCollection(literals);
  }

  private static Literal map(Object value, LiteralType type, String place) {
    if (!(value instanceof Map<?, ?> map)) {
      throw mismatch(value, "a Map", place);
    }
    Map<String, Literal> literals = new LinkedHashMap<>();
    map.forEach(
        (key, each) ->
            literals.put(
                String.valueOf(key), literal(each, type.mapValueType(), place + "." + key)));
    return Literal.ofMap(literals);
  }

  private static Blob blob(Object value, BlobType type, String place) {
    String uri;
    if (value instanceof Path path) {
      uri = path.toAbsolutePath().toUri().toString();
    } else if (value instanceof URI || value instanceof String) {
      uri = value.toString();
    } else {
      throw mismatch(value, "a URI or a Path", place);
    }
    return Blob.builder().uri(uri).metadata(BlobMetadata.builder().type(type).build()).build();
  }

  private static Literal simple(Object value, SimpleType type, String place) {
    Scalar scalar =
        switch (type) {
          case INTEGER -> Scalar.ofPrimitive(Primitive.ofIntegerValue(whole(value, place)));
          case FLOAT -> Scalar.ofPrimitive(Primitive.ofFloatValue(number(value, place)));
          case STRING -> Scalar.ofPrimitive(Primitive.ofStringValue(text(value, place)));
          case BOOLEAN -> {
            if (!(value instanceof Boolean bool)) {
              throw mismatch(value, "a boolean", place);
            }
            yield Scalar.ofPrimitive(Primitive.ofBooleanValue(bool));
          }
          case DATETIME -> {
            if (!(value instanceof Instant instant)) {
              throw mismatch(value, "an Instant", place);
            }
            yield Scalar.ofPrimitive(Primitive.ofDatetime(instant));
          }
          case DURATION -> {
            if (!(value instanceof Duration duration)) {
              throw mismatch(value, "a Duration", place);
            }
            yield Scalar.ofPrimitive(Primitive.ofDuration(duration));
          }
          case STRUCT -> {
            if (!(value instanceof Map<?, ?> map)) {
              throw mismatch(value, "a Map", place);
            }
            yield Scalar.ofGeneric(struct(map, place));
          }
        };
    return Literal.ofScalar(scalar);
  }

  private static long whole(Object value, String place) {
    if (value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    throw mismatch(value, "an integer", place);
  }

  private static double number(Object value, String place) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw mismatch(value, "a number", place);
  }

  private static String text(Object value, String place) {
    if (value instanceof CharSequence || value instanceof Enum<?>) {
      return value.toString();
    }
    throw mismatch(value, "a String", place);
  }

  private static Struct struct(Map<?, ?> map, String place) {
    Map<String, Struct.Value> fields = new LinkedHashMap<>();
    map.forEach((key, each) -> fields.put(String.valueOf(key), field(each, place + "." + key)));
    return Struct.of(fields);
  }

  private static Struct.Value field(@Nullable Object value, String place) {
    if (value == null) {
      return Struct.Value.ofNullValue();
    }
    if (value instanceof Map<?, ?> map) {
      return Struct.Value.ofStructValue(struct(map, place));
    }
    if (value instanceof List<?> list) {
      List<Struct.Value> values = new ArrayList<>();
      list.forEach(each -> values.add(field(each, place)));
      return Struct.Value.ofListValue(values);
    }
    if (value instanceof Boolean bool) {
      return Struct.Value.ofBoolValue(bool);
    }
    return value instanceof Number number
        ? Struct.Value.ofNumberValue(number.doubleValue())
        : Struct.Value.ofStringValue(text(value, place));
  }

  private static JflyteException mismatch(Object value, String wanted, String place) {
    return new JflyteException(
        String.format(
            "%s is %s (%s), but %s is wanted: give it one",
            place, value, value.getClass().getSimpleName(), wanted));
  }

  /** What a literal is in Java: a long, a double, a URI for a blob and so on. */
  static Object object(Literal literal) {
    return switch (literal.kind()) {
      case SCALAR -> object(literal.scalar());
      case COLLECTION -> literal.collection().stream().map(JavaValues::object).toList();
      case MAP -> {
        Map<String, Object> map = new LinkedHashMap<>();
        literal.map().forEach((key, each) -> map.put(key, object(each)));
        yield map;
      }
    };
  }

  private static Object object(Scalar scalar) {
    return switch (scalar.kind()) {
      case PRIMITIVE -> object(scalar.primitive());
      case GENERIC -> fields(scalar.generic());
      case BLOB -> URI.create(scalar.blob().uri());
    };
  }

  private static Object object(Primitive primitive) {
    return switch (primitive.kind()) {
      case INTEGER_VALUE -> primitive.integerValue();
      case FLOAT_VALUE -> primitive.floatValue();
      case STRING_VALUE -> primitive.stringValue();
      case BOOLEAN_VALUE -> primitive.booleanValue();
      case DATETIME -> primitive.datetime();
      case DURATION -> primitive.duration();
    };
  }

  private static Map<String, @Nullable Object> fields(Struct struct) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    struct.fields().forEach((key, each) -> map.put(key, object(each)));
    return map;
  }

  private static @Nullable Object object(Struct.Value value) {
    return switch (value.kind()) {
      case STRING_VALUE -> value.stringValue();
      case NUMBER_VALUE -> value.numberValue();
      case BOOL_VALUE -> value.boolValue();
      case LIST_VALUE -> {
        List<@Nullable Object> list = new ArrayList<>();
        value.listValue().forEach(each -> list.add(object(each)));
        yield list;
      }
      case STRUCT_VALUE -> fields(value.structValue());
      case NULL_VALUE -> null;
    };
  }
}
