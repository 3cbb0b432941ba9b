package org.flytekitplugins.tensorflow;

import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Struct;
import org.flyte.api.v1.Struct.Value;
import org.flyte.flytekit.SdkStruct;
import org.flyte.flytekit.SdkStructs;

/** A custom field as JSON text, its keys in the order in which the field holds them. */
final class OrderedJson {
  private final StringBuilder text = new StringBuilder();

  private OrderedJson() {}

  static String of(TfJob job) {
    return of(job.kind().write(job.cluster()));
  }

  static String of(SdkStruct custom) {
    return of(SdkStructs.structOf(custom));
  }

  static String of(Struct custom) {
    OrderedJson json = new OrderedJson();
    json.object(custom.fields(), "\n");
    return json.text.append('\n').toString();
  }

  private void object(Map<String, Value> fields, String lineBreak) {
    text.append('{');
    String separator = "";
    for (Map.Entry<String, Value> field : fields.entrySet()) {
      text.append(separator).append(lineBreak).append("  \"").append(field.getKey()).append("\": ");
      value(field.getValue(), lineBreak + "  ");
      separator = ",";
    }
    text.append(fields.isEmpty() ? "" : lineBreak).append('}');
  }

  private void array(List<Value> values, String lineBreak) {
    text.append('[');
    String separator = "";
    for (Value value : values) {
      text.append(separator).append(lineBreak).append("  ");
      value(value, lineBreak + "  ");
      separator = ",";
    }
    text.append(values.isEmpty() ? "" : lineBreak).append(']');
  }

  private void value(Value value, String lineBreak) {
    switch (value.kind()) {
      case STRUCT_VALUE -> object(value.structValue().fields(), lineBreak);
      case LIST_VALUE -> array(value.listValue(), lineBreak);
      case STRING_VALUE -> text.append('"').append(value.stringValue()).append('"');
      case NUMBER_VALUE -> text.append(Math.round(value.numberValue()));
      case BOOL_VALUE, NULL_VALUE ->
          throw new AssertionError("a training job has no " + value.kind());
    }
  }
}
