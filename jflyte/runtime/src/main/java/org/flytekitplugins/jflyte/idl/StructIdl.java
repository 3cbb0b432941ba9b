package org.flytekitplugins.jflyte.idl;

import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Struct;
import org.flytekitplugins.jflyte.JflyteException;

/** Structs, which are JSON objects: values of tasks, and the custom field of task templates. */
public final class StructIdl {
  private StructIdl() {}

  /** The message of a struct, its fields in the same order. */
  public static com.google.protobuf.Struct toIdl(Struct struct) {
    com.google.protobuf.Struct.Builder builder = com.google.protobuf.Struct.newBuilder();
    for (Map.Entry<String, Struct.Value> field : struct.fields().entrySet()) {
      builder.putFields(field.getKey(), toIdl(field.getValue()));
    }
    return builder.build();
  }

  /**
   * The struct of a message, its fields in the same order.
   *
   * @throws JflyteException if a value within the message has no kind
   */
  public static Struct fromIdl(com.google.protobuf.Struct struct) {
    return fromIdl(struct, FieldPath.ROOT);
  }

  static Struct fromIdl(com.google.protobuf.Struct struct, FieldPath place) {
    Map<String, Struct.Value> fields = new LinkedHashMap<>();
    for (Map.Entry<String, Value> field : struct.getFieldsMap().entrySet()) {
      fields.put(field.getKey(), fromIdl(field.getValue(), place.value(field.getKey())));
    }
    return Struct.of(Collections.unmodifiableMap(fields));
  }

  private static Value toIdl(Struct.Value value) {
    Value.Builder builder = Value.newBuilder();
    return switch (value.kind()) {
      case STRING_VALUE -> builder.setStringValue(value.stringValue()).build();
      case BOOL_VALUE -> builder.setBoolValue(value.boolValue()).build();
      case NUMBER_VALUE -> builder.setNumberValue(value.numberValue()).build();
      case NULL_VALUE -> builder.setNullValue(NullValue.NULL_VALUE).build();
      case STRUCT_VALUE -> builder.setStructValue(toIdl(value.structValue())).build();
      case LIST_VALUE -> {
        ListValue.Builder list = ListValue.newBuilder();
        for (Struct.Value element : value.listValue()) {
          list.addValues(toIdl(element));
        }
        yield builder.setListValue(list).build();
      }
      default -> throw UnknownToModel.inModel("Struct.Value", value.kind());
    };
  }

  private static Struct.Value fromIdl(Value value, FieldPath place) {
    return switch (value.getKindCase()) {
      case STRING_VALUE -> Struct.Value.ofStringValue(value.getStringValue());
      case BOOL_VALUE -> Struct.Value.ofBoolValue(value.getBoolValue());
      case NUMBER_VALUE -> Struct.Value.ofNumberValue(value.getNumberValue());
      case NULL_VALUE -> Struct.Value.ofNullValue();
      case STRUCT_VALUE -> Struct.Value.ofStructValue(fromIdl(value.getStructValue(), place));
      case LIST_VALUE -> {
        FieldPath inside = place.element();
        List<Struct.Value> elements = new ArrayList<>(value.getListValue().getValuesCount());
        for (Value element : value.getListValue().getValuesList()) {
          elements.add(fromIdl(element, inside));
        }
        yield Struct.Value.ofListValue(Collections.unmodifiableList(elements));
      }
      default -> throw withoutValue(place);
    };
  }

  static JflyteException withoutValue(FieldPath place) {
    return new JflyteException(
        place + " is a field of a struct without a value; write null, or leave the field out");
  }
}
