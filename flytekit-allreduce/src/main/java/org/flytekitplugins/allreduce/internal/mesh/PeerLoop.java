package org.flytekitplugins.allreduce.internal.mesh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.flytekitplugins.allreduce.internal.greeting.Handshake;
import org.flytekitplugins.allreduce.internal.greeting.Purpose;
import org.flytekitplugins.allreduce.internal.greeting.Roster;

/**
 * The thread that looks after a replica's connections, also while the replica computes: it lets
 * peers in, takes in what they say, and lets its owner do what is to be done from time to time.
 */
final class PeerLoop implements AutoCloseable {
  /** How long an owner waits before it dials a peer again, in nanoseconds. */
  static final long DIAL_AGAIN = Duration.ofMillis(100).toNanos();

  private static final Duration END = Duration.ofSeconds(1);

  /** Whose connections they are. What it is told, it is told while its monitor is held. */
  interface Owner extends Greeter.Host, Pulses.Receiver {
    /** Dials whoever is to be dialled, and looks at the time. */
    void tend(long now);

    /** Everything is closed; nothing is told any more. */
    void closed();

    /** What farewells say who was lost: a rank, or -1. */
    int lost();
  }

  private final Owner owner;
  private final Pulses pulses;
  private final long pause;
  private final Selector selector;
  private final Greeter greeter;
  private final Thread thread;
  private volatile boolean isClosing;

  /**
   * Listens, but lets nobody in before it is {@linkplain #start started}.
   *
   * @param pulses the owner's, to be used with its monitor held
   * @param beat how many nanoseconds lie between two signs of life
   * @param events who is told what happens, on any thread
   */
  PeerLoop(
      Roster roster,
      List<HostPort> addresses,
      Pulses pulses,
      long beat,
      Consumer<String> events,
      Owner owner)
      throws IOException {
    this.owner = owner;
    this.pulses = pulses;
    this.pause = Math.max(1, Math.min(beat / 4, DIAL_AGAIN) / 1_000_000);
    this.selector = Selector.open();
    this.greeter = new Greeter(roster, addresses, events, selector, owner);
    this.thread = new Thread(this::run, "all-reduce of " + roster.name(roster.self()));
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Starts to connect to a peer, unless that is under way; on this loop's thread. */
  void dial(int peer, Purpose purpose, long epoch) {
    greeter.dial(peer, purpose, epoch);
  }

  /** Lets the thread look at once. */
  void wakeup() {
    selector.wakeup();
  }

  /** Whether nothing will come any more. */
  boolean isClosing() {
    return isClosing;
  }

  private void run() {
    try {
      while (!isClosing) {
        selector.select(this::handle, pause);
        long now = System.nanoTime();
        greeter.tend(now);
        synchronized (owner) {
          pulses.tend(now);
          owner.tend(now);
        }
      }
      synchronized (owner) {
        pulses.farewell(owner.lost());
      }
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
      greeter.accept();
      return;
    }
    Link link = (Link) key.attachment();
    if (greeter.isGreeting(link)) {
      greeter.proceed(link, key);
      return;
    }
    synchronized (owner) {
      Handshake handshake = link.handshake();
      if (handshake != null) {
        pulses.read(handshake.peer(), link);
      }
    }
  }

  private void closeAll() {
    synchronized (owner) {
      isClosing = true;
      greeter.close();
      pulses.close();
      try {
        selector.close();
      } catch (IOException e) {
        // The process, at the latest, gives it back.
        return;
      } finally {
        owner.closed();
        owner.notifyAll();
      }
    }
  }

  /** Says farewell, and closes everything. */
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
