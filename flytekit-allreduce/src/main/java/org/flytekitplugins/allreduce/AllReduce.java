package org.flytekitplugins.allreduce;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.flytekitplugins.allreduce.internal.exchange.Exchange;
import org.flytekitplugins.allreduce.internal.exchange.ExchangeSizes;
import org.flytekitplugins.allreduce.internal.exchange.Lane;
import org.flytekitplugins.allreduce.internal.exchange.LaneException;
import org.flytekitplugins.allreduce.internal.exchange.Operation;
import org.flytekitplugins.allreduce.internal.greeting.Roster;
import org.flytekitplugins.allreduce.internal.mesh.HostPort;
import org.flytekitplugins.allreduce.internal.mesh.Loss;
import org.flytekitplugins.allreduce.internal.mesh.Peers;
import org.jspecify.annotations.Nullable;

/**
 * Sums arrays of numbers over the processes of a job, its replicas. Each call is one exchange, in
 * which all replicas take part with equally many values; in the end all have the same sums, bit for
 * bit, because they are added in the order of the replicas, whoever comes first and however the
 * values travel.
 *
 * <p>Not for use by several threads. After an exception no exchange is possible any more: close it.
 *
 * <pre>{@code
 * try (AllReduce job =
 *     AllReduce.builder()
 *         .job("digits-7")
 *         .replica("worker-0", "10.0.0.7:2222")
 *         .replica("worker-1", "10.0.0.8:2222")
 *         .self("worker-1")
 *         .connect()) {
 *   job.sum(gradient);
 * }
 * }</pre>
 */
public final class AllReduce implements AutoCloseable {
  // Values that are still on their way are read, although their sender has left since.
  private static final Duration LAST_VALUES = Duration.ofSeconds(1);
  private static final Duration SIGN = Duration.ofMillis(300);
  private static final long LONGEST_WAIT_MILLIS = 1000;

  private final Roster roster;
  private final List<HostPort> addresses;
  private final @Nullable Peers peers;
  private final Selector selector;
  private final SelectionKey[] keys;
  private final Exchange exchange;
  private final Duration limit;
  private final Spin spin;
  private @Nullable String failure;
  private List<String> lost = List.of();
  private boolean isGone;

  private AllReduce(
      Roster roster,
      List<HostPort> addresses,
      @Nullable Peers peers,
      long epoch,
      Duration limit,
      ExchangeSizes sizes)
      throws IOException {
    this.roster = roster;
    this.addresses = addresses;
    HostPort own = addresses.get(roster.self());
    this.spin = new Spin((int) addresses.stream().filter(own::isOnHostOf).count());
    this.peers = peers;
    this.limit = limit;
    this.selector = Selector.open();
    List<Lane> lanes = new ArrayList<>();
    List<SelectionKey> registered = new ArrayList<>();
    if (peers != null) {
      @Nullable SocketChannel[] channels = peers.values();
      for (int peer = 0; peer < channels.length; peer++) {
        SocketChannel channel = channels[peer];
        if (channel != null) {
          lanes.add(new Lane(peer, new SocketConnection(channel)));
          registered.add(channel.register(selector, 0));
        }
      }
      peers.onLoss(selector::wakeup);
    }
    this.keys = registered.toArray(new SelectionKey[0]);
    this.exchange = new Exchange(roster.self(), lanes, sizes, epoch);
  }

  /** A builder that still needs the job, its replicas, and which of them this is. */
  public static AllReduceBuilder builder() {
    return new AllReduceBuilder();
  }

  static AllReduce alone(
      Roster roster, List<HostPort> addresses, Duration limit, ExchangeSizes sizes) {
    return of(roster, addresses, null, 0, limit, sizes);
  }

  static AllReduce over(
      Peers peers,
      long epoch,
      Roster roster,
      List<HostPort> addresses,
      Duration limit,
      ExchangeSizes sizes) {
    return of(roster, addresses, peers, epoch, limit, sizes);
  }

  private static AllReduce of(
      Roster roster,
      List<HostPort> addresses,
      @Nullable Peers peers,
      long epoch,
      Duration limit,
      ExchangeSizes sizes) {
    try {
      return new AllReduce(roster, addresses, peers, epoch, limit, sizes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of all replicas, in the order in which their values are added. */
  public List<String> replicas() {
    return roster.replicas();
  }

  /** The rank of this replica. */
  int self() {
    return roster.self();
  }

  /** How many exchanges there were. */
  public long exchanges() {
    return exchange.step();
  }

  /**
   * Replaces values by their sums over all replicas.
   *
   * @throws PeerLostException if a peer is lost, or does not take part in time
   * @throws IllegalStateException if a peer does something else, or has more or fewer values
   */
  public void sum(float[] values) {
    sum(FloatBuffer.wrap(values));
  }

  /**
   * Replaces the values between a buffer's position and limit, which both stay, by their sums over
   * all replicas. Nothing is copied but a piece at a time.
   *
   * @throws PeerLostException if a peer is lost, or does not take part in time
   * @throws IllegalStateException if a peer does something else, or has more or fewer values
   */
  public void sum(FloatBuffer values) {
    requireWhole();
    run(exchange.sum(values, peers != null && peers.isLast()));
  }

  /**
   * Replaces the bytes between a buffer's position and limit, which both stay, by those of one
   * replica.
   *
   * @param source the name of that replica
   * @throws PeerLostException if a peer is lost, or does not take part in time
   * @throws IllegalStateException if a peer does something else, or has more or fewer bytes
   * @throws IllegalArgumentException if there is no such replica
   */
  public void broadcast(ByteBuffer bytes, String source) {
    int rank = roster.replicas().indexOf(source);
    if (rank < 0) {
      throw new IllegalArgumentException(
          "there is no replica " + source + " to broadcast: name one of " + roster.replicas());
    }
    BitSet everybody = new BitSet();
    everybody.set(0, roster.size());
    broadcast(bytes, rank, everybody);
  }

  /** Replaces the bytes of some by those of one; the others get none, but call it all the same. */
  void broadcast(ByteBuffer bytes, int source, BitSet takers) {
    requireWhole();
    run(exchange.broadcast(bytes, source, takers));
  }

  /** Whether the sum that was done last was the last of these replicas. */
  boolean isOver() {
    return exchange.isLast();
  }

  /**
   * Waits until all replicas call it.
   *
   * @throws PeerLostException if a peer is lost, or does not come in time
   * @throws IllegalStateException if a peer does something else
   */
  public void barrier() {
    sum(new float[1]);
  }

  private void requireWhole() {
    if (failure != null) {
      throw lost.isEmpty() && !isGone
          ? new IllegalStateException(failure)
          : new PeerLostException(failure, lost);
    }
  }

  private void run(Operation operation) {
    long start = System.nanoTime();
    long moved = start;
    spin.begin(start);
    try {
      while (!exchange.isDone(operation)) {
        if (exchange.advance(operation)) {
          moved = System.nanoTime();
          spin.begin(moved);
        } else if (spin.isOver(System.nanoTime())) {
          look(operation, start, moved);
          block(operation);
          spin.begin(System.nanoTime());
        }
      }
      spin.end();
    } catch (LaneException e) {
      throw failed(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void block(Operation operation) throws IOException {
    List<Lane> lanes = exchange.lanes();
    for (int i = 0; i < keys.length; i++) {
      Lane lane = lanes.get(i);
      int read = lane.awaits(operation) ? SelectionKey.OP_READ : 0;
      keys[i].interestOps(lane.isStuck() ? read | SelectionKey.OP_WRITE : read);
    }
    selector.select(key -> {}, Math.min(LONGEST_WAIT_MILLIS, limit.toMillis() / 4 + 1));
  }

  // Only when nothing moves: who has sent all before it left is none that is missed.
  private void look(Operation operation, long start, long moved) {
    if (Thread.currentThread().isInterrupted()) {
      throw end(-1, "interrupted while waiting for other replicas", List.of());
    }
    long now = System.nanoTime();
    List<Integer> dropped = peers == null ? null : peers.dropped();
    if (dropped != null) {
      throw changed(dropped);
    }
    for (Lane lane : exchange.lanes()) {
      Loss loss = peers == null ? null : peers.loss(lane.peer());
      if (loss == null) {
        continue;
      }
      boolean isOver = loss.sign() == Loss.Sign.SILENT || now - moved > LAST_VALUES.toNanos();
      if (isOver && (lane.awaits(operation) || lane.isStuck())) {
        throw lost(lane.peer(), loss, "its connection was closed");
      }
    }
    if (now - start > limit.toNanos()) {
      throw late(operation);
    }
  }

  private RuntimeException late(Operation operation) {
    List<String> who = new ArrayList<>();
    int first = -1;
    for (Lane lane : exchange.lanes()) {
      if (lane.awaits(operation) || lane.isStuck()) {
        who.add(roster.name(lane.peer()));
        first = first < 0 ? lane.peer() : first;
      }
    }
    return end(
        first,
        "waited "
            + seconds(limit)
            + " for "
            + String.join(" and ", who)
            + " in exchange "
            + exchange.step()
            + ", alive but not taking part",
        who);
  }

  private RuntimeException failed(LaneException e) {
    if (e.isRefused()) {
      return end(
          -1,
          "cannot go on with "
              + named(e.peer())
              + " in exchange "
              + exchange.step()
              + ": "
              + e.getMessage(),
          List.of());
    }
    Loss loss = peers == null ? null : peers.awaitLoss(e.peer(), SIGN);
    List<Integer> dropped = peers == null ? null : peers.dropped();
    return dropped == null
        ? lost(e.peer(), loss, String.valueOf(e.getMessage()))
        : changed(dropped);
  }

  private RuntimeException changed(List<Integer> dropped) {
    if (dropped.contains(roster.self())) {
      return gone("the primary goes on without this replica", List.of());
    }
    if (dropped.isEmpty()) {
      // The primary waits for more, so whoever is known to be lost is the reason.
      for (Lane lane : exchange.lanes()) {
        Loss loss = peers == null ? null : peers.loss(lane.peer());
        if (loss != null) {
          return lost(lane.peer(), loss, "its connection was closed");
        }
      }
    }
    List<String> who = new ArrayList<>();
    List<String> named = new ArrayList<>();
    for (int peer : dropped) {
      who.add(roster.name(peer));
      named.add(named(peer));
    }
    return gone(
        who.isEmpty()
            ? "exchange " + exchange.step() + " was broken off: the primary waits for others"
            : "lost "
                + String.join(" and ", named)
                + " in exchange "
                + exchange.step()
                + ": the primary goes on without",
        who);
  }

  private RuntimeException gone(String sentence, List<String> who) {
    end(-1, sentence, who);
    isGone = true;
    return new PeerLostException(sentence, who);
  }

  private RuntimeException lost(int peer, @Nullable Loss loss, String otherwise) {
    int about = loss == null ? -1 : loss.about();
    if (about >= 0 && about != roster.self()) {
      return lostOne(about, roster.name(peer) + " has lost it");
    }
    if (loss != null && loss.sign() == Loss.Sign.LEFT) {
      return lostOne(peer, "it has left");
    }
    if (loss != null && loss.sign() == Loss.Sign.SILENT) {
      return lostOne(peer, "nothing was heard of it any more");
    }
    return lostOne(peer, otherwise);
  }

  private RuntimeException lostOne(int peer, String why) {
    return end(
        peer,
        "lost " + named(peer) + " in exchange " + exchange.step() + ": " + why,
        List.of(roster.name(peer)));
  }

  private String named(int peer) {
    return roster.name(peer) + " (" + addresses.get(peer) + ")";
  }

  // At once, so that the others hear who was lost from whoever knows.
  private RuntimeException end(int about, String sentence, List<String> who) {
    failure = sentence;
    lost = who;
    if (peers != null) {
      peers.leave(about);
    }
    return who.isEmpty()
        ? new IllegalStateException(sentence)
        : new PeerLostException(sentence, who);
  }

  static String seconds(Duration duration) {
    double seconds = duration.toMillis() / 1000.0;
    return seconds == Math.rint(seconds) ? (long) seconds + " s" : seconds + " s";
  }

  /** Leaves the job: peers that go on without this replica are told. */
  @Override
  public void close() {
    if (peers != null && failure == null) {
      peers.close();
    }
    failure = failure == null ? "this all-reduce is closed" : failure;
    try {
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
