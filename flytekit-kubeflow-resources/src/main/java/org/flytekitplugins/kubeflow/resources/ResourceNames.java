package org.flytekitplugins.kubeflow.resources;

import java.util.Comparator;
import java.util.regex.Pattern;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.jspecify.annotations.Nullable;

/** What things are called in Kubernetes. */
final class ResourceNames {
  private static final Pattern DNS_1035 = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
  private static final Pattern DNS_1123 = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  private static final int LONGEST = 63;

  private ResourceNames() {}

  /** A resource of a container. */
  static String of(ResourceName resource) {
    switch (resource) {
      case CPU:
        return "cpu";
      case MEMORY:
        return "memory";
      case GPU:
        return FlytePlatform.NVIDIA;
      case EPHEMERAL_STORAGE:
        return "ephemeral-storage";
      default:
        throw new IllegalArgumentException(resource.name());
    }
  }

  /** The resource of a name, if roles can ask for it. */
  static @Nullable ResourceName parse(String name) {
    switch (name) {
      case "cpu":
        return ResourceName.CPU;
      case "memory":
        return ResourceName.MEMORY;
      case "ephemeral-storage":
        return ResourceName.EPHEMERAL_STORAGE;
      case FlytePlatform.NVIDIA:
        return ResourceName.GPU;
      default:
        return null;
    }
  }

  /** Whether a container or a pod can be called so. */
  static boolean isLabel(String name) {
    return name.length() <= LONGEST && DNS_1123.matcher(name).matches();
  }

  /**
   * Refuses a name of which no job, or no service of one of its replicas, can be.
   *
   * @throws InvalidFieldException with the field {@code name}
   */
  static void checkJob(String name, TrainingCluster cluster) {
    if (!DNS_1035.matcher(name).matches()) {
      throw new InvalidFieldException(
          "name",
          name,
          "the operator wants lower-case letters, digits and hyphens, a letter first",
          "write for example train-digits");
    }
    String longest =
        cluster.replicas().entrySet().stream()
            .map(role -> Replica.of(role.getKey(), role.getValue().replicas() - 1).toString())
            .max(Comparator.comparingInt(String::length))
            .orElse("");
    int room = LONGEST - longest.length() - 1;
    if (name.length() > room) {
      throw new InvalidFieldException(
          "name",
          name,
          "with \"-" + longest + "\" that is longer than the " + LONGEST + " letters of a service",
          "use at most " + room + " letters");
    }
  }

  /**
   * Refuses what no namespace is called.
   *
   * @throws InvalidFieldException with the field {@code namespace}
   */
  static void checkNamespace(String namespace) {
    if (!isLabel(namespace)) {
      throw new InvalidFieldException(
          "namespace",
          namespace,
          "Kubernetes wants at most " + LONGEST + " lower-case letters, digits and hyphens",
          "write for example training");
    }
  }
}
