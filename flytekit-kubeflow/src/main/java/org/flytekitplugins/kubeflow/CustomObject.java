package org.flytekitplugins.kubeflow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.flyte.api.v1.Struct;
import org.flyte.api.v1.Struct.Value;
import org.flyte.api.v1.Struct.Value.Kind;
import org.flytekitplugins.kubeflow.internal.Json;
import org.jspecify.annotations.Nullable;

/**
 * An object of the custom field, by key, as Flyte's plugins read it: the JSON form of a message. A
 * key may be written as in the message's definition too ({@code run_policy} for {@code runPolicy}),
 * a number as text and an enumeration as a number. What is absent or null is unset; a value of the
 * wrong type is refused.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteplugins/go/tasks/pluginmachinery/utils/marshal_utils.go#L13-L34">UnmarshalStruct</a>
 * @see <a
 *     href="https://github.com/golang/protobuf/blob/v1.5.4/jsonpb/decode.go">jsonpb/decode.go</a>
 */
public final class CustomObject {
  private static final Map<Kind, String> EXPECTED =
      Map.of(
          Kind.STRUCT_VALUE, "an object",
          Kind.LIST_VALUE, "a list",
          Kind.STRING_VALUE, "a string",
          Kind.NUMBER_VALUE, "a number");

  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?(0|[1-9][0-9]{0,17})");

  private final Map<String, Value> values;

  /** The whole field. */
  public CustomObject(Struct struct) {
    this.values = struct.fields();
  }

  /**
   * What stands under a key, by whichever of its two names; null if neither is there. If both are,
   * the one of JSON is what counts, even if it is null.
   */
  public static @Nullable Value value(Struct struct, String key) {
    return value(struct.fields(), key);
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
    double number = value == null ? 0 : number(value, key);
    if (number != (int) number) {
      throw new InvalidFieldException(
          key, plain(number), "that is no whole number of 32 bits", "use a whole number");
    }
    return number == 0 ? null : Integer.valueOf((int) number);
  }

  private static double number(Value value, String key) {
    return value.kind() == Kind.STRING_VALUE && WHOLE_NUMBER.matcher(value.stringValue()).matches()
        ? Double.parseDouble(value.stringValue())
        : expect(value, Kind.NUMBER_VALUE, key).numberValue();
  }

  /**
   * A value of an enumeration by its name or its number, or null.
   *
   * @param values by their numbers
   */
  <E extends Enum<E>> @Nullable E enumeration(
      String key, E[] values, Function<E, String> protoName) {
    Value value = present(key);
    if (value == null) {
      return null;
    }
    if (value.kind() == Kind.NUMBER_VALUE) {
      Integer number = integer(key);
      int index = number == null ? 0 : number;
      if (index < 0 || index >= values.length) {
        throw unknown(key, index, values, protoName);
      }
      return values[index];
    }
    String name = expect(value, Kind.STRING_VALUE, key).stringValue();
    return Arrays.stream(values)
        .filter(candidate -> protoName.apply(candidate).equals(name))
        .findFirst()
        .orElseThrow(() -> unknown(key, name, values, protoName));
  }

  private static <E extends Enum<E>> InvalidFieldException unknown(
      String key, Object said, E[] values, Function<E, String> protoName) {
    return new InvalidFieldException(
        key,
        said,
        "Flyte does not know it",
        "use one of " + Arrays.stream(values).map(protoName).collect(Collectors.joining(", ")));
  }

  private @Nullable Value present(String key) {
    Value value = value(values, key);
    return value == null || value.kind() == Kind.NULL_VALUE ? null : value;
  }

  private static @Nullable Value value(Map<String, Value> values, String key) {
    return values.containsKey(key) ? values.get(key) : values.get(definedName(key));
  }

  /** {@code run_policy} for {@code runPolicy}. */
  private static String definedName(String key) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if (Character.isUpperCase(c)) {
        name.append('_');
      }
      name.append(Character.toLowerCase(c));
    }
    return name.toString();
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
