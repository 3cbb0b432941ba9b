package org.flytekitplugins.jflyte.execution;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a command that Flyte calls in pods: {@code --flag value} and {@code
 * --flag=value}, in any order. Read without a library, because every pod waits for it.
 */
public final class Flags {
  private final Map<String, String> values;

  private Flags(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Reads arguments.
   *
   * @param known the flags that the command has, with their dashes
   * @throws UsageException if a flag is unknown, has no value or stands there twice
   */
  public static Flags parse(String[] arguments, List<String> known) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      int equals = argument.indexOf('=');
      String flag = equals < 0 ? argument : argument.substring(0, equals);
      if (!known.contains(flag)) {
        throw new UsageException(
            "argument " + argument + " is none of " + String.join(", ", known) + ": leave it out");
      }
      if (equals < 0 && i + 1 == arguments.length) {
        throw new UsageException(flag + " has no value: write one after it");
      }
      String value = equals < 0 ? arguments[++i] : argument.substring(equals + 1);
      if (values.put(flag, value) != null) {
        throw new UsageException(flag + " is given twice: leave one of them out");
      }
    }
    return new Flags(values);
  }

  /**
   * The value of a flag that must be there.
   *
   * @throws UsageException if it is not, or blank
   */
  public String required(String flag) {
    String value = values.get(flag);
    if (value == null || value.isBlank()) {
      throw new UsageException(flag + " is missing: give it a value");
    }
    return value;
  }

  /**
   * The value of a flag, or null if it is not there, or as good as that: Flyte renders what is
   * empty as two quotes, and leaves a template that it does not know alone.
   */
  public @Nullable String optional(String flag) {
    String value = values.get(flag);
    return value == null || value.isBlank() || value.equals("\"\"") || value.startsWith("{{")
        ? null
        : value;
  }
}
