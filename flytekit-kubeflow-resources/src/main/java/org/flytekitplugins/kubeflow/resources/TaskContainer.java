package org.flytekitplugins.kubeflow.resources;

import com.google.auto.value.AutoValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.ResourceList;
import org.flytekitplugins.spi.SharedMemory;
import org.jspecify.annotations.Nullable;

/**
 * The container that every replica of a job runs: the part of a task that its job does not say. A
 * role may have another image and other resources; command, arguments and environment are those of
 * all.
 */
@AutoValue
public abstract class TaskContainer {
  TaskContainer() {}

  /** The image of the roles that name none, or null if all of them do. */
  public abstract @Nullable String image();

  /** The command, which takes the place of the image's entry point; empty for the image's own. */
  public abstract List<String> command();

  /** The arguments; they may hold Flyte's templates, such as <code>{{.outputPrefix}}</code>. */
  public abstract List<String> args();

  /** The environment, in the order in which it is written. */
  public abstract Map<String, String> env();

  /** What a replica requests, where its role does not say. */
  public abstract ResourceList requests();

  /** What a replica is limited to, where its role does not say. */
  public abstract ResourceList limits();

  /** The volume at {@code /dev/shm}, or null for the container runtime's own. */
  public abstract @Nullable SharedMemory sharedMemory();

  /** A builder with these values. */
  public abstract Builder toBuilder();

  /** A builder of a container of which nothing is said. */
  public static Builder builder() {
    return new AutoValue_TaskContainer.Builder()
        .command(List.of())
        .args(List.of())
        .env(Map.of())
        .requests(ResourceList.empty())
        .limits(ResourceList.empty());
  }

  /** A container that runs an image as it is. */
  public static TaskContainer of(String image) {
    return builder().image(image).build();
  }

  /** Builds a {@link TaskContainer}. */
  @AutoValue.Builder
  public abstract static class Builder {
    Builder() {}

    /** The image of the roles that name none. */
    public abstract Builder image(@Nullable String image);

    /** The command, which takes the place of the image's entry point. */
    public abstract Builder command(List<String> command);

    /** The command, which takes the place of the image's entry point. */
    public Builder command(String... command) {
      return command(List.of(command));
    }

    /** The arguments. */
    public abstract Builder args(List<String> args);

    /** The arguments. */
    public Builder args(String... args) {
      return args(List.of(args));
    }

    /** The environment, in the order of the map. */
    public abstract Builder env(Map<String, String> env);

    /** What a replica requests, where its role does not say. */
    public abstract Builder requests(ResourceList requests);

    /**
     * What a replica requests, where its role does not say.
     *
     * @throws InvalidFieldException as {@link ResourceList.Builder#build} does
     */
    public Builder requests(Consumer<ResourceList.Builder> requests) {
      return requests(ResourceList.of(requests));
    }

    /** What a replica is limited to, where its role does not say. */
    public abstract Builder limits(ResourceList limits);

    /**
     * What a replica is limited to, where its role does not say.
     *
     * @throws InvalidFieldException as {@link ResourceList.Builder#build} does
     */
    public Builder limits(Consumer<ResourceList.Builder> limits) {
      return limits(ResourceList.of(limits));
    }

    /** The volume at {@code /dev/shm}. */
    public abstract Builder sharedMemory(@Nullable SharedMemory sharedMemory);

    abstract List<String> command();

    abstract List<String> args();

    abstract Map<String, String> env();

    abstract TaskContainer autoBuild();

    /** Builds the container. */
    public TaskContainer build() {
      return command(List.copyOf(command()))
          .args(List.copyOf(args()))
          .env(Collections.unmodifiableMap(new LinkedHashMap<>(env())))
          .autoBuild();
    }
  }
}
