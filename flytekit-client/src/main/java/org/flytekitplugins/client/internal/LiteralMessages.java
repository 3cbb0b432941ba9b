package org.flytekitplugins.client.internal;

import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import flyteidl.core.Literals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Blob;
import org.flyte.api.v1.BlobMetadata;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flyte.api.v1.Struct;
import org.flytekitplugins.kubeflow.internal.SentenceException;

/**
 * Flyte's messages for literals, the values that executions take and give.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteidl/protos/flyteidl/core/literals.proto">literals.proto</a>
 */
public final class LiteralMessages {
  private static final int NANOS_PER_SECOND = 1_000_000_000;

  private LiteralMessages() {}

  /** The message of named literals, in the order of the map. */
  public static Literals.LiteralMap of(Map<String, Literal> literals) {
    Literals.LiteralMap.Builder map = Literals.LiteralMap.newBuilder();
    literals.forEach((name, literal) -> map.putLiterals(name, of(literal)));
    return map.build();
  }

  /**
   * The named literals of a message.
   *
   * @throws SentenceException if one is of a kind that flytekit-java's model does not know
   */
  public static Map<String, Literal> read(Literals.LiteralMap literals) {
    Map<String, Literal> map = new LinkedHashMap<>();
    literals.getLiteralsMap().forEach((name, literal) -> map.put(name, read(literal, name)));
    return Collections.unmodifiableMap(map);
  }

  private static Literals.Literal of(Literal literal) {
    Literals.Literal.Builder message = Literals.Literal.newBuilder();
    switch (literal.kind()) {
      case SCALAR:
        return message.setScalar(scalar(literal.scalar())).build();
      case COLLECTION:
        Literals.LiteralCollection.Builder collection = Literals.LiteralCollection.newBuilder();
        literal.collection().forEach(element -> collection.addLiterals(of(element)));
        return message.setCollection(collection).build();
      case MAP:
        return message.setMap(of(literal.map())).build();
    }
    throw new SentenceException("a literal is " + literal.kind() + ": give a scalar, list or map");
  }

  private static Literals.Scalar scalar(Scalar scalar) {
    Literals.Scalar.Builder message = Literals.Scalar.newBuilder();
    switch (scalar.kind()) {
      case PRIMITIVE:
        return message.setPrimitive(primitive(scalar.primitive())).build();
      case GENERIC:
        return message.setGeneric(struct(scalar.generic())).build();
      case BLOB:
        Blob blob = scalar.blob();
        return message
            .setBlob(
                Literals.Blob.newBuilder()
                    .setUri(blob.uri())
                    .setMetadata(
                        Literals.BlobMetadata.newBuilder()
                            .setType(TypeMessages.blob(blob.metadata().type()))))
            .build();
    }
    throw new SentenceException(
        "a literal is " + scalar.kind() + ": give a primitive, a blob or a struct");
  }

  private static Literals.Primitive primitive(Primitive primitive) {
    Literals.Primitive.Builder message = Literals.Primitive.newBuilder();
    switch (primitive.kind()) {
      case INTEGER_VALUE:
        return message.setInteger(primitive.integerValue()).build();
      case FLOAT_VALUE:
        return message.setFloatValue(primitive.floatValue()).build();
      case STRING_VALUE:
        return message.setStringValue(primitive.stringValue()).build();
      case BOOLEAN_VALUE:
        return message.setBoolean(primitive.booleanValue()).build();
      case DATETIME:
        return message.setDatetime(timestamp(primitive.datetime())).build();
      case DURATION:
        return message.setDuration(duration(primitive.duration())).build();
    }
    throw new SentenceException("a literal is " + primitive.kind() + ", which Flyte has not");
  }

  private static Timestamp timestamp(Instant datetime) {
    return Timestamp.newBuilder()
        .setSeconds(datetime.getEpochSecond())
        .setNanos(datetime.getNano())
        .build();
  }

  // Java counts nanoseconds up from the second below, protobuf away from zero.
  private static com.google.protobuf.Duration duration(Duration duration) {
    long seconds = duration.getSeconds();
    int nanos = duration.getNano();
    if (seconds < 0 && nanos > 0) {
      seconds++;
      nanos -= NANOS_PER_SECOND;
    }
    return com.google.protobuf.Duration.newBuilder().setSeconds(seconds).setNanos(nanos).build();
  }

  private static com.google.protobuf.Struct struct(Struct struct) {
    com.google.protobuf.Struct.Builder message = com.google.protobuf.Struct.newBuilder();
    struct.fields().forEach((name, value) -> message.putFields(name, value(value)));
    return message.build();
  }

  private static Value value(Struct.Value value) {
    Value.Builder message = Value.newBuilder();
    switch (value.kind()) {
      case STRING_VALUE:
        return message.setStringValue(value.stringValue()).build();
      case BOOL_VALUE:
        return message.setBoolValue(value.boolValue()).build();
      case NUMBER_VALUE:
        return message.setNumberValue(value.numberValue()).build();
      case NULL_VALUE:
        return message.setNullValue(NullValue.NULL_VALUE).build();
      case STRUCT_VALUE:
        return message.setStructValue(struct(value.structValue())).build();
      case LIST_VALUE:
        ListValue.Builder list = ListValue.newBuilder();
        value.listValue().forEach(element -> list.addValues(value(element)));
        return message.setListValue(list).build();
    }
    throw new SentenceException("a struct has a value of kind " + value.kind());
  }

  private static Literal read(Literals.Literal literal, String name) {
    switch (literal.getValueCase()) {
      case SCALAR:
        return Literal.ofScalar(read(literal.getScalar(), name));
      case COLLECTION:
        List<Literal> elements = new ArrayList<>();
        literal
            .getCollection()
            .getLiteralsList()
            .forEach(element -> elements.add(read(element, name + "[]")));
        return Literal.ofCollection(Collections.unmodifiableList(elements));
      case MAP:
        return Literal.ofMap(read(literal.getMap()));
      default:
        throw unknown(name, "a literal newer than flyteidl 0.4.35");
    }
  }

  private static Scalar read(Literals.Scalar scalar, String name) {
    switch (scalar.getValueCase()) {
      case PRIMITIVE:
        return Scalar.ofPrimitive(read(scalar.getPrimitive(), name));
      case GENERIC:
        return Scalar.ofGeneric(read(scalar.getGeneric()));
      case BLOB:
        return Scalar.ofBlob(
            Blob.builder()
                .uri(scalar.getBlob().getUri())
                .metadata(
                    BlobMetadata.builder()
                        .type(TypeMessages.blob(scalar.getBlob().getMetadata().getType()))
                        .build())
                .build());
      default:
        throw unknown(name, "of the kind " + scalar.getValueCase());
    }
  }

  private static Primitive read(Literals.Primitive primitive, String name) {
    switch (primitive.getValueCase()) {
      case INTEGER:
        return Primitive.ofIntegerValue(primitive.getInteger());
      case FLOAT_VALUE:
        return Primitive.ofFloatValue(primitive.getFloatValue());
      case STRING_VALUE:
        return Primitive.ofStringValue(primitive.getStringValue());
      case BOOLEAN:
        return Primitive.ofBooleanValue(primitive.getBoolean());
      case DATETIME:
        Timestamp moment = primitive.getDatetime();
        return Primitive.ofDatetime(Instant.ofEpochSecond(moment.getSeconds(), moment.getNanos()));
      case DURATION:
        com.google.protobuf.Duration time = primitive.getDuration();
        return Primitive.ofDuration(Duration.ofSeconds(time.getSeconds(), time.getNanos()));
      default:
        throw unknown(name, "a primitive newer than flyteidl 0.4.35");
    }
  }

  /** The struct of a message, its fields in the same order. */
  public static Struct read(com.google.protobuf.Struct struct) {
    Map<String, Struct.Value> fields = new LinkedHashMap<>();
    struct.getFieldsMap().forEach((name, value) -> fields.put(name, read(value)));
    return Struct.of(Collections.unmodifiableMap(fields));
  }

  private static Struct.Value read(Value value) {
    switch (value.getKindCase()) {
      case STRING_VALUE:
        return Struct.Value.ofStringValue(value.getStringValue());
      case BOOL_VALUE:
        return Struct.Value.ofBoolValue(value.getBoolValue());
      case NUMBER_VALUE:
        return Struct.Value.ofNumberValue(value.getNumberValue());
      case STRUCT_VALUE:
        return Struct.Value.ofStructValue(read(value.getStructValue()));
      case LIST_VALUE:
        List<Struct.Value> elements = new ArrayList<>();
        value.getListValue().getValuesList().forEach(element -> elements.add(read(element)));
        return Struct.Value.ofListValue(Collections.unmodifiableList(elements));
      default:
        return Struct.Value.ofNullValue();
    }
  }

  private static SentenceException unknown(String name, String what) {
    return new SentenceException(
        "the value of "
            + name
            + " is "
            + what
            + ", which flytekit-java cannot hold: read it in Flyte's console");
  }
}
