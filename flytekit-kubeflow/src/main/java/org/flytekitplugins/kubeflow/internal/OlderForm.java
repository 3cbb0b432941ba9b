package org.flytekitplugins.kubeflow.internal;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.ResourceList;

/**
 * The older form of a job, which flytekit's Python plugins have too: a count for each role, and one
 * set of resources for all roles that are counted.
 */
final class OlderForm {
  private final Map<ReplicaType, String> fields;
  private final Map<ReplicaType, Integer> counts = new EnumMap<>(ReplicaType.class);
  private ResourceList requests = ResourceList.empty();
  private ResourceList limits = ResourceList.empty();

  /**
   * The form of one kind of job, in which nothing is said yet.
   *
   * @param fields the field that counts a role, for each role that can be counted
   */
  OlderForm(Map<ReplicaType, String> fields) {
    this.fields = fields;
  }

  void count(ReplicaType type, int replicas) {
    counts.put(type, replicas);
  }

  void requests(ResourceList requests) {
    this.requests = requests;
  }

  void limits(ResourceList limits) {
    this.limits = limits;
  }

  boolean counts(ReplicaType type) {
    return counts.containsKey(type);
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

  private String fieldOf(ReplicaType type) {
    return Objects.requireNonNull(fields.get(type));
  }
}
