package org.flytekitplugins.kubeflow.resources;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.flytekitplugins.kubeflow.CleanPodPolicy;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The run policy of a resource, as Flyte's plugin writes it: nothing at all, or with a clean pod
 * policy, which is {@code None} where the job has none.
 */
final class RunPolicyFields {
  private RunPolicyFields() {}

  static Map<String, Object> write(RunPolicy policy) {
    Map<String, Object> fields = new TreeMap<>();
    if (policy.equals(RunPolicy.empty())) {
      return fields;
    }
    CleanPodPolicy clean = policy.cleanPodPolicy();
    fields.put("cleanPodPolicy", nameOf(clean == null ? CleanPodPolicy.NONE : clean));
    put(fields, "ttlSecondsAfterFinished", policy.ttlAfterFinished());
    put(fields, "activeDeadlineSeconds", policy.activeDeadline());
    if (policy.backoffLimit() != null) {
      fields.put("backoffLimit", policy.backoffLimit());
    }
    return fields;
  }

  private static void put(Map<String, Object> fields, String field, @Nullable Duration duration) {
    if (duration != null) {
      fields.put(field, duration.toSeconds());
    }
  }

  static String nameOf(CleanPodPolicy policy) {
    switch (policy) {
      case ALL:
        return "All";
      case NONE:
        return "None";
      case RUNNING:
        return "Running";
    }
    throw new IllegalArgumentException(policy.name());
  }
}
