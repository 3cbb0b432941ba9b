package org.flytekitplugins.jflyte.loading;

import java.util.HashMap;
import java.util.Map;

/**
 * The project, domain and version under which registrars yield a package's entities.
 *
 * @param project the project's id
 * @param domain the domain's id
 * @param version the version of the package
 */
public record ExecutionVariables(String project, String domain, String version) {
  /**
   * The variables that carry them: those flytekit-java 0.4.35 reads, those later versions read, and
   * those that stock jflyte has always had.
   */
  public Map<String, String> toEnv() {
    Map<String, String> variables = new HashMap<>();
    for (String prefix : new String[] {"FLYTE_INTERNAL_", "FLYTE_INTERNAL_TASK_", "JFLYTE_"}) {
      variables.put(prefix + "PROJECT", project);
      variables.put(prefix + "DOMAIN", domain);
      variables.put(prefix + "VERSION", version);
    }
    return variables;
  }
}
