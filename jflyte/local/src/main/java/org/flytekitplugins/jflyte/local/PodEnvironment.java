package org.flytekitplugins.jflyte.local;

import java.util.HashMap;
import java.util.Map;
import org.flytekitplugins.jflyte.ProcessLocale;

/** What a process finds in its environment that runs here in place of a pod. */
final class PodEnvironment {
  /** How often Flyte has tried before. */
  private static final String ATTEMPT = "FLYTE_ATTEMPT_NUMBER";

  private PodEnvironment() {}

  /**
   * What is there besides what this process finds in its own.
   *
   * @param task what the task's template says
   * @param attempt the number of the attempt, from 1 up
   */
  static Map<String, String> of(Map<String, String> task, TaskSettings settings, int attempt) {
    Map<String, String> environment = new HashMap<>(LocalPackage.VARIABLES.toEnv());
    environment.put(ATTEMPT, Integer.toString(attempt - 1));
    if (ProcessLocale.isAscii()) {
      environment.put(ProcessLocale.VARIABLE, ProcessLocale.UTF_8);
    }
    environment.putAll(task);
    environment.putAll(settings.environment());
    return environment;
  }
}
