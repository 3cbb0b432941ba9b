package org.flytekitplugins.kubeflow;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How jobs of a kind stand in Kubernetes, as far as kinds differ: in the field names of their
 * resource, in their pods and in their addresses. What most kinds have in common is what a kind has
 * that overrides nothing.
 */
@FunctionalInterface
public interface ResourceForm {
  /** Whose form it is. */
  JobKind kind();

  /**
   * The field of the resource's {@code spec} that holds the replicas by role; unless overridden
   * {@code myReplicaSpecs} for the kind {@code MyJob}.
   */
  default String replicaSpecsField() {
    return kind().kubernetesKind().replaceFirst("Job$", "").toLowerCase(Locale.ROOT)
        + "ReplicaSpecs";
  }

  /**
   * Where {@code spec} says the {@linkplain TrainingCluster#options options} of a cluster: the path
   * of the field, such as {@code outer.inner}, by option. Nowhere unless overridden.
   */
  default Map<String, String> optionFields() {
    return Map.of();
  }

  /**
   * The options of a cluster out of {@code spec}, where people write it: with what the operator
   * assumes where they leave something out. Unless overridden what the {@linkplain #optionFields
   * fields of options} say, and nothing else.
   *
   * @param replicas the replicas by role
   */
  default Map<String, String> readOptions(SpecFields spec, Map<ReplicaType, ReplicaSpec> replicas) {
    Map<String, String> options = new TreeMap<>();
    optionFields()
        .forEach((option, path) -> spec.text(path).ifPresent(value -> options.put(option, value)));
    return options;
  }

  /**
   * What to do in Flyte about fields of {@code spec} that only this kind has, and Flyte has no
   * place for, by their names; nothing unless overridden.
   */
  default Map<String, String> remedies() {
    return Map.of();
  }

  /**
   * The name by which the operator knows the container that trains; the task type unless
   * overridden.
   */
  default String containerName() {
    return kind().taskType();
  }

  /**
   * The variables by which Flyte's plugin tells a replica of some role what its pod is called,
   * where the task is of the newest version; none unless overridden.
   */
  default Set<String> podNameVariables(ReplicaType type) {
    return Set.of();
  }

  /**
   * Whether the operator tells every container of a pod what it tells the one that trains; that one
   * only unless overridden.
   */
  default boolean tellsAllContainers() {
    return false;
  }

  /** What the operator does with a replica of which a resource names no restart policy. */
  default RestartPolicy defaultRestartPolicy() {
    return RestartPolicy.NEVER;
  }

  /** Where replicas listen; 2222 unless overridden. */
  default int port() {
    return 2222;
  }

  /**
   * Where the operator tells the others that a replica listens, as {@code host:port}; unless
   * overridden the replica's headless service, with its namespace.
   */
  default String address(String namespace, String job, Replica replica) {
    return job + "-" + replica + "." + namespace + ".svc:" + port();
  }
}
