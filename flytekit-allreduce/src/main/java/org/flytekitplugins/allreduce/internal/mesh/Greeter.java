package org.flytekitplugins.allreduce.internal.mesh;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.flytekitplugins.allreduce.internal.greeting.Greetings;
import org.flytekitplugins.allreduce.internal.greeting.Handshake;
import org.flytekitplugins.allreduce.internal.greeting.Purpose;
import org.flytekitplugins.allreduce.internal.greeting.Refusal;
import org.flytekitplugins.allreduce.internal.greeting.Roster;
import org.jspecify.annotations.Nullable;

/**
 * Connects to peers and lets them connect, until both sides know that they belong together. Of two
 * replicas the one of higher rank connects. For use by the thread of its selector alone.
 */
final class Greeter {
  private static final Duration GREETED = Duration.ofSeconds(5);

  /** Whose peers they are. */
  interface Host {
    /** Why a peer cannot be taken in now although all is right, or null. */
    @Nullable Refusal refusal(Handshake handshake);

    /** Both sides know each other. */
    void greeted(Link link, int peer, Handshake handshake, SelectionKey key);

    /** This replica could not connect to a peer. */
    void failed(int peer, String why);
  }

  private final Roster roster;
  private final List<HostPort> addresses;
  private final Selector selector;
  private final Host host;
  private final RefusedConnections refused;
  private final Resolver resolver;
  private final ServerSocketChannel listener;
  private final SecureRandom random = new SecureRandom();
  private final Set<Link> greeting = new HashSet<>();
  private final Set<String> resolving = new HashSet<>();
  private final Queue<Runnable> resolved = new ConcurrentLinkedQueue<>();
  private final int most;

  Greeter(
      Roster roster,
      List<HostPort> addresses,
      Consumer<String> events,
      Selector selector,
      Host host)
      throws IOException {
    this.roster = roster;
    this.addresses = addresses;
    this.selector = selector;
    this.host = host;
    this.refused = new RefusedConnections(events);
    this.most = 64 + 4 * roster.size();
    this.listener = ListeningSocket.open(addresses.get(roster.self()), events);
    this.resolver = new Resolver("names for " + roster.name(roster.self()));
    listener.register(selector, SelectionKey.OP_ACCEPT);
  }

  /** Starts to connect to a peer, unless that is under way. */
  void dial(int peer, Purpose purpose, long epoch) {
    String what = peer + " " + purpose + " " + epoch;
    if (isUnderWay(peer, purpose, epoch) || !resolving.add(what)) {
      return;
    }
    resolver.resolve(
        addresses.get(peer),
        (address, failure) -> {
          resolved.add(
              () -> {
                resolving.remove(what);
                if (address == null) {
                  host.failed(peer, failure == null ? "unknown host" : HostPort.describe(failure));
                } else {
                  connect(peer, address, purpose, epoch);
                }
              });
          selector.wakeup();
        });
  }

  private boolean isUnderWay(int peer, Purpose purpose, long epoch) {
    return greeting.stream()
        .anyMatch(
            link -> link.dialled() == peer && link.purpose() == purpose && link.epoch() == epoch);
  }

  private void connect(int peer, InetSocketAddress address, Purpose purpose, long epoch) {
    try {
      Link link = Link.to(peer, address, purpose, epoch, System.nanoTime() + GREETED.toNanos());
      greeting.add(link);
      link.channel().register(selector, SelectionKey.OP_CONNECT, link);
    } catch (IOException e) {
      host.failed(peer, HostPort.describe(e));
    }
  }

  /** Goes on with what has been looked up, and without those who take too long. */
  void tend(long now) {
    for (Runnable next = resolved.poll(); next != null; next = resolved.poll()) {
      next.run();
    }
    List<Link> late = new ArrayList<>();
    greeting.stream().filter(link -> link.isLate(now)).forEach(late::add);
    late.forEach(link -> lost(link, "no answer"));
  }

  /** Whether a connection is still greeted on. */
  boolean isGreeting(Link link) {
    return greeting.contains(link);
  }

  /** Lets those in who have connected. */
  void accept() {
    try {
      SocketChannel channel = listener.accept();
      while (channel != null) {
        if (greeting.size() >= most) {
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

  /** Goes on with a greeting. */
  void proceed(Link link, SelectionKey key) {
    try {
      if (key.isConnectable() && link.channel().finishConnect()) {
        link.greet(
            Handshake.dial(
                roster,
                link.dialled(),
                link.purpose(),
                link.epoch(),
                () -> Greetings.nonce(random)));
      }
      Handshake handshake = link.handshake();
      if (handshake != null) {
        greet(link, handshake, key);
      }
    } catch (IOException e) {
      lost(link, HostPort.describe(e));
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
      handshake.received(handshake.peer() < 0 ? null : host.refusal(handshake));
    }
  }

  private void over(Link link, Handshake handshake, SelectionKey key) {
    if (handshake.isAccepted()) {
      greeting.remove(link);
      host.greeted(link, handshake.peer(), handshake, key);
      return;
    }
    Refusal refusal = handshake.refusal();
    lost(link, refusal == null ? "it is no replica of an all-reduce" : refusal.sentence());
  }

  private void lost(Link link, String why) {
    link.close();
    greeting.remove(link);
    if (link.dialled() >= 0) {
      host.failed(link.dialled(), why);
    } else {
      refused.tell(link.remote(), why);
    }
  }

  void close() {
    resolver.close();
    greeting.forEach(Link::close);
    try {
      listener.close();
    } catch (IOException e) {
      // The process, at the latest, gives it back.
      return;
    }
  }
}
