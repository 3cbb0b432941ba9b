package org.flytekitplugins.jflyte.idl;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Struct;
import org.flytekitplugins.jflyte.JflyteException;
import org.jspecify.annotations.Nullable;

/**
 * The custom field out of the bytes of a {@code flyteidl.core.TaskTemplate}: all that a pod needs
 * to know of the template of its task. Without descriptors, as {@link LiteralMapBytes}.
 *
 * @see <a
 *     href="https://github.com/protocolbuffers/protobuf/blob/v25.8/src/google/protobuf/struct.proto">struct.proto</a>
 */
public final class CustomBytes {
  /** Of TaskTemplate. */
  private static final int CUSTOM = 5;

  /** Of Struct and of ListValue. */
  private static final int CONTENT = 1;

  private static final int KEY = 1;
  private static final int VALUE = 2;

  private static final int NULL_VALUE = 1;
  private static final int NUMBER_VALUE = 2;
  private static final int STRING_VALUE = 3;
  private static final int BOOL_VALUE = 4;
  private static final int STRUCT_VALUE = 5;
  private static final int LIST_VALUE = 6;

  private CustomBytes() {}

  /**
   * The custom field.
   *
   * @param taskTemplate the bytes of a task template
   * @return a struct without fields if the template has no custom
   * @throws JflyteException if the bytes are no task template
   */
  public static Struct read(byte[] taskTemplate) {
    CodedInputStream in = CodedInputStream.newInstance(taskTemplate);
    Map<String, Struct.Value> fields = new LinkedHashMap<>();
    try {
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == Wire.messageTag(CUSTOM)) {
          readFields(in, fields);
        } else {
          in.skipField(tag);
        }
      }
    } catch (IOException e) {
      throw new JflyteException(
          "the "
              + taskTemplate.length
              + " bytes are no task template of Flyte ("
              + e.getMessage()
              + "); look at what wrote them",
          e);
    }
    return Struct.of(Collections.unmodifiableMap(fields));
  }

  private static void readFields(CodedInputStream in, Map<String, Struct.Value> fields)
      throws IOException {
    int outside = in.pushLimit(in.readRawVarint32());
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == Wire.messageTag(CONTENT)) {
        readField(in, fields);
      } else {
        in.skipField(tag);
      }
    }
    in.popLimit(outside);
  }

  private static void readField(CodedInputStream in, Map<String, Struct.Value> fields)
      throws IOException {
    int outside = in.pushLimit(in.readRawVarint32());
    String key = "";
    Struct.Value value = null;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == Wire.messageTag(KEY)) {
        key = in.readStringRequireUtf8();
      } else if (tag == Wire.messageTag(VALUE)) {
        value = readValue(in);
      } else {
        in.skipField(tag);
      }
    }
    in.popLimit(outside);
    if (value == null) {
      throw StructIdl.withoutValue(FieldPath.ROOT.value(key));
    }
    fields.put(key, value);
  }

  private static Struct.@Nullable Value readValue(CodedInputStream in) throws IOException {
    int outside = in.pushLimit(in.readRawVarint32());
    Struct.Value value = null;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == Wire.messageTag(STRING_VALUE)) {
        value = Struct.Value.ofStringValue(in.readStringRequireUtf8());
      } else if (tag == Wire.doubleTag(NUMBER_VALUE)) {
        value = Struct.Value.ofNumberValue(in.readDouble());
      } else if (tag == Wire.varintTag(BOOL_VALUE)) {
        value = Struct.Value.ofBoolValue(in.readBool());
      } else if (tag == Wire.varintTag(NULL_VALUE)) {
        in.readEnum();
        value = Struct.Value.ofNullValue();
      } else if (tag == Wire.messageTag(STRUCT_VALUE)) {
        Map<String, Struct.Value> fields = new LinkedHashMap<>();
        readFields(in, fields);
        value = Struct.Value.ofStructValue(Struct.of(Collections.unmodifiableMap(fields)));
      } else if (tag == Wire.messageTag(LIST_VALUE)) {
        value = Struct.Value.ofListValue(readElements(in));
      } else {
        in.skipField(tag);
      }
    }
    in.popLimit(outside);
    return value;
  }

  private static List<Struct.Value> readElements(CodedInputStream in) throws IOException {
    int outside = in.pushLimit(in.readRawVarint32());
    List<Struct.Value> elements = new ArrayList<>();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == Wire.messageTag(CONTENT)) {
        Struct.Value element = readValue(in);
        if (element == null) {
          throw StructIdl.withoutValue(FieldPath.ROOT.element());
        }
        elements.add(element);
      } else {
        in.skipField(tag);
      }
    }
    in.popLimit(outside);
    return Collections.unmodifiableList(elements);
  }
}
