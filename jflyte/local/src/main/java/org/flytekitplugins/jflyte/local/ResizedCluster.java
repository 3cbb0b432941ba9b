package org.flytekitplugins.jflyte.local;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.TrainingCluster;

/** A cluster with other numbers of replicas: {@code worker=3,ps=2}. */
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
            "replicas are \"%s\", but %s is no role: write them as worker=3,ps=2", text, name));
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
            "replicas are \"%s\", but %s is no number from 0 to %d: write them as worker=3,ps=2",
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
    return TrainingCluster.of(replicas, cluster.runPolicy());
  }

  /**
   * Refuses what no job can be.
   *
   * @throws JflyteException if nobody can lead it, or two would
   */
  static void check(TrainingCluster cluster) {
    if (cluster.size(ReplicaType.CHIEF) > 1 || cluster.size(ReplicaType.MASTER) > 1) {
      throw refused(cluster, "TensorFlow takes one chief at most", "use 0 or 1");
    }
    if (cluster.size(ReplicaType.CHIEF) > 0 && cluster.size(ReplicaType.MASTER) > 0) {
      throw refused(cluster, "a chief and a master both lead", "leave out one of them");
    }
    if (cluster.size(ReplicaType.CHIEF)
            + cluster.size(ReplicaType.MASTER)
            + cluster.size(ReplicaType.WORKER)
        == 0) {
      throw refused(cluster, "nobody is left who can lead", "keep a worker or a chief");
    }
  }

  private static JflyteException refused(TrainingCluster cluster, String rule, String remedy) {
    String shape =
        cluster.replicas().entrySet().stream()
            .map(role -> role.getKey().lowerCaseName() + "=" + role.getValue().replicas())
            .collect(Collectors.joining(","));
    return new JflyteException(
        String.format("replicas are \"%s\", but %s: %s", shape, rule, remedy));
  }

  // A role that the job does not have restarts as its workers do.
  private static ReplicaSpec like(TrainingCluster cluster) {
    return cluster.replicas().getOrDefault(ReplicaType.WORKER, ReplicaSpec.of(1));
  }
}
