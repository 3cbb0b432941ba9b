package org.flytekitplugins.jflyte.loading;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The project, domain and version under which registrars yield a package's entities.
 *
 * @param project the project's id
 * @param domain the domain's id
 * @param version the version of the package
 */
public record ExecutionVariables(String project, String domain, String version) {
  /** How the variables begin that Flyte sets in a pod for its task. */
  public static final String TASK_PREFIX = "FLYTE_INTERNAL_TASK_";

  /** How those begin that flytekit-java 0.4.35 reads. */
  private static final String PREFIX = "FLYTE_INTERNAL_";

  /** How those begin that only jflyte sets. */
  private static final String JFLYTE_PREFIX = "JFLYTE_";

  // The pod's own come first: those of the execution name where it was started.
  private static final String[] PREFIXES = {
    TASK_PREFIX, PREFIX, JFLYTE_PREFIX, "FLYTE_INTERNAL_EXECUTION_"
  };

  /**
   * The variables that carry them: those flytekit-java 0.4.35 reads, those later versions read, and
   * those that stock jflyte has always had.
   */
  public Map<String, String> toEnv() {
    Map<String, String> variables = new HashMap<>();
    for (String prefix : new String[] {PREFIX, TASK_PREFIX, JFLYTE_PREFIX}) {
      variables.put(prefix + "PROJECT", project);
      variables.put(prefix + "DOMAIN", domain);
      variables.put(prefix + "VERSION", version);
    }
    return variables;
  }

  /**
   * What an environment says of one of them, by whichever name.
   *
   * @param field {@code PROJECT}, {@code DOMAIN} or {@code VERSION}
   * @return null if it says nothing
   */
  public static @Nullable String find(Map<String, String> environment, String field) {
    for (String prefix : PREFIXES) {
      String value = environment.get(prefix + field);
      if (value != null && !value.isEmpty()) {
        return value;
      }
    }
    return null;
  }
}
