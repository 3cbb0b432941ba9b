package org.flytekitplugins.kubeflow;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.jspecify.annotations.Nullable;

/**
 * The resources that one replica requests, or is limited to. All are optional, each is above zero.
 *
 * <p>A replica that sets any of cpu and memory had better set both: Flyte fills what is missing
 * from the platform's defaults, not from the task's own resources.
 */
@AutoValue
public abstract class ResourceList implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final ResourceList EMPTY = builder().build();

  ResourceList() {}

  /** The quantities by resource, in the order of {@link ResourceName}. */
  public abstract Map<ResourceName, Quantity> quantities();

  /** No resources at all. */
  public static ResourceList empty() {
    return EMPTY;
  }

  /** A builder without any resource. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The resources of one half of flytekit-java's {@code SdkResources}.
   *
   * @throws InvalidFieldException as {@link Builder#build} does
   */
  public static ResourceList of(@Nullable Map<ResourceName, String> quantities) {
    Builder builder = builder();
    if (quantities != null) {
      quantities.forEach(builder::set);
    }
    return builder.build();
  }

  /**
   * The resources that a custom field asks for, which may be less than a byte of memory: Flyte and
   * Kubernetes take it.
   *
   * @throws InvalidFieldException as {@link Builder#build} does about anything else
   */
  public static ResourceList ofCustom(Map<ResourceName, String> quantities) {
    return of(quantities, ResourceRules::takenQuantity);
  }

  private interface Reader {
    Quantity read(String field, ResourceName name, String text);
  }

  private static ResourceList of(Map<ResourceName, String> texts, Reader reader) {
    EnumMap<ResourceName, Quantity> quantities = new EnumMap<>(ResourceName.class);
    texts.forEach((name, text) -> quantities.put(name, reader.read(fieldOf(name), name, text)));
    return new AutoValue_ResourceList(Collections.unmodifiableMap(quantities));
  }

  /**
   * The resources that a lambda sets.
   *
   * @throws InvalidFieldException as {@link Builder#build} does
   */
  public static ResourceList of(Consumer<Builder> configure) {
    Builder builder = builder();
    configure.accept(builder);
    return builder.build();
  }

  /** A builder with these resources. */
  public Builder toBuilder() {
    Builder builder = builder();
    quantities().forEach((name, quantity) -> builder.set(name, quantity.toString()));
    return builder;
  }

  /** Cores, or null. */
  public @Nullable Quantity cpu() {
    return quantities().get(ResourceName.CPU);
  }

  /** Bytes of memory, or null. */
  public @Nullable Quantity memory() {
    return quantities().get(ResourceName.MEMORY);
  }

  /** Whole GPUs, or null. */
  public @Nullable Quantity gpu() {
    return quantities().get(ResourceName.GPU);
  }

  /** Bytes of local scratch space, logs included, or null. */
  public @Nullable Quantity ephemeralStorage() {
    return quantities().get(ResourceName.EPHEMERAL_STORAGE);
  }

  /** Whether there is no resource at all. */
  public boolean isEmpty() {
    return quantities().isEmpty();
  }

  /** {@code cpu=2, memory=4Gi}. */
  @Override
  public final String toString() {
    StringBuilder text = new StringBuilder();
    quantities()
        .forEach(
            (name, quantity) ->
                text.append(text.length() == 0 ? "" : ", ")
                    .append(fieldOf(name))
                    .append('=')
                    .append(quantity));
    return text.toString();
  }

  /** The name of a resource in this API. */
  static String fieldOf(ResourceName name) {
    switch (name) {
      case CPU:
        return "cpu";
      case MEMORY:
        return "memory";
      case GPU:
        return "gpu";
      case EPHEMERAL_STORAGE:
        return "ephemeralStorage";
      case STORAGE:
        return "storage";
      case UNKNOWN:
      default:
        // the other one is of a flytekit-java that is newer than ours
        return name.name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Builds a {@link ResourceList}. Quantities are written as Kubernetes writes them; see {@link
   * Quantity}.
   */
  public static final class Builder {
    private final Map<ResourceName, String> texts = new EnumMap<>(ResourceName.class);

    private Builder() {}

    /** Cores, for example {@code 500m} or {@code 2}. */
    public Builder cpu(String quantity) {
      return set(ResourceName.CPU, quantity);
    }

    /** Cores. */
    public Builder cpu(int cores) {
      return cpu(Integer.toString(cores));
    }

    /** Cores, for example {@code 0.5}. */
    public Builder cpu(double cores) {
      return cpu(
          Double.isFinite(cores)
              ? BigDecimal.valueOf(cores).stripTrailingZeros().toPlainString()
              : Double.toString(cores));
    }

    /** Bytes of memory, for example {@code 4Gi}. */
    public Builder memory(String quantity) {
      return set(ResourceName.MEMORY, quantity);
    }

    /** GPUs: a whole number. */
    public Builder gpu(String quantity) {
      return set(ResourceName.GPU, quantity);
    }

    /** GPUs. */
    public Builder gpu(int count) {
      return gpu(Integer.toString(count));
    }

    /** Bytes of local scratch space, logs included, for example {@code 20Gi}. */
    public Builder ephemeralStorage(String quantity) {
      return set(ResourceName.EPHEMERAL_STORAGE, quantity);
    }

    Builder set(ResourceName name, String quantity) {
      texts.put(name, quantity);
      return this;
    }

    /**
     * Builds the list.
     *
     * @throws InvalidFieldException if a quantity is malformed, zero or negative, if memory or
     *     storage is less than one byte, if the GPUs are not a whole number, or if a resource is
     *     one that Flyte ignores
     */
    public ResourceList build() {
      return of(texts, ResourceRules::quantity);
    }
  }
}
