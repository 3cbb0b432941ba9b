package org.flytekitplugins.jflyte.testing;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An action of a {@link LocalFlyte2}: what its pods find around them.
 *
 * @param run the name of its run
 * @param name its own name, {@code a0} of the one that the run begins with
 * @param environment what its pods find in their environment besides what Flyte 1 says there
 * @param labels of its pods, as far as the run says them
 * @param annotations of its pods, as far as the run says them
 */
public record PlayedAction(
    String run,
    String name,
    Map<String, String> environment,
    Map<String, String> labels,
    Map<String, String> annotations) {
  /** Keeps copies that nobody can change. */
  public PlayedAction {
    environment = Map.copyOf(environment);
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }

  /**
   * An action.
   *
   * @param services what an operator has said to all pods of the services
   */
  static PlayedAction of(Flyte2Action action, Path base, Map<String, String> services) {
    Map<String, String> environment = new LinkedHashMap<>(services);
    environment.putAll(action.settings().environment());
    environment.put("ACTION_NAME", action.key().name());
    environment.put("RUN_NAME", action.key().run().name());
    environment.put("_U_RUN_BASE", base.toUri().toString());
    environment.put("_U_ORG_NAME", "");
    environment.put("FLYTE_INTERNAL_PROJECT", action.task().project());
    environment.put("FLYTE_INTERNAL_DOMAIN", action.task().domain());
    environment.put("FLYTE_INTERNAL_NAME", action.task().name());
    environment.put("FLYTE_INTERNAL_VERSION", action.task().version());
    return new PlayedAction(
        action.key().run().name(),
        action.key().name(),
        environment,
        action.settings().labels(),
        action.settings().annotations());
  }
}
