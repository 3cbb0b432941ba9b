package org.flytekitplugins.jflyte.loading;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A command and its environment as one list of strings: only what the JDK knows gets through to the
 * class loader that has the package's flytekit-api.
 *
 * @param arguments the command's
 * @param environment of the process
 */
public record PackedCommand(List<String> arguments, Map<String, String> environment) {
  /** What {@link #unpack} takes. */
  public List<String> pack() {
    List<String> packed = new ArrayList<>();
    packed.add(Integer.toString(arguments.size()));
    packed.addAll(arguments);
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      packed.add(variable.getKey());
      packed.add(variable.getValue());
    }
    return packed;
  }

  /** What was packed. */
  public static PackedCommand unpack(List<String> packed) {
    int environment = 1 + Integer.parseInt(packed.get(0));
    Map<String, String> variables = new HashMap<>();
    for (int i = environment; i < packed.size(); i += 2) {
      variables.put(packed.get(i), packed.get(i + 1));
    }
    return new PackedCommand(
        new ArrayList<>(packed.subList(1, environment)), Collections.unmodifiableMap(variables));
  }
}
