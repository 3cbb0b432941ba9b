package org.flytekitplugins.allreduce.internal.mesh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.flytekitplugins.allreduce.internal.greeting.Handshake;
import org.flytekitplugins.allreduce.internal.greeting.Purpose;
import org.flytekitplugins.allreduce.internal.greeting.Refusal;
import org.flytekitplugins.allreduce.internal.greeting.Roster;
import org.jspecify.annotations.Nullable;

/**
 * All replicas of a job, which must be there from its beginning to its end. Any two have two
 * connections: one for values, which is handed over as soon as all are there, and one for signs of
 * life, which a thread of its own looks after, also while the replica computes.
 */
public final class Mesh implements Peers, PeerLoop.Owner {
  private final Roster roster;
  private final PulseFrame frames;
  private final PeerLoop loop;
  private final Map<Purpose, long[]> nextDial = new EnumMap<>(Purpose.class);

  private final Pulses pulses;
  private final Vigil vigil;
  private final @Nullable SocketChannel[] values;
  private final Absences absences;
  private boolean isComplete;
  private Runnable lossListener = () -> {};
  private int about = -1;

  private Mesh(Roster roster, List<HostPort> addresses, Duration silence, Consumer<String> events)
      throws IOException {
    int size = roster.size();
    this.roster = roster;
    this.frames = new PulseFrame(size);
    long beat = silence.toNanos() / 10;
    this.pulses = new Pulses(frames, size, beat, this);
    this.vigil = new Vigil(roster.self(), size, silence.toNanos());
    this.values = new @Nullable SocketChannel[size];
    this.absences = new Absences(roster, addresses);
    long now = System.nanoTime();
    for (Purpose purpose : Purpose.values()) {
      long[] next = new long[size];
      Arrays.fill(next, now);
      nextDial.put(purpose, next);
    }
    this.loop = new PeerLoop(roster, addresses, pulses, beat, events, this);
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
      Mesh mesh = new Mesh(roster, List.copyOf(addresses), silence, events);
      mesh.loop.start();
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
      if (left <= 0 || loop.isClosing()) {
        return false;
      }
      wait(Math.max(1, left / 1_000_000));
    }
    return true;
  }

  @Override
  public synchronized @Nullable SocketChannel[] values() {
    return values.clone();
  }

  /** Who is not connected yet, by rank, and why. */
  public SortedMap<Integer, String> missing() {
    return absences.of(peer -> !isMissing(peer));
  }

  private synchronized boolean isMissing(int peer) {
    return values[peer] == null || !pulses.has(peer);
  }

  @Override
  public synchronized void onLoss(Runnable listener) {
    lossListener = listener;
  }

  @Override
  public synchronized @Nullable Loss loss(int peer) {
    return vigil.loss(peer);
  }

  @Override
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

  @Override
  public boolean isLast() {
    return false;
  }

  @Override
  public @Nullable List<Integer> dropped() {
    return null;
  }

  @Override
  public void tend(long now) {
    dial(now);
    if (vigil.tick(now)) {
      tellOfLoss();
    }
  }

  private void tellOfLoss() {
    notifyAll();
    lossListener.run();
  }

  private void dial(long now) {
    nextDial.forEach(
        (purpose, next) -> {
          for (int peer = 0; peer < roster.self(); peer++) {
            if (now - next[peer] >= 0 && isWanted(peer, purpose)) {
              next[peer] = now + PeerLoop.DIAL_AGAIN;
              loop.dial(peer, purpose, 0);
            }
          }
        });
  }

  private boolean isWanted(int peer, Purpose purpose) {
    return !isComplete && (purpose == Purpose.VALUES ? values[peer] == null : !pulses.has(peer));
  }

  @Override
  public synchronized @Nullable Refusal refusal(Handshake handshake) {
    return isComplete ? Refusal.BEGUN : null;
  }

  @Override
  public void failed(int peer, String why) {
    absences.failed(peer, why);
  }

  @Override
  public synchronized void greeted(Link link, int peer, Handshake handshake, SelectionKey key) {
    // A peer that has lost its connection, or was restarted, connects anew.
    if (handshake.purpose() == Purpose.VALUES) {
      close(values[peer]);
      values[peer] = link.channel();
      key.cancel();
    } else {
      pulses.add(peer, link, key);
      absences.arrived(peer);
      vigil.forget(peer);
    }
    complete();
  }

  private void complete() {
    for (int peer = 0; peer < roster.size(); peer++) {
      if (peer != roster.self() && isMissing(peer)) {
        return;
      }
    }
    isComplete = true;
    vigil.keep(System.nanoTime());
    notifyAll();
  }

  @Override
  public synchronized void heard(int peer, ByteBuffer frame) {
    vigil.heard(peer, System.nanoTime());
    if (frames.kind(frame) == PulseFrame.Kind.LEAVING) {
      absences.left(peer);
      if (isComplete) {
        vigil.left(peer, frames.about(frame));
        tellOfLoss();
      }
    }
  }

  @Override
  public synchronized void ended(int peer, String why) {
    if (isComplete) {
      vigil.closed(peer);
      tellOfLoss();
      return;
    }
    // Nothing has begun: it may come back.
    close(values[peer]);
    values[peer] = null;
    absences.forget(peer);
  }

  @Override
  public void closed() {
    for (SocketChannel channel : values) {
      close(channel);
    }
  }

  @Override
  public int lost() {
    return about;
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

  @Override
  public void leave(int lost) {
    synchronized (this) {
      about = lost;
    }
    close();
  }

  @Override
  public void close() {
    loop.close();
  }
}
