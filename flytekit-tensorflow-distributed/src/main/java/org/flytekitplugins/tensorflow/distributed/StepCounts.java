package org.flytekitplugins.tensorflow.distributed;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.flytekitplugins.kubeflow.Replica;

/**
 * How many steps each replica has taken part in. It goes from replica to replica with the
 * variables.
 */
final class StepCounts {
  private final List<Replica> replicas;
  private final SortedMap<Replica, Long> counts = new TreeMap<>();

  StepCounts(List<Replica> replicas) {
    this.replicas = replicas;
    replicas.forEach(replica -> counts.put(replica, 0L));
  }

  /** Replaces those that somebody else has counted. */
  void set(Map<Replica, Long> counted) {
    replicas.forEach(replica -> counts.put(replica, counted.getOrDefault(replica, 0L)));
  }

  /** Counts a step. */
  void add(Collection<Replica> members) {
    members.forEach(member -> counts.merge(member, 1L, Long::sum));
  }

  /** Replaces them by those of whoever is furthest, where variables are taken. */
  void share(GradientExchange exchange) {
    ByteBuffer bytes = ByteBuffer.allocate(replicas.size() * Long.BYTES);
    counts.values().forEach(bytes::putLong);
    bytes.flip();
    exchange.share(bytes);
    if (exchange.takesState()) {
      replicas.forEach(replica -> counts.put(replica, bytes.getLong()));
    }
  }

  SortedMap<Replica, Long> toMap() {
    return new TreeMap<>(counts);
  }
}
