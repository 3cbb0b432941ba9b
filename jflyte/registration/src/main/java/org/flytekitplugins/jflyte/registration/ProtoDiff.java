package org.flytekitplugins.jflyte.registration;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.ListValue;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.TextFormat;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where two messages of one type differ, field by field: elements of lists by their index, of maps
 * and structs by their key, fields that are newer than the descriptors by their number.
 */
final class ProtoDiff {
  private static final int LONGEST = 160;
  private static final String NOTHING = "nothing";

  private final List<Difference> differences = new ArrayList<>();

  private ProtoDiff() {}

  /**
   * The differences.
   *
   * @param path what the messages are called
   * @param registered one of them
   * @param here the other, of the same type
   * @return empty if they are equal
   */
  static List<Difference> of(String path, Message registered, Message here) {
    ProtoDiff diff = new ProtoDiff();
    diff.messages(path, registered, here);
    return List.copyOf(diff.differences);
  }

  private void messages(String path, Message registered, Message here) {
    if (registered.equals(here)) {
      return;
    }
    if (registered instanceof Struct one && here instanceof Struct other) {
      maps(path, one.getFieldsMap(), other.getFieldsMap());
      return;
    }
    if (registered instanceof Value one && here instanceof Value other) {
      values(path, one, other);
      return;
    }
    for (FieldDescriptor field : registered.getDescriptorForType().getFields()) {
      fields(
          path.isEmpty() ? field.getName() : path + "." + field.getName(), field, registered, here);
    }
    unknown(path, registered.getUnknownFields(), here.getUnknownFields());
  }

  private void fields(String path, FieldDescriptor field, Message registered, Message here) {
    if (field.isMapField()) {
      maps(path, entries(field, registered), entries(field, here));
    } else if (field.isRepeated()) {
      lists(path, (List<?>) registered.getField(field), (List<?>) here.getField(field));
    } else if (field.hasPresence()) {
      compare(
          path,
          registered.hasField(field) ? registered.getField(field) : null,
          here.hasField(field) ? here.getField(field) : null);
    } else {
      compare(path, registered.getField(field), here.getField(field));
    }
  }

  private static Map<String, Object> entries(FieldDescriptor map, Message of) {
    FieldDescriptor key = map.getMessageType().findFieldByNumber(1);
    FieldDescriptor value = map.getMessageType().findFieldByNumber(2);
    Map<String, Object> entries = new TreeMap<>();
    for (Object entry : (List<?>) of.getField(map)) {
      Message pair = (Message) entry;
      entries.put(String.valueOf(pair.getField(key)), pair.getField(value));
    }
    return entries;
  }

  private void maps(String path, Map<String, ?> registered, Map<String, ?> here) {
    TreeSet<String> keys = new TreeSet<>(registered.keySet());
    keys.addAll(here.keySet());
    for (String key : keys) {
      compare(path + "[\"" + key + "\"]", registered.get(key), here.get(key));
    }
  }

  private void lists(String path, List<?> registered, List<?> here) {
    for (int i = 0; i < Math.max(registered.size(), here.size()); i++) {
      compare(
          path + "[" + i + "]",
          i < registered.size() ? registered.get(i) : null,
          i < here.size() ? here.get(i) : null);
    }
  }

  private void values(String path, Value registered, Value here) {
    if (registered.hasStructValue() && here.hasStructValue()) {
      messages(path, registered.getStructValue(), here.getStructValue());
    } else if (registered.hasListValue() && here.hasListValue()) {
      lists(path, registered.getListValue().getValuesList(), here.getListValue().getValuesList());
    } else {
      add(path, shown(registered), shown(here));
    }
  }

  private void compare(String path, @Nullable Object registered, @Nullable Object here) {
    if (registered instanceof Message one && here instanceof Message other) {
      messages(path, one, other);
    } else if (registered == null ? here != null : !registered.equals(here)) {
      add(path, shown(registered), shown(here));
    }
  }

  private void unknown(String path, UnknownFieldSet registered, UnknownFieldSet here) {
    TreeSet<Integer> numbers = new TreeSet<>(registered.asMap().keySet());
    numbers.addAll(here.asMap().keySet());
    for (int number : numbers) {
      UnknownFieldSet.Field one = registered.getField(number);
      UnknownFieldSet.Field other = here.getField(number);
      if (!one.equals(other)) {
        add((path.isEmpty() ? "" : path + ".") + number, shown(one), shown(other));
      }
    }
  }

  private void add(String path, String registered, String here) {
    differences.add(new Difference(path, registered, here));
  }

  private static String shown(@Nullable Object value) {
    if (value == null) {
      return NOTHING;
    }
    if (value instanceof String text) {
      return cut("\"" + TextFormat.escapeDoubleQuotesAndBackslashes(text) + "\"");
    }
    if (value instanceof ByteString bytes) {
      return bytes.size() + " bytes";
    }
    if (value instanceof EnumValueDescriptor constant) {
      return constant.getName();
    }
    if (value instanceof Value struct) {
      return switch (struct.getKindCase()) {
        case STRING_VALUE -> shown(struct.getStringValue());
        case NUMBER_VALUE -> number(struct.getNumberValue());
        case BOOL_VALUE -> String.valueOf(struct.getBoolValue());
        case NULL_VALUE, KIND_NOT_SET -> "null";
        case STRUCT_VALUE -> message(struct.getStructValue());
        case LIST_VALUE -> list(struct.getListValue());
      };
    }
    return value instanceof Message message ? message(message) : cut(value.toString());
  }

  private static String message(Message message) {
    return cut("{" + TextFormat.printer().shortDebugString(message) + "}");
  }

  private static String list(ListValue list) {
    List<String> values = new ArrayList<>();
    for (Value value : list.getValuesList()) {
      values.add(shown(value));
    }
    return cut("[" + String.join(", ", values) + "]");
  }

  private static String number(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? String.valueOf((long) number)
        : String.valueOf(number);
  }

  private static String shown(UnknownFieldSet.Field field) {
    List<String> values = new ArrayList<>();
    field.getVarintList().forEach(value -> values.add(Long.toUnsignedString(value)));
    field.getFixed32List().forEach(value -> values.add(Integer.toUnsignedString(value)));
    field.getFixed64List().forEach(value -> values.add(Long.toUnsignedString(value)));
    field.getLengthDelimitedList().forEach(value -> values.add(text(value)));
    field.getGroupList().forEach(value -> values.add("a group"));
    return values.isEmpty() ? NOTHING : cut(String.join(", ", values));
  }

  // What is unknown may be a text or a message; only one of them can be read.
  private static String text(ByteString bytes) {
    if (!bytes.isValidUtf8()) {
      return bytes.size() + " bytes";
    }
    String text = bytes.toStringUtf8();
    return text.chars().noneMatch(Character::isISOControl) ? shown(text) : bytes.size() + " bytes";
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
