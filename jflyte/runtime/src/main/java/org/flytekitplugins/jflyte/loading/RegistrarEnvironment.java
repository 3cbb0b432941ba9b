package org.flytekitplugins.jflyte.loading;

import java.util.HashMap;
import java.util.Map;
import org.flytekitplugins.kubeflow.internal.TokenVariables;

/**
 * What a package's registrars see of the environment: Flyte's and jflyte's variables, nothing
 * secret, and among them the project, domain and version by every name that a registrar of any
 * version may use.
 */
public final class RegistrarEnvironment {
  private static final String NOWHERE = "local";

  private RegistrarEnvironment() {}

  /**
   * What they see where the environment says the project, domain and version. Those that it leaves
   * open are {@code local}; those that it has are not changed.
   *
   * @param environment the environment of the process
   */
  public static Map<String, String> of(Map<String, String> environment) {
    Map<String, String> seen =
        new HashMap<>(
            new ExecutionVariables(
                    value(environment, "PROJECT"),
                    value(environment, "DOMAIN"),
                    value(environment, "VERSION"))
                .toEnv());
    putVisible(environment, seen);
    return seen;
  }

  /**
   * What they see where somebody else says the project, domain and version.
   *
   * @param environment the environment of the process
   * @param variables take precedence over the environment
   */
  public static Map<String, String> of(
      Map<String, String> environment, ExecutionVariables variables) {
    Map<String, String> seen = new HashMap<>();
    putVisible(environment, seen);
    seen.putAll(variables.toEnv());
    return seen;
  }

  // What a package's code is told may end up in a log.
  private static void putVisible(Map<String, String> environment, Map<String, String> seen) {
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      String name = variable.getKey();
      if (!name.equals(TokenVariables.TOKEN)
          && (name.startsWith("FLYTE_") || name.startsWith("JFLYTE_"))) {
        seen.put(name, variable.getValue());
      }
    }
  }

  private static String value(Map<String, String> environment, String field) {
    String value = ExecutionVariables.find(environment, field);
    return value == null ? NOWHERE : value;
  }
}
