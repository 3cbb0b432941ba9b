package org.flytekitplugins.mlflow;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/** What is sent to a tracking server, and what is looked for in its answers. */
final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /** Writes the fields of an object. */
  interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  static String object(Fields fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a text is never closed", e);
    }
    return text.toString();
  }

  /** An array of objects with a key and a value each, as tags and parameters are. */
  static void pairs(JsonGenerator json, String field, Map<String, String> pairs)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (Map.Entry<String, String> pair : pairs.entrySet()) {
      json.writeStartObject();
      json.writeStringField("key", pair.getKey());
      json.writeStringField("value", pair.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** The first text in a field of that name, at whichever depth; empty if there is none. */
  static String find(String document, String field) {
    try (JsonParser json = FACTORY.createParser(document)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.VALUE_STRING && field.equals(json.currentName())) {
          return json.getText();
        }
      }
    } catch (IOException e) {
      // A proxy's page, or half an answer.
      return "";
    }
    return "";
  }
}
