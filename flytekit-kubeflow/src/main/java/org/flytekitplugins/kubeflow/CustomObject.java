package org.flytekitplugins.kubeflow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.flyte.api.v1.Struct;
import org.flyte.api.v1.Struct.Value;
import org.flyte.api.v1.Struct.Value.Kind;
import org.flytekitplugins.kubeflow.internal.Json;
import org.jspecify.annotations.Nullable;

/**
 * An object of the custom field, by key. What is absent or null is unset; a value of the wrong type
 * is refused.
 */
public final class CustomObject {
  private static final Map<Kind, String> EXPECTED =
      Map.of(
          Kind.STRUCT_VALUE, "an object",
          Kind.LIST_VALUE, "a list",
          Kind.STRING_VALUE, "a string",
          Kind.NUMBER_VALUE, "a number");

  private final Map<String, Value> values;

  /** The whole field. */
  public CustomObject(Struct struct) {
    this.values = struct.fields();
  }

  /** An object within this one, or null. */
  public @Nullable CustomObject object(String key) {
    Value value = present(key);
    return value == null ? null : object(value, key);
  }

  /** The objects of a list, by where they are; empty if there is none. */
  List<CustomObject> objects(String key) {
    Value list = present(key);
    List<CustomObject> objects = new ArrayList<>();
    if (list != null) {
      for (Value value : expect(list, Kind.LIST_VALUE, key).listValue()) {
        objects.add(object(value, place(key, objects.size())));
      }
    }
    return objects;
  }

  /** How messages call a member of a list. */
  static String place(String key, int index) {
    return key + "[" + index + "]";
  }

  /** A string that is not empty, which for protobuf is unset. */
  public @Nullable String string(String key) {
    Value value = present(key);
    String string = value == null ? "" : expect(value, Kind.STRING_VALUE, key).stringValue();
    return string.isEmpty() ? null : string;
  }

  /** A whole number of 32 bits other than zero, which for protobuf is unset. */
  public @Nullable Integer integer(String key) {
    Value value = present(key);
    double number = value == null ? 0 : expect(value, Kind.NUMBER_VALUE, key).numberValue();
    if (number != (int) number) {
      throw new InvalidFieldException(
          key, plain(number), "that is no whole number of 32 bits", "use a whole number");
    }
    return number == 0 ? null : Integer.valueOf((int) number);
  }

  <E extends Enum<E>> @Nullable E enumeration(
      String key, E[] values, Function<E, String> protoName) {
    String name = string(key);
    if (name == null) {
      return null;
    }
    return Arrays.stream(values)
        .filter(value -> protoName.apply(value).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidFieldException(
                    key,
                    name,
                    "Flyte does not know it",
                    "use one of "
                        + Arrays.stream(values).map(protoName).collect(Collectors.joining(", "))));
  }

  private @Nullable Value present(String key) {
    Value value = values.get(key);
    return value == null || value.kind() == Kind.NULL_VALUE ? null : value;
  }

  private static CustomObject object(Value value, String where) {
    return new CustomObject(expect(value, Kind.STRUCT_VALUE, where).structValue());
  }

  private static Value expect(Value value, Kind kind, String where) {
    if (value.kind() == kind) {
      return value;
    }
    throw new InvalidFieldException(
        where,
        "is "
            + Json.quote(plain(value))
            + ", but "
            + EXPECTED.get(kind)
            + " is expected: check that the task type version is the one that this was written for");
  }

  private static @Nullable Object plain(Value value) {
    switch (value.kind()) {
      case STRUCT_VALUE:
        return value.structValue().fields();
      case LIST_VALUE:
        return value.listValue();
      case STRING_VALUE:
        return value.stringValue();
      case NUMBER_VALUE:
        return plain(value.numberValue());
      case BOOL_VALUE:
        return value.boolValue();
      case NULL_VALUE:
        return null;
      default:
        // of a flytekit-api that is newer than ours
        return value.kind().name();
    }
  }

  /** A number as it was written: without a fraction if it is whole. */
  private static Object plain(double number) {
    if (number == (long) number) {
      return (long) number;
    }
    return number;
  }
}
