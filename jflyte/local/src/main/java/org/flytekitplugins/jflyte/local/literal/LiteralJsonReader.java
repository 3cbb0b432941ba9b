package org.flytekitplugins.jflyte.local.literal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.flyte.api.v1.BlobType;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.LiteralType;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flyte.api.v1.Struct;
import org.flyte.api.v1.Variable;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.idl.TypeName;
import org.flytekitplugins.jflyte.idl.UnknownToModel;

/**
 * Literals out of JSON, by the types that are wanted: numbers, strings and booleans as such,
 * datetimes and durations as ISO 8601 strings, lists as arrays, maps and structs as objects, blobs
 * as {@code {"uri": …, "format": …, "dimensionality": "SINGLE"}} of which only the URI must be
 * there, or as a plain string with the URI.
 */
final class LiteralJsonReader {
  private static final JsonFactory FACTORY = new JsonFactory();

  /** What the names of fields begin with that an execution tells besides its outputs. */
  private static final String NO_INPUT = "$";

  private final JsonParser json;

  private LiteralJsonReader(JsonParser json) {
    this.json = json;
  }

  /**
   * Reads named values.
   *
   * @param wanted the types by name; not every name must have a value
   * @param source where the text is from, to begin a sentence with
   * @throws JflyteException if the text is not an object of such values, or has other names
   */
  static Map<String, Literal> read(String text, Map<String, Variable> wanted, String source) {
    return parse(
        text,
        source,
        reader -> {
          reader.require(
              JsonToken.START_OBJECT, source, "an object of inputs", "{\"name\": value}");
          Map<String, Literal> values = new LinkedHashMap<>();
          while (reader.json.nextToken() == JsonToken.FIELD_NAME) {
            String name = reader.key(values.keySet(), source);
            Variable variable = wanted.get(name);
            if (variable == null && name.startsWith(NO_INPUT)) {
              reader.json.nextToken();
              reader.json.skipChildren();
              continue;
            }
            if (variable == null) {
              throw new JflyteException(
                  String.format(
                      "%s has the input %s, which there is not (there is: %s): take it out",
                      source, name, WorkflowInputs.names(wanted.keySet())));
            }
            reader.json.nextToken();
            values.put(name, reader.value(variable.literalType(), source + ": " + name));
          }
          return values;
        });
  }

  /**
   * Reads one value.
   *
   * @param source where the text is from, to begin a sentence with
   * @throws JflyteException if the text is no such value
   */
  static Literal read(String text, LiteralType type, String source) {
    return parse(text, source, reader -> reader.value(type, source));
  }

  private interface Reading<T> {
    T read(LiteralJsonReader reader) throws IOException;
  }

  private static <T> T parse(String text, String source, Reading<T> reading) {
    try (JsonParser json = FACTORY.createParser(text)) {
      json.nextToken();
      T value = reading.read(new LiteralJsonReader(json));
      if (json.nextToken() != null) {
        throw new JflyteException(source + " goes on after its value: take the rest out");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new JflyteException(
          String.format(
              "%s is not JSON at line %d, column %d: put it right",
              source, e.getLocation().getLineNr(), e.getLocation().getColumnNr()),
          e);
    } catch (IOException e) {
      throw new JflyteException(source + " cannot be read (" + e + "): put it right", e);
    }
  }

  private Literal value(LiteralType type, String place) throws IOException {
    return switch (type.getKind()) {
      case SIMPLE_TYPE -> simple(type, place);
      case BLOB_TYPE -> blob(type.blobType(), place);
      case COLLECTION_TYPE -> {
        require(JsonToken.START_ARRAY, place, TypeName.of(type), TypeName.example(type));
        List<Literal> items = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(type.collectionType(), place + "[" + items.size() + "]"));
        }
        yield Literal.ofCollection(Collections.unmodifiableList(items));
      }
      case MAP_VALUE_TYPE -> {
        require(JsonToken.START_OBJECT, place, TypeName.of(type), TypeName.example(type));
        Map<String, Literal> entries = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String key = ScalarText.text(key(entries.keySet(), place), place + ", a key,");
          json.nextToken();
          entries.put(key, value(type.mapValueType(), place + "." + key));
        }
        yield Literal.ofMap(Collections.unmodifiableMap(entries));
      }
      case SCHEMA_TYPE ->
          throw new JflyteException(
              place
                  + " is a schema, for which flytekit-java has no value: let a task of the workflow"
                  + " read the table");
      default -> throw UnknownToModel.inModel("LiteralType", type.getKind());
    };
  }

  private Literal simple(LiteralType type, String place) throws IOException {
    String name = TypeName.of(type);
    String example = TypeName.example(type);
    try {
      return switch (type.simpleType()) {
        case INTEGER -> {
          require(JsonToken.VALUE_NUMBER_INT, place, name, example);
          yield ScalarText.literal(Primitive.ofIntegerValue(json.getLongValue()));
        }
        case FLOAT -> ScalarText.literal(Primitive.ofFloatValue(number(place, name, example)));
        case STRING -> ScalarText.literal(Primitive.ofStringValue(string(place, name, example)));
        case BOOLEAN -> {
          if (json.currentToken() != JsonToken.VALUE_TRUE
              && json.currentToken() != JsonToken.VALUE_FALSE) {
            throw mismatch(place, name, "true or false");
          }
          yield ScalarText.literal(Primitive.ofBooleanValue(json.getBooleanValue()));
        }
        case DATETIME ->
            ScalarText.literal(
                Primitive.ofDatetime(ScalarText.datetime(string(place, name, example))));
        case DURATION ->
            ScalarText.literal(
                Primitive.ofDuration(ScalarText.duration(string(place, name, example))));
        case STRUCT -> {
          require(JsonToken.START_OBJECT, place, name, example);
          yield Literal.ofScalar(Scalar.ofGeneric(struct(place)));
        }
        default -> throw UnknownToModel.inModel("SimpleType", type.simpleType());
      };
    } catch (DateTimeException | com.fasterxml.jackson.core.exc.InputCoercionException e) {
      throw mismatch(place, name, example);
    }
  }

  private double number(String place, String name, String example) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      return switch (json.getText()) {
        case "NaN" -> Double.NaN;
        case "Infinity" -> Double.POSITIVE_INFINITY;
        case "-Infinity" -> Double.NEGATIVE_INFINITY;
        default -> throw mismatch(place, name, example);
      };
    }
    if (!json.currentToken().isNumeric()) {
      throw mismatch(place, name, example);
    }
    return ScalarText.number(json.getText(), place);
  }

  private String string(String place, String name, String example) throws IOException {
    require(JsonToken.VALUE_STRING, place, name, example);
    return ScalarText.text(json.getText(), place);
  }

  private Literal blob(BlobType type, String place) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      return ScalarText.blob(ScalarText.text(json.getText(), place), type);
    }
    require(JsonToken.START_OBJECT, place, "a blob", "{\"uri\": \"file:///a/file\"}");
    String uri = null;
    Set<String> fields = new HashSet<>();
    BlobType.Builder own =
        BlobType.builder().format(type.format()).dimensionality(type.dimensionality());
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = key(fields, place);
      fields.add(field);
      json.nextToken();
      String text = string(place + "." + field, "a string", "\"text\"");
      switch (field) {
        case "uri" -> uri = text;
        case "format" -> own.format(text);
        case "dimensionality" -> own.dimensionality(dimensionality(text, place));
        default ->
            throw new JflyteException(
                String.format(
                    "%s has the field %s, but a blob has uri, format and dimensionality: take it"
                        + " out",
                    place, field));
      }
    }
    if (uri == null) {
      throw new JflyteException(place + " has no uri: say where the blob is");
    }
    return ScalarText.blob(uri, own.build());
  }

  private static BlobType.BlobDimensionality dimensionality(String text, String place) {
    for (BlobType.BlobDimensionality value : BlobType.BlobDimensionality.values()) {
      if (value.name().equals(text.toUpperCase(Locale.ROOT))) {
        return value;
      }
    }
    throw new JflyteException(
        place + ".dimensionality is \"" + text + "\": write SINGLE or MULTIPART");
  }

  private Struct struct(String place) throws IOException {
    Map<String, Struct.Value> fields = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = ScalarText.text(key(fields.keySet(), place), place + ", a key,");
      json.nextToken();
      fields.put(field, structValue(place + "." + field));
    }
    return Struct.of(Collections.unmodifiableMap(fields));
  }

  private Struct.Value structValue(String place) throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> Struct.Value.ofStructValue(struct(place));
      case START_ARRAY -> {
        List<Struct.Value> items = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          items.add(structValue(place + "[" + items.size() + "]"));
        }
        yield Struct.Value.ofListValue(Collections.unmodifiableList(items));
      }
      case VALUE_STRING -> Struct.Value.ofStringValue(ScalarText.text(json.getText(), place));
      case VALUE_TRUE, VALUE_FALSE -> Struct.Value.ofBoolValue(json.getBooleanValue());
      case VALUE_NULL -> Struct.Value.ofNullValue();
      default -> Struct.Value.ofNumberValue(ScalarText.number(json.getText(), place));
    };
  }

  /** The key that is read; nobody can tell which of two values was meant. */
  private String key(Set<String> before, String place) throws IOException {
    String key = json.currentName();
    if (before.contains(key)) {
      throw new JflyteException(
          String.format("%s has the key \"%s\" twice: take one of them out", place, key));
    }
    return key;
  }

  private void require(JsonToken token, String place, String name, String example)
      throws IOException {
    if (json.currentToken() != token) {
      throw mismatch(place, name, example);
    }
  }

  private JflyteException mismatch(String place, String name, String example) throws IOException {
    JsonToken token = json.currentToken();
    String found =
        token == null
            ? "empty"
            : switch (token) {
              case START_OBJECT -> "an object";
              case START_ARRAY -> "an array";
              case VALUE_STRING -> "\"" + json.getText() + "\"";
              default -> json.getText();
            };
    return new JflyteException(
        String.format("%s is %s, but %s is wanted: write it as %s", place, found, name, example));
  }
}
