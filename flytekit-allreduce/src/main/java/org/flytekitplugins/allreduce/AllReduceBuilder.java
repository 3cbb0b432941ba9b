package org.flytekitplugins.allreduce;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.flytekitplugins.allreduce.internal.exchange.ExchangeSizes;
import org.flytekitplugins.allreduce.internal.greeting.Roster;
import org.flytekitplugins.allreduce.internal.mesh.HostPort;
import org.flytekitplugins.allreduce.internal.mesh.MembershipMesh;
import org.flytekitplugins.allreduce.internal.mesh.Mesh;
import org.jspecify.annotations.Nullable;

/** Connects an {@link AllReduce}. */
public final class AllReduceBuilder {
  private static final Duration BRIEFEST_SILENCE = Duration.ofMillis(100);
  private static final Duration SILENCE = Duration.ofSeconds(5);
  // Less, because whoever is lost by mistake comes back.
  private static final Duration ELASTIC_SILENCE = Duration.ofSeconds(1);

  private final Map<String, HostPort> replicas = new LinkedHashMap<>();
  private String job = "";
  private String self = "";
  private @Nullable String secret;
  private Duration startUp = Duration.ofMinutes(5);
  private Duration exchange = Duration.ofMinutes(5);
  private @Nullable Duration silence;
  private Consumer<String> listener = event -> {};
  private int minReplicas;
  private ExchangeSizes sizes = ExchangeSizes.measured();

  AllReduceBuilder() {}

  /** What tells this job from all others; the same in all replicas. */
  public AllReduceBuilder job(String job) {
    this.job = job;
    return this;
  }

  /**
   * Adds a replica of the job, this one too; in the same order in all replicas.
   *
   * @param name for example {@code worker-1}
   * @param address where it listens, as {@code host:port}
   * @throws IllegalArgumentException if the address is none, or the name is taken
   */
  public AllReduceBuilder replica(String name, String address) {
    if (replicas.putIfAbsent(name, HostPort.parse(address)) != null) {
      throw new IllegalArgumentException(
          "the replica " + name + " is there twice: give each a name of its own");
    }
    return this;
  }

  /**
   * Adds replicas of the job, this one too; in the same order in all replicas.
   *
   * @param addresses where they listen, as {@code host:port}, by what has their names as its text
   * @throws IllegalArgumentException if an address is none, or a name is taken
   */
  public AllReduceBuilder replicas(Map<?, String> addresses) {
    addresses.forEach((name, address) -> replica(String.valueOf(name), address));
    return this;
  }

  /** Which of the replicas this process is. It listens at its own address, and at no other. */
  public AllReduceBuilder self(String name) {
    this.self = name;
    return this;
  }

  /**
   * What only replicas of this job know: a replica that does not is refused. It is never sent, and
   * does not encrypt what is exchanged. Null, and unless set, for none.
   */
  public AllReduceBuilder secret(@Nullable String secret) {
    this.secret = secret;
    return this;
  }

  /** How long to wait for all to come up; 5 minutes unless set. */
  public AllReduceBuilder startUp(Duration limit) {
    this.startUp = positive("startUp", limit, Duration.ofMillis(1));
    return this;
  }

  /** How long an exchange may take, with all that peers do before it; 5 minutes unless set. */
  public AllReduceBuilder exchange(Duration limit) {
    this.exchange = positive("exchange", limit, Duration.ofMillis(1));
    return this;
  }

  /**
   * After which time a peer that gives no sign of life counts as lost; 5 seconds unless set, for
   * {@link #connectElastic} a second; at least a tenth of one. A process that died is noticed at
   * once; this is for those that froze, and for machines that vanish.
   */
  public AllReduceBuilder silence(Duration limit) {
    this.silence = positive("silence", limit, BRIEFEST_SILENCE);
    return this;
  }

  /** Who is told of connections that are refused and the like, on any thread. */
  public AllReduceBuilder listener(Consumer<String> listener) {
    this.listener = listener;
    return this;
  }

  /**
   * For {@link #connectElastic}: with how many replicas, this one counted, the job goes on once it
   * has begun; half of them unless set. When there are fewer, all wait.
   *
   * @throws IllegalArgumentException if it is below 1; {@link #connectElastic} throws it too if
   *     there are not as many replicas
   */
  public AllReduceBuilder minReplicas(int minReplicas) {
    if (minReplicas < 1) {
      throw new IllegalArgumentException(
          "minReplicas is "
              + minReplicas
              + ", but the first replica is always there: give 1 or more");
    }
    this.minReplicas = minReplicas;
    return this;
  }

  /** Other sizes, to measure which are the best; the same in all replicas. */
  AllReduceBuilder sizes(ExchangeSizes sizes) {
    this.sizes = sizes;
    return this;
  }

  private static Duration positive(String name, Duration value, Duration least) {
    if (value.compareTo(least) < 0) {
      throw new IllegalArgumentException(
          name + " is " + value + ", but that is too short: give at least " + least);
    }
    return value;
  }

  /**
   * Connects to all other replicas.
   *
   * @throws PeersMissingException if some did not come up in time
   * @throws IllegalArgumentException if the job or this replica is not named
   * @throws java.io.UncheckedIOException if something else listens at this replica's address
   */
  public AllReduce connect() {
    Roster roster = roster();
    List<String> names = roster.replicas();
    List<HostPort> addresses = new ArrayList<>(replicas.values());
    if (names.size() == 1) {
      return AllReduce.alone(roster, addresses, exchange, sizes);
    }
    Mesh mesh = Mesh.open(roster, addresses, silence == null ? SILENCE : silence, listener);
    try {
      if (!mesh.await(startUp)) {
        throw PeersMissingException.of(startUp, names, addresses, mesh.missing());
      }
      return AllReduce.over(mesh, 0, roster, addresses, exchange, sizes);
    } catch (InterruptedException e) {
      mesh.close();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for other replicas", e);
    } catch (RuntimeException | Error e) {
      mesh.close();
      throw e;
    }
  }

  /**
   * Becomes a replica of a job that goes on when others are lost, and takes those in that come
   * back. Waits for nobody yet.
   *
   * @throws IllegalArgumentException if the job or this replica is not named, or {@code
   *     minReplicas} is more than there are
   * @throws java.io.UncheckedIOException if something else listens at this replica's address
   */
  public ElasticAllReduce connectElastic() {
    Roster roster = roster();
    if (minReplicas > roster.size()) {
      throw new IllegalArgumentException(
          "minReplicas is "
              + minReplicas
              + ", but the job has "
              + roster.size()
              + " replicas: give at most as many");
    }
    int minimum = minReplicas == 0 ? (roster.size() + 1) / 2 : minReplicas;
    List<HostPort> addresses = new ArrayList<>(replicas.values());
    return new ElasticAllReduce(
        roster,
        addresses,
        MembershipMesh.open(
            roster, addresses, minimum, silence == null ? ELASTIC_SILENCE : silence, listener),
        startUp,
        exchange,
        sizes);
  }

  private Roster roster() {
    List<String> names = List.copyOf(replicas.keySet());
    if (job.isEmpty()) {
      throw new IllegalArgumentException("the job has no name: call job(…)");
    }
    if (!replicas.containsKey(self)) {
      throw new IllegalArgumentException(
          "this replica, \""
              + self
              + "\", is none of "
              + names
              + ": call self(…) with one of them");
    }
    return new Roster(job, names, names.indexOf(self), secret);
  }
}
