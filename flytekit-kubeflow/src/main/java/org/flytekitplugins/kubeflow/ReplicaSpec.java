package org.flytekitplugins.kubeflow;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import java.util.function.Consumer;
import org.flyte.flytekit.SdkResources;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.flytekitplugins.kubeflow.internal.FieldOwner;
import org.flytekitplugins.kubeflow.internal.ImageReference;
import org.jspecify.annotations.Nullable;

/**
 * What a job asks for one role: how many replicas, and what each of them gets. Arguments and
 * environment are the task's, equal for all replicas: the backend has no place for others.
 */
@AutoValue
public abstract class ReplicaSpec implements Serializable {
  private static final long serialVersionUID = 1L;

  ReplicaSpec() {}

  /** How many replicas the role has, from 0 up. */
  public abstract int replicas();

  /** The container image of the role, or null for the task's own. */
  public abstract @Nullable String image();

  /** What each replica requests. Where neither list says cpu or memory, they are the task's. */
  public abstract ResourceList requests();

  /**
   * What each replica is limited to. Where neither list says cpu or memory, they are the task's.
   */
  public abstract ResourceList limits();

  /** What happens when a replica ends while the job goes on. */
  public abstract RestartPolicy restartPolicy();

  /** A builder with these values. */
  public abstract Builder toBuilder();

  /** A builder of one replica that never restarts and runs as the task says. */
  public static Builder builder() {
    return new AutoValue_ReplicaSpec.Builder()
        .replicas(1)
        .requests(ResourceList.empty())
        .limits(ResourceList.empty())
        .restartPolicy(RestartPolicy.NEVER);
  }

  /**
   * So many replicas that never restart and run as the task says.
   *
   * @throws InvalidFieldException if the count is negative
   */
  public static ReplicaSpec of(int replicas) {
    return builder().replicas(replicas).build();
  }

  /**
   * The replicas that a lambda describes.
   *
   * @throws InvalidFieldException as {@link Builder#build} does
   */
  public static ReplicaSpec of(Consumer<Builder> configure) {
    Builder builder = builder();
    configure.accept(builder);
    return builder.build();
  }

  /** Builds a {@link ReplicaSpec}. */
  @AutoValue.Builder
  public abstract static class Builder {
    Builder() {}

    /** How many replicas the role has as things stand. */
    public abstract int replicas();

    /** The container image of the role as things stand, or null for the task's own. */
    public abstract @Nullable String image();

    /** What happens, as things stand, when a replica ends while the job goes on. */
    public abstract RestartPolicy restartPolicy();

    /** How many replicas the role has, from 0 up; 1 unless set. */
    public abstract Builder replicas(int replicas);

    /**
     * The container image of the role: a reference, best one with a digest, or {@code
     * {{.image.NAME}}} for one that is named at registration. Null for the task's own.
     */
    public abstract Builder image(@Nullable String image);

    /** What each replica requests. */
    public abstract Builder requests(ResourceList requests);

    /**
     * What each replica requests.
     *
     * @throws InvalidFieldException as {@link ResourceList.Builder#build} does
     */
    public Builder requests(Consumer<ResourceList.Builder> requests) {
      return requests(FieldOwner.of("requests", () -> ResourceList.of(requests)));
    }

    /** What each replica is limited to. */
    public abstract Builder limits(ResourceList limits);

    /**
     * What each replica is limited to.
     *
     * @throws InvalidFieldException as {@link ResourceList.Builder#build} does
     */
    public Builder limits(Consumer<ResourceList.Builder> limits) {
      return limits(FieldOwner.of("limits", () -> ResourceList.of(limits)));
    }

    /**
     * What each replica requests and is limited to, as flytekit-java's other tasks say it.
     *
     * @throws InvalidFieldException as {@link ResourceList.Builder#build} does
     */
    public Builder resources(SdkResources resources) {
      return requests(FieldOwner.of("requests", () -> ResourceList.of(resources.requests())))
          .limits(FieldOwner.of("limits", () -> ResourceList.of(resources.limits())));
    }

    /** What happens when a replica ends while the job goes on; {@code NEVER} unless set. */
    public abstract Builder restartPolicy(RestartPolicy restartPolicy);

    abstract ReplicaSpec autoBuild();

    /**
     * Builds the spec.
     *
     * @throws InvalidFieldException if the count is negative, the image is no image reference, a
     *     request is above its limit, or the GPU request and the GPU limit differ
     */
    public ReplicaSpec build() {
      ReplicaSpec spec = autoBuild();
      checkReplicas(spec.replicas());
      checkImage(spec.image());
      spec.requests().quantities().keySet().forEach(name -> checkRequest(spec, name));
      checkGpu(spec);
      return spec;
    }

    private static void checkReplicas(int replicas) {
      if (replicas < 0) {
        throw new InvalidFieldException(
            "replicas", replicas, "a count cannot be negative", "write for example 1");
      }
    }

    private static void checkImage(@Nullable String image) {
      if (image != null && !ImageReference.isValid(image)) {
        throw new InvalidFieldException(
            "image",
            image,
            "that is no image reference",
            "write for example ghcr.io/team/train:1.4 or {{.image.gpu}}");
      }
    }

    private static void checkRequest(ReplicaSpec spec, ResourceName name) {
      Quantity request = spec.requests().quantities().get(name);
      Quantity limit = spec.limits().quantities().get(name);
      if (request != null && limit != null && request.compareTo(limit) > 0) {
        throw new InvalidFieldException(
            "requests." + ResourceList.fieldOf(name),
            request.toString(),
            "the limit is \"" + limit + "\"",
            "lower the request or raise the limit");
      }
    }

    // Kubernetes does not overcommit GPUs: a request needs an equal limit. Flyte makes either of
    // the other when only one is given.
    private static void checkGpu(ReplicaSpec spec) {
      Quantity request = spec.requests().gpu();
      Quantity limit = spec.limits().gpu();
      if (request != null && limit != null && request.compareTo(limit) != 0) {
        throw new InvalidFieldException(
            "requests.gpu",
            request.toString(),
            "the limit is \"" + limit + "\" and Kubernetes wants both equal",
            "set one of them only");
      }
    }
  }
}
