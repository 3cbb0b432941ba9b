package org.flytekitplugins.kubeflow.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.ResourceList;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.jspecify.annotations.Nullable;

/** What a job asks for beside counts of replicas, which not everybody has a place for. */
public final class FieldsBesideCounts {
  private final Map<String, Object> fields = new LinkedHashMap<>();

  private FieldsBesideCounts() {}

  /** The values of the fields that are set, by path, in the order of the builder's methods. */
  public static Map<String, Object> of(
      Map<ReplicaType, ReplicaSpec> replicas, RunPolicy runPolicy) {
    FieldsBesideCounts found = new FieldsBesideCounts();
    replicas.forEach(found::addRole);
    found.addRunPolicy(runPolicy);
    return found.fields;
  }

  private void addRole(ReplicaType type, ReplicaSpec spec) {
    String role = type.lowerCaseName();
    add(role + ".image", spec.image());
    add(role + ".requests", emptyToNull(spec.requests()));
    add(role + ".limits", emptyToNull(spec.limits()));
    // What a role has that says nothing.
    if (spec.restartPolicy() != RestartPolicy.NEVER) {
      add(role + ".restartPolicy", spec.restartPolicy());
    }
  }

  private void addRunPolicy(RunPolicy policy) {
    add("runPolicy.cleanPodPolicy", policy.cleanPodPolicy());
    add("runPolicy.ttlAfterFinished", policy.ttlAfterFinished());
    add("runPolicy.activeDeadline", policy.activeDeadline());
    add("runPolicy.backoffLimit", policy.backoffLimit());
  }

  private void add(String field, @Nullable Object value) {
    if (value != null) {
      fields.put(field, value);
    }
  }

  private static @Nullable ResourceList emptyToNull(ResourceList resources) {
    return resources.isEmpty() ? null : resources;
  }
}
