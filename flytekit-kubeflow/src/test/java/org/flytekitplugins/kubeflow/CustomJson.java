package org.flytekitplugins.kubeflow;

import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flyte.flytekit.SdkStruct;
import org.flyte.flytekit.SdkStructs;

/** The custom field as JSON, by way of protobuf's own struct. */
public final class CustomJson {
  private CustomJson() {}

  /** The text that a custom field is sent as. */
  public static String print(SdkStruct custom) {
    try {
      return JsonFormat.printer()
          .omittingInsignificantWhitespace()
          .print(toProto(SdkStructs.structOf(custom)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The custom field that a text says. */
  public static org.flyte.api.v1.Struct read(String json) {
    Struct.Builder struct = Struct.newBuilder();
    try {
      JsonFormat.parser().merge(json, struct);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return fromProto(struct.build());
  }

  private static Struct toProto(org.flyte.api.v1.Struct struct) {
    Struct.Builder proto = Struct.newBuilder();
    struct.fields().forEach((key, value) -> proto.putFields(key, toProto(value)));
    return proto.build();
  }

  private static Value toProto(org.flyte.api.v1.Struct.Value value) {
    Value.Builder proto = Value.newBuilder();
    switch (value.kind()) {
      case STRING_VALUE -> proto.setStringValue(value.stringValue());
      case BOOL_VALUE -> proto.setBoolValue(value.boolValue());
      case NUMBER_VALUE -> proto.setNumberValue(value.numberValue());
      case NULL_VALUE -> proto.setNullValue(NullValue.NULL_VALUE);
      case STRUCT_VALUE -> proto.setStructValue(toProto(value.structValue()));
      case LIST_VALUE ->
          proto.setListValue(
              ListValue.newBuilder()
                  .addAllValues(value.listValue().stream().map(CustomJson::toProto).toList()));
    }
    return proto.build();
  }

  private static org.flyte.api.v1.Struct fromProto(Struct proto) {
    Map<String, org.flyte.api.v1.Struct.Value> fields = new LinkedHashMap<>();
    proto.getFieldsMap().forEach((key, value) -> fields.put(key, fromProto(value)));
    return org.flyte.api.v1.Struct.of(fields);
  }

  private static org.flyte.api.v1.Struct.Value fromProto(Value proto) {
    return switch (proto.getKindCase()) {
      case STRING_VALUE -> org.flyte.api.v1.Struct.Value.ofStringValue(proto.getStringValue());
      case BOOL_VALUE -> org.flyte.api.v1.Struct.Value.ofBoolValue(proto.getBoolValue());
      case NUMBER_VALUE -> org.flyte.api.v1.Struct.Value.ofNumberValue(proto.getNumberValue());
      case STRUCT_VALUE ->
          org.flyte.api.v1.Struct.Value.ofStructValue(fromProto(proto.getStructValue()));
      case LIST_VALUE -> {
        List<org.flyte.api.v1.Struct.Value> values =
            proto.getListValue().getValuesList().stream().map(CustomJson::fromProto).toList();
        yield org.flyte.api.v1.Struct.Value.ofListValue(values);
      }
      case NULL_VALUE, KIND_NOT_SET -> org.flyte.api.v1.Struct.Value.ofNullValue();
    };
  }
}
