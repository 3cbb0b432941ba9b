package org.flytekitplugins.jflyte.local;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.JobKind;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.TrainingCluster;

/** A cluster with other numbers of replicas, as {@code master=1,worker=3} says them. */
final class ResizedCluster {
  private static final int MOST = 1000;

  private ResizedCluster() {}

  /**
   * Reads numbers of replicas by role.
   *
   * @throws JflyteException if the text is not such
   */
  static Map<ReplicaType, Integer> parse(String text) {
    Map<ReplicaType, Integer> sizes = new EnumMap<>(ReplicaType.class);
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      ReplicaType type = type(equals < 0 ? part : part.substring(0, equals), text);
      if (sizes.put(type, size(part.substring(equals + 1), text)) != null) {
        throw new JflyteException("replicas are \"" + text + "\": say each role once");
      }
    }
    return sizes;
  }

  private static ReplicaType type(String name, String text) {
    for (ReplicaType type : ReplicaType.values()) {
      if (type.lowerCaseName().equals(name.strip().toLowerCase(Locale.ROOT))) {
        return type;
      }
    }
    throw new JflyteException(
        String.format(
            "replicas are \"%s\", but %s is no role: name one of %s", text, name, roles()));
  }

  private static String roles() {
    return Arrays.stream(ReplicaType.values())
        .map(ReplicaType::lowerCaseName)
        .collect(Collectors.joining(", "));
  }

  private static int size(String number, String text) {
    try {
      int size = Integer.parseInt(number.strip());
      if (size >= 0 && size <= MOST) {
        return size;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new JflyteException(
        String.format(
            "replicas are \"%s\", but %s is no number from 0 to %d: write it as worker=3",
            text, number, MOST));
  }

  /** A cluster with these sizes; roles that are not named stay as they are. */
  static TrainingCluster of(TrainingCluster cluster, Map<ReplicaType, Integer> sizes) {
    Map<ReplicaType, ReplicaSpec> replicas = new LinkedHashMap<>(cluster.replicas());
    sizes.forEach(
        (type, size) -> {
          if (size == 0) {
            replicas.remove(type);
          } else {
            ReplicaSpec spec = replicas.getOrDefault(type, like(cluster));
            replicas.put(type, spec.toBuilder().replicas(size).build());
          }
        });
    return cluster.withReplicas(replicas);
  }

  /**
   * Refuses what no job of a kind can be.
   *
   * @throws JflyteException if its operator or its framework would
   */
  static void check(TrainingCluster cluster, JobKind kind) {
    try {
      kind.check(cluster);
    } catch (InvalidFieldException e) {
      throw new JflyteException(String.valueOf(e.getMessage()), e);
    }
  }

  // A role that the job does not have restarts as its workers do.
  private static ReplicaSpec like(TrainingCluster cluster) {
    return cluster.replicas().getOrDefault(ReplicaType.WORKER, ReplicaSpec.of(1));
  }
}
