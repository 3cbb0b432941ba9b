package org.flytekitplugins.kubeflow.resources;

import com.google.auto.value.AutoValue;
import org.flytekitplugins.kubeflow.ResourceList;

/**
 * What an installation of Flyte makes of resources: the defaults of a container that does not say,
 * and the limits that none is let above, flyteadmin's {@code task_resources}.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteplugins/go/tasks/pluginmachinery/flytek8s/container_helper.go">container_helper.go</a>
 */
@AutoValue
public abstract class FlytePlatform {
  /** The resource that Flyte 1 takes a GPU for, of whatever make it is. */
  static final String NVIDIA = "nvidia.com/gpu";

  /** What Flyte's plugin falls back to where flyteadmin hands down no default. */
  private static final ResourceList FALLBACK = ResourceList.of(r -> r.cpu("1").memory("1Gi"));

  FlytePlatform() {}

  /** How it calls jobs. */
  abstract FlyteNames names();

  /** What a container gets that asks for neither a request nor a limit; cpu and memory at least. */
  public abstract ResourceList defaults();

  /** What requests and limits are lowered to where they are above it. */
  public abstract ResourceList limits();

  /**
   * An installation with these defaults and limits; where there is no default of cpu or memory, it
   * is that of Flyte's plugin, 1 CPU and 1 GiB.
   */
  public static FlytePlatform of(ResourceList defaults, ResourceList limits) {
    return new AutoValue_FlytePlatform(FlyteNames.ONE, Amounts.over(FALLBACK, defaults), limits);
  }

  /**
   * An installation of which nobody has said anything: flyteadmin's stock defaults of 2 CPUs and
   * 200 MiB, limited to 2 CPUs, 1 GiB and 1 GPU.
   */
  public static FlytePlatform stock() {
    return of(
        ResourceList.of(r -> r.cpu("2").memory("200Mi")),
        ResourceList.of(r -> r.cpu("2").memory("1Gi").gpu(1)));
  }

  /**
   * An installation of Flyte 2: without limits, with the names that jobs have there, all of them in
   * the namespace {@code flyte}.
   */
  public static FlytePlatform flyte2() {
    return new AutoValue_FlytePlatform(FlyteNames.TWO, FALLBACK, ResourceList.empty());
  }

  /** An installation without limits of its own, in which Flyte's plugin has the last word. */
  public static FlytePlatform unlimited() {
    return of(ResourceList.empty(), ResourceList.empty());
  }
}
