package org.flytekitplugins.jflyte.local.literal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.flyte.api.v1.Blob;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flyte.api.v1.Struct;
import org.flytekitplugins.jflyte.idl.UnknownToModel;

/** Literals as JSON, in the form that {@link LiteralJsonReader} reads. */
final class LiteralJsonWriter {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonGenerator json;

  private LiteralJsonWriter(JsonGenerator json) {
    this.json = json;
  }

  /** An object of named values, in the order of names, over several lines. */
  static String write(Map<String, Literal> values) {
    return write(values, json -> {});
  }

  /** The same, with more fields after them. */
  static String write(Map<String, Literal> values, JsonFields more) {
    return write(
        /* pretty= */ true,
        writer -> {
          writer.json.writeStartObject();
          for (Map.Entry<String, Literal> entry : new TreeMap<>(values).entrySet()) {
            writer.json.writeFieldName(entry.getKey());
            writer.literal(entry.getValue());
          }
          more.write(writer.json);
          writer.json.writeEndObject();
        });
  }

  /** One value on one line. */
  static String write(Literal value) {
    return write(/* pretty= */ false, writer -> writer.literal(value));
  }

  private interface Writing {
    void write(LiteralJsonWriter writer) throws IOException;
  }

  private static String write(boolean pretty, Writing writing) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      if (pretty) {
        json.setPrettyPrinter(new DefaultPrettyPrinter());
      }
      writing.write(new LiteralJsonWriter(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private void literal(Literal literal) throws IOException {
    switch (literal.kind()) {
      case SCALAR -> scalar(literal.scalar());
      case COLLECTION -> {
        json.writeStartArray();
        for (Literal item : literal.collection()) {
          literal(item);
        }
        json.writeEndArray();
      }
      case MAP -> {
        json.writeStartObject();
        for (Map.Entry<String, Literal> entry : new TreeMap<>(literal.map()).entrySet()) {
          json.writeFieldName(entry.getKey());
          literal(entry.getValue());
        }
        json.writeEndObject();
      }
      default -> throw UnknownToModel.inModel("Literal", literal.kind());
    }
  }

  private void scalar(Scalar scalar) throws IOException {
    switch (scalar.kind()) {
      case PRIMITIVE -> primitive(scalar.primitive());
      case GENERIC -> struct(scalar.generic());
      case BLOB -> blob(scalar.blob());
      default -> throw UnknownToModel.inModel("Scalar", scalar.kind());
    }
  }

  private void primitive(Primitive primitive) throws IOException {
    switch (primitive.kind()) {
      case INTEGER_VALUE -> json.writeNumber(primitive.integerValue());
      case FLOAT_VALUE -> json.writeNumber(primitive.floatValue());
      case STRING_VALUE -> json.writeString(primitive.stringValue());
      case BOOLEAN_VALUE -> json.writeBoolean(primitive.booleanValue());
      case DATETIME -> json.writeString(primitive.datetime().toString());
      case DURATION -> json.writeString(primitive.duration().toString());
      default -> throw UnknownToModel.inModel("Primitive", primitive.kind());
    }
  }

  private void blob(Blob blob) throws IOException {
    json.writeStartObject();
    json.writeStringField("uri", blob.uri());
    json.writeStringField("format", blob.metadata().type().format());
    json.writeStringField("dimensionality", blob.metadata().type().dimensionality().name());
    json.writeEndObject();
  }

  private void struct(Struct struct) throws IOException {
    json.writeStartObject();
    for (Map.Entry<String, Struct.Value> field : struct.fields().entrySet()) {
      json.writeFieldName(field.getKey());
      structValue(field.getValue());
    }
    json.writeEndObject();
  }

  private void structValue(Struct.Value value) throws IOException {
    switch (value.kind()) {
      case STRING_VALUE -> json.writeString(value.stringValue());
      case BOOL_VALUE -> json.writeBoolean(value.boolValue());
      case NUMBER_VALUE -> json.writeNumber(value.numberValue());
      case NULL_VALUE -> json.writeNull();
      case STRUCT_VALUE -> struct(value.structValue());
      case LIST_VALUE -> {
        json.writeStartArray();
        for (Struct.Value item : value.listValue()) {
          structValue(item);
        }
        json.writeEndArray();
      }
      default -> throw UnknownToModel.inModel("Struct.Value", value.kind());
    }
  }
}
