package org.flytekitplugins.kubeflow.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as maps, lists, strings, numbers, booleans and nulls. Jackson's streaming parser does the
 * work; its data binding would cost every replica of every job a tenth of a second.
 */
public final class Json {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final JsonFactory PYTHON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  private Json() {}

  /**
   * The value that a text says.
   *
   * @throws IOException if it is not JSON, says a key twice, or more follows
   */
  public static @Nullable Object parse(String text) throws IOException {
    return parse(text, FACTORY);
  }

  /**
   * The value that a text says which Python's own module has written: {@code NaN} and {@code
   * Infinity} are numbers there.
   *
   * @throws IOException as {@link #parse} does
   */
  public static @Nullable Object parseOfPython(String text) throws IOException {
    return parse(text, PYTHON);
  }

  private static @Nullable Object parse(String text, JsonFactory factory) throws IOException {
    try (JsonParser parser = factory.createParser(text)) {
      parser.nextToken();
      Object value = value(parser);
      if (parser.nextToken() != null) {
        throw new JsonParseException(parser, "something follows the first value");
      }
      return value;
    } catch (JsonEOFException e) {
      throw new IOException("it ends too early", e);
    } catch (JsonProcessingException e) {
      // Without the location, which is that of a stream nobody sees.
      throw new IOException(e.getOriginalMessage(), e);
    }
  }

  /** A value for a message: what is not a plain value by its form only. */
  public static String quote(@Nullable Object value) {
    if (value instanceof Map) {
      return "an object";
    }
    return value instanceof List ? "a list" : Quoted.of(value);
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new JsonParseException(parser, "it ends too early");
    }
    switch (token) {
      case START_OBJECT:
        return object(parser);
      case START_ARRAY:
        return array(parser);
      case VALUE_STRING:
        return parser.getText();
      case VALUE_NULL:
        return null;
      case VALUE_TRUE:
      case VALUE_FALSE:
        return parser.getBooleanValue();
      default:
        return parser.getNumberValue();
    }
  }

  private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      object.put(name, value(parser));
    }
    return object;
  }

  private static List<@Nullable Object> array(JsonParser parser) throws IOException {
    List<@Nullable Object> array = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(parser));
    }
    return array;
  }
}
