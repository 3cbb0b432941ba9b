package org.flytekitplugins.tensorflow.distributed;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.flytekitplugins.allreduce.AllReduce;
import org.flytekitplugins.allreduce.AllReduceBuilder;
import org.flytekitplugins.kubeflow.Replica;

/** What the replicas of a job exchange, in TensorFlow's terms. */
final class GradientExchange implements AutoCloseable {
  private final ClusterShape cluster;
  private final AllReduce replicas;

  private GradientExchange(ClusterShape cluster, AllReduce replicas) {
    this.cluster = cluster;
    this.replicas = replicas;
  }

  /**
   * Connects to all other replicas.
   *
   * @param limit how long to wait for them
   * @throws org.flytekitplugins.allreduce.PeersMissingException if some do not come up
   */
  static GradientExchange connect(
      ClusterShape cluster, DistributedTraining training, Duration limit) {
    AllReduceBuilder builder =
        AllReduce.builder()
            .job(job(cluster))
            .self(cluster.self().toString())
            .startUp(limit)
            .exchange(training.deadlines().step())
            .silence(training.deadlines().silence())
            .listener(event -> training.listener().onEvent(cluster.self() + " " + event));
    ExchangeSecret secret = training.exchangeSecret();
    builder.secret(secret == null ? null : secret.text());
    for (Replica replica : cluster.trainers()) {
      builder.replica(replica.toString(), cluster.address(replica));
    }
    return new GradientExchange(cluster, builder.connect());
  }

  // No two jobs have the same addresses at the same time.
  private static String job(ClusterShape cluster) {
    return cluster.trainers().stream().map(cluster::address).collect(Collectors.joining(" "));
  }

  /** Replaces numbers by their sums over all replicas. */
  void sum(FloatBuffer numbers) {
    replicas.sum(numbers);
  }

  /**
   * The replica that is furthest, the first one of several.
   *
   * @param step that of this replica
   */
  Replica furthest(long step) {
    Replica furthest = cluster.primary();
    long most = Long.MIN_VALUE;
    for (Replica replica : cluster.trainers()) {
      ByteBuffer said = ByteBuffer.allocate(Long.BYTES).putLong(0, step);
      replicas.broadcast(said, replica.toString());
      if (said.getLong(0) > most) {
        most = said.getLong(0);
        furthest = replica;
      }
    }
    return furthest;
  }

  /** Replaces bytes by those of one replica. */
  void share(ByteBuffer bytes, Replica source) {
    replicas.broadcast(bytes, source.toString());
  }

  /** Waits until all replicas are here. */
  void barrier() {
    replicas.barrier();
  }

  /** Replicas by their names. */
  static List<Replica> replicas(Collection<String> names) {
    return names.stream().map(Replica::parse).collect(Collectors.toList());
  }

  /** Who is missing and why, in a sentence. */
  static String missing(ClusterShape cluster, Map<String, String> reasons) {
    return reasons.entrySet().stream()
            .map(
                one ->
                    one.getKey()
                        + " ("
                        + cluster.address(Replica.parse(one.getKey()))
                        + "): "
                        + one.getValue())
            .collect(Collectors.joining(", "))
        + "; "
        + StartBarrier.present(cluster.trainers(), replicas(reasons.keySet()))
        + " up";
  }

  @Override
  public void close() {
    replicas.close();
  }
}
