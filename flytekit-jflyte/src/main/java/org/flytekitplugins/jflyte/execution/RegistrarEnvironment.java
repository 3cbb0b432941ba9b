package org.flytekitplugins.jflyte.execution;

import java.util.HashMap;
import java.util.Map;
import org.flytekitplugins.jflyte.loading.ExecutionVariables;

/**
 * What a package's registrars see of the environment: Flyte's and jflyte's variables, nothing
 * secret, and among them the project, domain and version by every name that a registrar of any
 * version may use.
 */
final class RegistrarEnvironment {
  private static final String NOWHERE = "local";

  private RegistrarEnvironment() {}

  static Map<String, String> of(Map<String, String> environment) {
    Map<String, String> seen =
        new HashMap<>(
            new ExecutionVariables(
                    value(environment, "PROJECT"),
                    value(environment, "DOMAIN"),
                    value(environment, "VERSION"))
                .toEnv());
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      String name = variable.getKey();
      if (!name.equals("FLYTE_PLATFORM_TOKEN")
          && (name.startsWith("FLYTE_") || name.startsWith("JFLYTE_"))) {
        seen.put(variable.getKey(), variable.getValue());
      }
    }
    return seen;
  }

  private static String value(Map<String, String> environment, String field) {
    for (String prefix :
        new String[] {
          "FLYTE_INTERNAL_TASK_", "FLYTE_INTERNAL_", "JFLYTE_", "FLYTE_INTERNAL_EXECUTION_"
        }) {
      String value = environment.get(prefix + field);
      if (value != null && !value.isEmpty()) {
        return value;
      }
    }
    return NOWHERE;
  }
}
