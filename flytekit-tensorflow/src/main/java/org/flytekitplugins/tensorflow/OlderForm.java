package org.flytekitplugins.tensorflow;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.flytekitplugins.kubeflow.FieldOwner;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.ResourceList;

/**
 * The older form of a TFJob, which flytekit's Python plugin has too: a count for each role, and one
 * set of resources for all roles that are counted.
 */
final class OlderForm {
  private static final Map<ReplicaType, String> FIELDS =
      new EnumMap<>(
          Map.of(
              ReplicaType.CHIEF, "numChiefReplicas",
              ReplicaType.WORKER, "numWorkers",
              ReplicaType.PS, "numPsReplicas",
              ReplicaType.EVALUATOR, "numEvaluatorReplicas"));

  private final Map<ReplicaType, Integer> counts = new EnumMap<>(ReplicaType.class);
  private ResourceList requests = ResourceList.empty();
  private ResourceList limits = ResourceList.empty();

  void count(ReplicaType type, int replicas) {
    counts.put(type, replicas);
  }

  void requests(ResourceList requests) {
    this.requests = requests;
  }

  void limits(ResourceList limits) {
    this.limits = limits;
  }

  /** Adds the counted roles to those of the newer form. */
  void addTo(Map<ReplicaType, ReplicaSpec> replicas) {
    checkUsed("perReplicaRequests", requests);
    checkUsed("perReplicaLimits", limits);
    counts.forEach(
        (type, count) -> {
          String field = Objects.requireNonNull(FIELDS.get(type));
          if (replicas.containsKey(type)) {
            throw new InvalidFieldException(
                field,
                count,
                type.lowerCaseName() + " is given as well",
                "use one of both for a role");
          }
          replicas.put(type, FieldOwner.of(field, () -> spec(count)));
        });
  }

  private ReplicaSpec spec(int count) {
    return ReplicaSpec.builder().replicas(count).requests(requests).limits(limits).build();
  }

  private void checkUsed(String field, ResourceList resources) {
    if (!resources.isEmpty() && counts.isEmpty()) {
      throw new InvalidFieldException(
          field,
          resources,
          "no role is counted by numWorkers or its like",
          "set the resources on the roles themselves");
    }
  }
}
