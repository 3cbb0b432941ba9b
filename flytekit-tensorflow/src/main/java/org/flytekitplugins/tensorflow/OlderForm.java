package org.flytekitplugins.tensorflow;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
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

  /** The field that holds the count of a role, in whichever form the role is given. */
  String countField(ReplicaType type) {
    return counts.containsKey(type) ? fieldOf(type) : type.lowerCaseName() + ".replicas";
  }

  /** Adds the counted roles to those of the newer form. */
  void addTo(Map<ReplicaType, ReplicaSpec> replicas) {
    checkUsed("perReplicaRequests", requests);
    checkUsed("perReplicaLimits", limits);
    counts.forEach(
        (type, count) -> {
          if (replicas.containsKey(type)) {
            throw new InvalidFieldException(
                fieldOf(type),
                count,
                type.lowerCaseName() + " is given as well",
                "use one of both for a role");
          }
          replicas.put(type, spec(type, count));
        });
  }

  private ReplicaSpec spec(ReplicaType type, int count) {
    try {
      return ReplicaSpec.builder().replicas(count).requests(requests).limits(limits).build();
    } catch (InvalidFieldException e) {
      throw e.at(
          e.field().equals("replicas")
              ? fieldOf(type)
              : e.field().replaceFirst("^requests", "perReplicaRequests"));
    }
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

  private static String fieldOf(ReplicaType type) {
    return Objects.requireNonNull(FIELDS.get(type));
  }
}
