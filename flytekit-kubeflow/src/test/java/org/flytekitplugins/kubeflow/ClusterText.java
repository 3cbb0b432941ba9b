package org.flytekitplugins.kubeflow;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Training clusters in a short form: {@code chief:1 worker:2/ON_FAILURE} and {@code clean=ALL
 * backoff=3 deadline=60}.
 */
public final class ClusterText {
  private ClusterText() {}

  public static TrainingCluster cluster(String replicas) {
    return cluster(replicas, "");
  }

  public static TrainingCluster cluster(String replicas, @Nullable String policy) {
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

  /** The replicas of a cluster, by role, then by index. */
  public static List<Replica> replicas(TrainingCluster cluster) {
    return cluster.replicas().entrySet().stream()
        .flatMap(
            role ->
                IntStream.range(0, role.getValue().replicas())
                    .mapToObj(index -> Replica.of(role.getKey(), index)))
        .toList();
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
