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
import org.flytekitplugins.allreduce.ElasticAllReduce;
import org.flytekitplugins.allreduce.Generation;
import org.flytekitplugins.kubeflow.Replica;
import org.jspecify.annotations.Nullable;

/** What the replicas of a job exchange, in TensorFlow's terms. */
final class GradientExchange implements AutoCloseable {
  private final ElasticAllReduce job;
  private @Nullable Generation members;
  private long nanos;

  private GradientExchange(ElasticAllReduce job) {
    this.job = job;
  }

  /** Becomes a replica of the job, and waits for nobody yet. */
  static GradientExchange open(ClusterShape cluster, DistributedTraining training) {
    AllReduceBuilder builder =
        AllReduce.builder()
            .job(job(cluster))
            .self(cluster.self().toString())
            .exchange(training.deadlines().step())
            .silence(training.deadlines().silence())
            .listener(event -> training.listener().onEvent(cluster.self() + " " + event));
    Integer minReplicas = training.minReplicas();
    if (minReplicas != null) {
      builder.minReplicas(minReplicas);
    }
    ExchangeSecret secret = training.exchangeSecret();
    builder.secret(secret == null ? null : secret.text());
    for (Replica replica : cluster.trainers()) {
      builder.replica(replica.toString(), cluster.address(replica));
    }
    return new GradientExchange(builder.connectElastic());
  }

  // No two jobs have the same addresses at the same time.
  private static String job(ClusterShape cluster) {
    return cluster.trainers().stream().map(cluster::address).collect(Collectors.joining(" "));
  }

  /**
   * Waits until it is clear who takes part next.
   *
   * @param step the last step that this replica has done; -1 for none
   * @throws org.flytekitplugins.allreduce.PeersMissingException if nothing comes of it in time
   */
  void next(long step, Duration limit) {
    timed(() -> members = job.next(step, limit));
  }

  /** How long was exchanged, and waited for others, so far. */
  long nanos() {
    return nanos;
  }

  private void timed(Runnable exchange) {
    long start = System.nanoTime();
    try {
      exchange.run();
    } finally {
      nanos += System.nanoTime() - start;
    }
  }

  private Generation members() {
    if (members == null) {
      throw new IllegalStateException("nobody takes part yet");
    }
    return members;
  }

  /** Who takes part. */
  List<Replica> replicas() {
    return replicas(members().replicas());
  }

  /** The step after which all go on. */
  long step() {
    return members().step();
  }

  /** Whose variables all go on with. */
  Replica source() {
    return Replica.parse(members().source());
  }

  /** Whether this replica is given variables. */
  boolean takesState() {
    return members().takesState();
  }

  /** Whether others are given those of this replica. */
  boolean givesState() {
    return members().givesState();
  }

  /** Whether all have the variables already. */
  boolean isShared() {
    return members().isShared();
  }

  /** Replaces bytes by those of whoever is furthest, where variables are taken. */
  void share(ByteBuffer bytes) {
    timed(() -> members().share(bytes));
  }

  /** Says that all of them are taken. */
  void taken() {
    members().taken();
  }

  /** Replaces numbers by their sums over all who take part. */
  void sum(FloatBuffer numbers) {
    timed(() -> members().sum(numbers));
  }

  /** Waits until all who take part are here. */
  void barrier() {
    timed(() -> members().barrier());
  }

  /** Whether others take part after the step that was done last. */
  boolean isOver() {
    return members().isOver();
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
    job.close();
  }
}
