package org.flytekitplugins.allreduce.internal.mesh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.flytekitplugins.allreduce.internal.greeting.Greetings;
import org.flytekitplugins.allreduce.internal.greeting.Handshake;
import org.flytekitplugins.allreduce.internal.greeting.Purpose;
import org.flytekitplugins.allreduce.internal.greeting.Refusal;
import org.flytekitplugins.allreduce.internal.greeting.Roster;
import org.jspecify.annotations.Nullable;

/**
 * Two connections between any two replicas: one for values, which is handed over as soon as both
 * sides have found out that they belong together, and one for signs of life, which a thread of its
 * own looks after, also while the replica computes. Of two replicas the one of higher rank
 * connects.
 */
public final class Mesh implements AutoCloseable {
  private static final long DIAL_AGAIN = Duration.ofMillis(100).toNanos();
  private static final Duration GREETED = Duration.ofSeconds(5);
  private static final Duration PROBE = Duration.ofSeconds(1);
  private static final Duration END = Duration.ofSeconds(1);

  private final Roster roster;
  private final List<HostPort> addresses;
  private final RefusedConnections refused;
  private final long beat;
  private final Selector selector;
  private final ServerSocketChannel listener;
  private final SecureRandom random = new SecureRandom();
  private final Thread thread;
  private final Set<Link> greeting = new HashSet<>();
  private final int mostGreeting;
  private final Map<Purpose, long[]> nextDial = new EnumMap<>(Purpose.class);
  private long nextBeat;

  private final Vigil vigil;
  private final @Nullable SocketChannel[] values;
  private final @Nullable Link[] pulses;
  private final @Nullable String[] reasons;
  private final boolean[] gaveUp;
  private boolean isComplete;
  private Runnable lossListener = () -> {};
  private volatile boolean isClosing;
  private volatile int about = -1;

  private Mesh(Roster roster, List<HostPort> addresses, Duration silence, Consumer<String> events)
      throws IOException {
    int size = roster.size();
    this.roster = roster;
    this.addresses = List.copyOf(addresses);
    this.refused = new RefusedConnections(events);
    this.beat = silence.toNanos() / 10;
    this.vigil = new Vigil(roster.self(), size, silence.toNanos());
    this.values = new @Nullable SocketChannel[size];
    this.pulses = new @Nullable Link[size];
    this.reasons = new @Nullable String[size];
    this.gaveUp = new boolean[size];
    this.mostGreeting = 64 + 4 * size;
    long now = System.nanoTime();
    for (Purpose purpose : Purpose.values()) {
      long[] next = new long[size];
      Arrays.fill(next, now);
      nextDial.put(purpose, next);
    }
    this.nextBeat = now;
    this.selector = Selector.open();
    this.listener = ListeningSocket.open(addresses.get(roster.self()), events);
    listener.register(selector, SelectionKey.OP_ACCEPT);
    this.thread = new Thread(this::run, "all-reduce of " + roster.name(roster.self()));
    thread.setDaemon(true);
  }

  /**
   * Listens, and starts to connect to all peers.
   *
   * @param addresses of all replicas, by rank
   * @param silence after which a peer that says nothing is lost
   * @param events who is told what happens, on any thread
   */
  public static Mesh open(
      Roster roster, List<HostPort> addresses, Duration silence, Consumer<String> events) {
    try {
      Mesh mesh = new Mesh(roster, addresses, silence, events);
      mesh.thread.start();
      return mesh;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits until all are connected.
   *
   * @return whether they are
   */
  public synchronized boolean await(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!isComplete) {
      long left = end - System.nanoTime();
      if (left <= 0 || isClosing) {
        return false;
      }
      wait(Math.max(1, left / 1_000_000));
    }
    return true;
  }

  /** The connections for values, by rank; null for this replica itself. */
  public synchronized @Nullable SocketChannel[] values() {
    return values.clone();
  }

  /** Who is not connected yet, by rank, and why. */
  public SortedMap<Integer, String> missing() {
    SortedMap<Integer, String> missing = new TreeMap<>();
    SortedMap<Integer, String> waitedToo = new TreeMap<>();
    for (int peer = 0; peer < roster.size(); peer++) {
      if (peer != roster.self() && isMissing(peer)) {
        (hasGivenUp(peer) ? waitedToo : missing).put(peer, reason(peer));
      }
    }
    // Who was here, and has left at its own deadline, is none that was waited for.
    return missing.isEmpty() ? waitedToo : missing;
  }

  private synchronized boolean hasGivenUp(int peer) {
    return gaveUp[peer];
  }

  private synchronized boolean isMissing(int peer) {
    return values[peer] == null || pulses[peer] == null;
  }

  private String reason(int peer) {
    synchronized (this) {
      String reason = reasons[peer];
      if (reason != null) {
        return reason;
      }
    }
    // It should have connected to this replica, so nothing is known of it.
    IOException failure = addresses.get(peer).failure(PROBE);
    return failure == null
        ? "it is up, but has not connected to this replica"
        : HostPort.describe(failure);
  }

  /** Calls somebody whenever a peer is lost, on this mesh's thread. */
  public synchronized void onLoss(Runnable listener) {
    lossListener = listener;
  }

  /** How a peer was lost, or null if it is alive. */
  public synchronized @Nullable Loss loss(int peer) {
    return vigil.loss(peer);
  }

  /** Waits for a sign of how a peer was lost, of whom it is clear that it is. */
  public synchronized @Nullable Loss awaitLoss(int peer, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    try {
      while (vigil.loss(peer) == null && System.nanoTime() - end < 0) {
        wait(10);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return vigil.loss(peer);
  }

  private void run() {
    try {
      long pause = Math.max(1, Math.min(beat, DIAL_AGAIN) / 1_000_000);
      while (!isClosing) {
        selector.select(this::handle, pause);
        long now = System.nanoTime();
        dial(now);
        dropLate(now);
        beat(now);
        watch(now);
      }
      farewell();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      closeAll();
    }
  }

  private void handle(SelectionKey key) {
    if (!key.isValid()) {
      return;
    }
    if (key.isAcceptable()) {
      accept();
      return;
    }
    Link link = (Link) key.attachment();
    try {
      if (key.isConnectable() && link.channel().finishConnect()) {
        link.greet(
            Handshake.dial(roster, link.dialled(), link.purpose(), () -> Greetings.nonce(random)));
      }
      Handshake handshake = link.handshake();
      if (handshake == null) {
        return;
      }
      if (handshake.isAccepted()) {
        listen(link, handshake.peer());
      } else {
        greet(link, handshake, key);
      }
    } catch (IOException e) {
      lost(link, HostPort.describe(e));
    }
  }

  private void accept() {
    try {
      SocketChannel channel = listener.accept();
      while (channel != null) {
        if (greeting.size() >= mostGreeting) {
          channel.close();
        } else {
          Link link = Link.from(channel, System.nanoTime() + GREETED.toNanos());
          link.greet(Handshake.answer(roster, () -> Greetings.nonce(random)));
          greeting.add(link);
          channel.register(selector, SelectionKey.OP_READ, link);
        }
        channel = listener.accept();
      }
    } catch (IOException e) {
      // Whoever it was hung up at once, or no more files can be opened: the next look will tell.
      return;
    }
  }

  private void greet(Link link, Handshake handshake, SelectionKey key) throws IOException {
    while (true) {
      if (handshake.outgoing().hasRemaining()) {
        link.channel().write(handshake.outgoing());
      }
      if (handshake.outgoing().hasRemaining()) {
        key.interestOps(SelectionKey.OP_WRITE);
        return;
      }
      if (handshake.isOver()) {
        over(link, handshake, key);
        return;
      }
      key.interestOps(SelectionKey.OP_READ);
      int count = link.channel().read(handshake.incoming());
      if (count < 0) {
        lost(link, "it hung up before it had said who it is");
        return;
      }
      if (handshake.incoming().hasRemaining()) {
        return;
      }
      handshake.received(late());
    }
  }

  private synchronized @Nullable Refusal late() {
    return isComplete ? Refusal.BEGUN : null;
  }

  private void over(Link link, Handshake handshake, SelectionKey key) {
    greeting.remove(link);
    if (handshake.isAccepted()) {
      install(link, handshake, key);
      return;
    }
    Refusal refusal = handshake.refusal();
    lost(link, refusal == null ? "it is no replica of an all-reduce" : refusal.sentence());
  }

  private synchronized void install(Link link, Handshake handshake, SelectionKey key) {
    int peer = handshake.peer();
    // A peer that has lost its connection, or was restarted, connects anew.
    if (handshake.purpose() == Purpose.VALUES) {
      close(values[peer]);
      values[peer] = link.channel();
      key.cancel();
    } else {
      Link before = pulses[peer];
      if (before != null) {
        before.close();
      }
      pulses[peer] = link;
      gaveUp[peer] = false;
      key.interestOps(SelectionKey.OP_READ);
      vigil.forget(peer);
    }
    complete();
  }

  private synchronized void complete() {
    for (int peer = 0; peer < roster.size(); peer++) {
      if (peer != roster.self() && isMissing(peer)) {
        return;
      }
    }
    isComplete = true;
    vigil.keep(System.nanoTime());
    notifyAll();
  }

  private void listen(Link link, int peer) throws IOException {
    ByteBuffer frame = link.pulse();
    while (true) {
      int count = link.channel().read(frame);
      if (count < 0) {
        lost(link, "its connection was closed");
        return;
      }
      if (frame.hasRemaining()) {
        return;
      }
      if (!PulseFrame.isOne(frame)) {
        lost(link, "it sends what is no sign of life");
        return;
      }
      heard(peer, frame);
      frame.clear();
    }
  }

  private synchronized void heard(int peer, ByteBuffer frame) {
    vigil.heard(peer, System.nanoTime());
    if (!PulseFrame.isLeaving(frame)) {
      return;
    }
    gaveUp[peer] = true;
    if (isComplete) {
      vigil.left(peer, PulseFrame.about(frame, roster.size()));
      notifyAll();
      lossListener.run();
    }
  }

  private void lost(Link link, String why) {
    link.close();
    greeting.remove(link);
    Handshake handshake = link.handshake();
    if (handshake != null && handshake.isAccepted()) {
      lostPulse(link, handshake.peer());
    } else if (link.dialled() >= 0) {
      synchronized (this) {
        reasons[link.dialled()] = why;
      }
    } else {
      refused.tell(link.remote(), why);
    }
  }

  private synchronized void lostPulse(Link link, int peer) {
    if (pulses[peer] != link) {
      return;
    }
    if (isComplete) {
      vigil.closed(peer);
      notifyAll();
      lossListener.run();
      return;
    }
    // Nothing has begun: it may come back.
    pulses[peer] = null;
    close(values[peer]);
    values[peer] = null;
    reasons[peer] = null;
  }

  private void dial(long now) {
    nextDial.forEach(
        (purpose, next) -> {
          for (int peer = 0; peer < roster.self(); peer++) {
            if (now - next[peer] >= 0 && isWanted(peer, purpose)) {
              next[peer] = now + DIAL_AGAIN;
              dial(peer, purpose, now);
            }
          }
        });
  }

  private synchronized boolean isWanted(int peer, Purpose purpose) {
    boolean isThere = purpose == Purpose.VALUES ? values[peer] != null : pulses[peer] != null;
    return !isThere
        && greeting.stream().noneMatch(link -> link.dialled() == peer && link.purpose() == purpose);
  }

  private void dial(int peer, Purpose purpose, long now) {
    try {
      Link link = Link.to(peer, addresses.get(peer), purpose, now + GREETED.toNanos());
      greeting.add(link);
      link.channel().register(selector, SelectionKey.OP_CONNECT, link);
    } catch (IOException e) {
      synchronized (this) {
        reasons[peer] = HostPort.describe(e);
      }
    }
  }

  private void dropLate(long now) {
    List<Link> late = new ArrayList<>();
    greeting.stream().filter(link -> link.isLate(now)).forEach(late::add);
    late.forEach(link -> lost(link, "no answer"));
  }

  private void beat(long now) {
    if (now - nextBeat < 0) {
      return;
    }
    nextBeat = now + beat;
    for (Link pulse : alive()) {
      try {
        pulse.say(PulseFrame.alive());
      } catch (IOException e) {
        lost(pulse, HostPort.describe(e));
      }
    }
  }

  private synchronized List<Link> alive() {
    List<Link> alive = new ArrayList<>();
    for (Link pulse : pulses) {
      if (pulse != null && pulse.channel().isOpen()) {
        alive.add(pulse);
      }
    }
    return alive;
  }

  private synchronized void watch(long now) {
    if (vigil.tick(now)) {
      notifyAll();
      lossListener.run();
    }
  }

  private void farewell() {
    alive().forEach(this::farewell);
  }

  private void farewell(Link pulse) {
    try {
      pulse.say(PulseFrame.leaving(about));
      pulse.channel().shutdownOutput();
      // What was left unread would make the system throw the farewell away.
      ByteBuffer unread = ByteBuffer.allocate(4096);
      while (pulse.channel().read(unread) > 0) {
        unread.clear();
      }
    } catch (IOException e) {
      // It is gone itself.
      return;
    }
  }

  private synchronized void closeAll() {
    greeting.forEach(Link::close);
    for (int peer = 0; peer < roster.size(); peer++) {
      close(values[peer]);
      Link pulse = pulses[peer];
      if (pulse != null) {
        pulse.close();
      }
    }
    try {
      listener.close();
      selector.close();
    } catch (IOException e) {
      // The process, at the latest, gives them back.
      return;
    } finally {
      isClosing = true;
      notifyAll();
    }
  }

  private static void close(@Nullable SocketChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // It is gone either way.
        return;
      }
    }
  }

  /**
   * Leaves, and says whom it has lost.
   *
   * @param lost a rank, or -1
   */
  public void leave(int lost) {
    about = lost;
    close();
  }

  /** Leaves. */
  @Override
  public void close() {
    isClosing = true;
    selector.wakeup();
    try {
      thread.join(END.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
