package org.flytekitplugins.examples.command;

import static java.util.stream.Collectors.toMap;

import java.util.Map;
import org.flyte.api.v1.RunnableTask;
import org.flyte.flytekit.SdkRunnableTaskRegistrar;

/** The tasks on the class path. */
final class LocalTasks {
  // flytekit-java's registrars want to know for what; here it is for nobody.
  private static final Map<String, String> EXECUTION =
      Map.of(
          "FLYTE_INTERNAL_PROJECT", "examples",
          "FLYTE_INTERNAL_DOMAIN", "development",
          "FLYTE_INTERNAL_VERSION", "local");

  private LocalTasks() {}

  /** The tasks by name. */
  static Map<String, RunnableTask> load() {
    return new SdkRunnableTaskRegistrar()
        .load(EXECUTION).entrySet().stream()
            .collect(toMap(task -> task.getKey().name(), Map.Entry::getValue));
  }
}
