package org.flytekitplugins.localcluster;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.flytekitplugins.kubeflow.CleanPodPolicy;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.jspecify.annotations.Nullable;

/**
 * Training clusters in a short form: {@code chief:1 worker:2/ON_FAILURE} and {@code clean=ALL
 * backoff=3 deadline=60}.
 */
final class Clusters {
  private Clusters() {}

  static TrainingCluster cluster(String replicas) {
    return cluster(replicas, "");
  }

  static TrainingCluster cluster(String replicas, @Nullable String policy) {
    Map<ReplicaType, ReplicaSpec> specs = new EnumMap<>(ReplicaType.class);
    for (String role : replicas.strip().split(" +", -1)) {
      String[] parts = role.split("[:/]", -1);
      specs.put(
          ReplicaType.valueOf(parts[0].toUpperCase(Locale.ROOT)),
          ReplicaSpec.builder()
              .replicas(Integer.parseInt(parts[1]))
              .restartPolicy(
                  parts.length > 2 ? RestartPolicy.valueOf(parts[2]) : RestartPolicy.NEVER)
              .build());
    }
    return TrainingCluster.of(specs, policy(policy == null ? "" : policy));
  }

  private static RunPolicy policy(String policy) {
    RunPolicy.Builder builder = RunPolicy.builder();
    for (String field : policy.isBlank() ? new String[0] : policy.strip().split(" +", -1)) {
      String value = field.substring(field.indexOf('=') + 1);
      switch (field.substring(0, field.indexOf('='))) {
        case "clean" -> builder.cleanPodPolicy(CleanPodPolicy.valueOf(value));
        case "backoff" -> builder.backoffLimit(Integer.valueOf(value));
        case "deadline" -> builder.activeDeadline(Duration.ofSeconds(Long.parseLong(value)));
        default -> throw new IllegalArgumentException(field);
      }
    }
    return builder.build();
  }
}
