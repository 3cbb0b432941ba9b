package org.flytekitplugins.jflyte.explain;

import org.flytekitplugins.kubeflow.ResourceList;
import org.flytekitplugins.kubeflow.resources.FlytePlatform;
import org.jspecify.annotations.Nullable;

/**
 * An installation of Flyte, as far as it decides what a task gets.
 *
 * @param name what it is called in sentences
 * @param isAssumed whether nobody has said which one it is
 * @param resources its defaults and limits
 * @param maxReplicas how many replicas its people let a job have, or null
 */
public record Platform(
    String name, boolean isAssumed, FlytePlatform resources, @Nullable Integer maxReplicas) {
  /** An installation that leaves flyteadmin's defaults and limits as they come. */
  public static Platform stock() {
    return new Platform("flyteadmin's stock", true, FlytePlatform.stock(), null);
  }

  /** An installation with defaults and limits of its own. */
  public static Platform of(String name, ResourceList defaults, ResourceList limits) {
    return new Platform(name, false, FlytePlatform.of(defaults, limits), null);
  }

  /** This one, where a job has so many replicas at most. */
  public Platform withMaxReplicas(@Nullable Integer maxReplicas) {
    return new Platform(name, isAssumed, resources, maxReplicas);
  }
}
