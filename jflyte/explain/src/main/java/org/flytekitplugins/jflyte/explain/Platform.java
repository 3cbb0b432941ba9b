package org.flytekitplugins.jflyte.explain;

import org.flytekitplugins.jflyte.Flyte;
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
 * @param flyte which Flyte it is
 */
public record Platform(
    String name,
    boolean isAssumed,
    FlytePlatform resources,
    @Nullable Integer maxReplicas,
    Flyte flyte) {
  /** An installation that leaves flyteadmin's defaults and limits as they come. */
  public static Platform stock() {
    return new Platform("flyteadmin's stock", true, FlytePlatform.stock(), null, Flyte.ONE);
  }

  /**
   * An installation of Flyte 2, of which nobody has said more: there is no flyteadmin to limit it.
   */
  public static Platform flyte2() {
    return new Platform("Flyte 2's own", true, FlytePlatform.flyte2(), null, Flyte.TWO);
  }

  /** An installation with defaults and limits of its own. */
  public static Platform of(String name, ResourceList defaults, ResourceList limits) {
    return new Platform(name, false, FlytePlatform.of(defaults, limits), null, Flyte.ONE);
  }

  /** This one, where a job has so many replicas at most. */
  public Platform withMaxReplicas(@Nullable Integer maxReplicas) {
    return new Platform(name, isAssumed, resources, maxReplicas, flyte);
  }
}
