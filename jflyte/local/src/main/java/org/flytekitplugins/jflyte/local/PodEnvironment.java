package org.flytekitplugins.jflyte.local;

import java.util.HashMap;
import java.util.Map;
import org.flytekitplugins.jflyte.ProcessLocale;
import org.flytekitplugins.jflyte.loading.ExecutionVariables;

/** What a process finds in its environment that runs here in place of a pod. */
final class PodEnvironment {
  private PodEnvironment() {}

  /**
   * What is there besides what this process finds in its own.
   *
   * @param task what the task's template says
   */
  static Map<String, String> of(
      Map<String, String> task, TaskSettings settings, LocalContext context) {
    Map<String, String> environment = new HashMap<>(context.place().toEnv());
    if (ProcessLocale.isAscii()) {
      environment.put(ProcessLocale.VARIABLE, ProcessLocale.UTF_8);
    }
    environment.putAll(task);
    environment.putAll(settings.environment());
    environment.putAll(ofFlyte(context));
    return environment;
  }

  /** What Flyte says there of the execution and the attempt, and no task says otherwise. */
  static Map<String, String> ofFlyte(LocalContext context) {
    NodeStatus node = context.tracker().current();
    ExecutionVariables here = context.place();
    return Map.of(
        "FLYTE_INTERNAL_EXECUTION_PROJECT", here.project(),
        "FLYTE_INTERNAL_EXECUTION_DOMAIN", here.domain(),
        "FLYTE_INTERNAL_EXECUTION_ID", context.folder().name(),
        "FLYTE_INTERNAL_TASK_PROJECT", here.project(),
        "FLYTE_INTERNAL_TASK_DOMAIN", here.domain(),
        "FLYTE_INTERNAL_TASK_NAME", node.entity(),
        "FLYTE_INTERNAL_TASK_VERSION", here.version(),
        "FLYTE_ATTEMPT_NUMBER", Integer.toString(node.attempt() - 1));
  }
}
