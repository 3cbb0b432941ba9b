package org.flytekitplugins.allreduce.internal.mesh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.flytekitplugins.allreduce.internal.greeting.Handshake;
import org.flytekitplugins.allreduce.internal.greeting.Purpose;
import org.flytekitplugins.allreduce.internal.greeting.Refusal;
import org.flytekitplugins.allreduce.internal.greeting.Roster;
import org.flytekitplugins.allreduce.internal.membership.Member;
import org.flytekitplugins.allreduce.internal.membership.Proposal;
import org.flytekitplugins.allreduce.internal.membership.Registrar;
import org.flytekitplugins.allreduce.internal.membership.StateVersion;
import org.flytekitplugins.allreduce.internal.membership.Status;
import org.jspecify.annotations.Nullable;

/**
 * The replicas of a job, as they come and go: carries what {@link Member} and {@link Registrar}
 * tell each other, and makes the connections that they ask for. A thread of its own does so, also
 * while the replica computes.
 */
public final class MembershipMesh implements AutoCloseable, PeerLoop.Owner, Member.Acts {
  private static final int PRIMARY = 0;
  private static final long PATIENCE = Duration.ofMillis(300).toNanos();

  private final Roster roster;
  private final PulseFrame frames;
  private final PeerLoop loop;

  private final Pulses pulses;
  private final Vigil vigil;
  private final ValueConnections values;
  private final Member member;
  private final @Nullable Registrar registrar;
  private final Absences absences;
  private final long[] nextPulse;
  private final long[] nextValues;
  private @Nullable Proposal announcement;
  private @Nullable MemberPeers offered;
  private @Nullable MemberPeers current;

  private MembershipMesh(
      Roster roster,
      List<HostPort> addresses,
      int minimum,
      Duration silence,
      Consumer<String> events)
      throws IOException {
    int size = roster.size();
    long now = System.nanoTime();
    this.roster = roster;
    this.frames = new PulseFrame(size);
    long beat = silence.toNanos() / 10;
    this.pulses = new Pulses(frames, size, beat, this);
    this.vigil = new Vigil(roster.self(), size, silence.toNanos());
    this.values = new ValueConnections(roster.self());
    this.member = new Member(roster.self(), this);
    // Above what an earlier process of the primary has given out, if nobody is there to tell.
    this.registrar =
        roster.self() == PRIMARY
            ? new Registrar(
                size,
                minimum,
                silence.toNanos(),
                System.currentTimeMillis(),
                now,
                new RegistrarActs())
            : null;
    this.absences = new Absences(roster, addresses);
    this.nextPulse = new long[size];
    this.nextValues = new long[size];
    Arrays.fill(nextPulse, now);
    Arrays.fill(nextValues, now);
    this.loop = new PeerLoop(roster, addresses, pulses, beat, events, this);
  }

  /**
   * Listens, and starts to connect to all peers.
   *
   * @param addresses of all replicas, by rank; the first is the primary
   * @param minimum how many must be there to go on
   * @param silence after which a peer that says nothing is lost
   * @param events who is told what happens, on any thread
   */
  public static MembershipMesh open(
      Roster roster,
      List<HostPort> addresses,
      int minimum,
      Duration silence,
      Consumer<String> events) {
    try {
      MembershipMesh mesh =
          new MembershipMesh(roster, List.copyOf(addresses), minimum, silence, events);
      mesh.loop.start();
      return mesh;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits until this replica takes part in what comes next.
   *
   * @param version how far its variables are
   * @return with whom; null if that did not come to be in time, or the primary has left
   */
  public synchronized @Nullable MemberPeers await(StateVersion version, Duration limit)
      throws InterruptedException {
    long start = System.nanoTime();
    current = null;
    if (offered == null) {
      member.await(version);
      decide();
    }
    while (offered == null) {
      long now = System.nanoTime();
      long left = start + limit.toNanos() - now;
      if (left <= 0 || loop.isClosing() || (hasPrimaryLeft() && now - start > PATIENCE)) {
        return null;
      }
      wait(Math.max(1, Math.min(left, PATIENCE) / 1_000_000));
    }
    current = offered;
    offered = null;
    return current;
  }

  /** Whether the primary has said that it leaves, and was not heard of since. */
  public boolean hasPrimaryLeft() {
    return absences.hasLeft(PRIMARY);
  }

  /** Who is not there, by rank, and why; the primary if all are and it does nothing about it. */
  public SortedMap<Integer, String> missing() {
    SortedMap<Integer, String> missing = absences.of(this::isThere);
    if (missing.isEmpty()) {
      int other = roster.self() == PRIMARY ? roster.size() - 1 : PRIMARY;
      missing.put(other, "it is up, but not ready to take part with this replica");
    }
    return missing;
  }

  private synchronized boolean isThere(int peer) {
    return pulses.has(peer);
  }

  /** Whether the primary's exchange that begins now lets its members know that they change. */
  synchronized boolean announcesAfter(Proposal present) {
    Proposal next = announcement;
    if (registrar == null || next == null || next.base() != present.epoch()) {
      return false;
    }
    announcement = null;
    registrar.announced();
    return true;
  }

  @Override
  public void tend(long now) {
    if (vigil.tick(now)) {
      for (int peer = 0; peer < roster.size(); peer++) {
        Loss loss = vigil.loss(peer);
        if (loss != null && pulses.has(peer)) {
          pulses.close(peer);
          lost(peer, loss);
        }
      }
    }
    dial(now);
    decide();
  }

  private void dial(long now) {
    for (int peer = 0; peer < roster.self(); peer++) {
      if (!pulses.has(peer) && now - nextPulse[peer] >= 0) {
        nextPulse[peer] = now + PeerLoop.DIAL_AGAIN;
        loop.dial(peer, Purpose.PULSE, 0);
      }
    }
    for (int peer : values.missing()) {
      if (peer < roster.self() && now - nextValues[peer] >= 0) {
        nextValues[peer] = now + PeerLoop.DIAL_AGAIN;
        loop.dial(peer, Purpose.VALUES, values.epoch());
      }
    }
  }

  private void decide() {
    if (registrar != null) {
      registrar.decide(System.nanoTime());
    }
  }

  // ---- peers

  @Override
  public synchronized @Nullable Refusal refusal(Handshake handshake) {
    return handshake.purpose() == Purpose.VALUES && values.isOver(handshake.epoch())
        ? Refusal.OLD
        : null;
  }

  @Override
  public void failed(int peer, String why) {
    absences.failed(peer, why);
  }

  @Override
  public synchronized void greeted(Link link, int peer, Handshake handshake, SelectionKey key) {
    if (handshake.purpose() == Purpose.VALUES) {
      key.cancel();
      if (values.isOver(handshake.epoch())) {
        link.close();
      } else {
        values.add(peer, handshake.epoch(), link.channel());
        connectedIfComplete();
      }
      return;
    }
    if (pulses.has(peer)) {
      // It was restarted, or has lost its connection, and nobody has told this replica.
      lost(peer, Loss.closed());
    }
    pulses.add(peer, link, key);
    vigil.watch(peer, System.nanoTime());
    absences.arrived(peer);
    if (registrar != null) {
      registrar.linked(peer);
    }
    member.linked(peer);
    decide();
  }

  @Override
  public synchronized void heard(int peer, ByteBuffer frame) {
    vigil.heard(peer, System.nanoTime());
    switch (frames.kind(frame)) {
      case ALIVE:
        return;
      case LEAVING:
        absences.left(peer);
        pulses.close(peer);
        if (registrar != null) {
          registrar.left(peer);
        }
        unlinked(peer, Loss.left(-1));
        return;
      case STATUS:
        if (registrar != null) {
          registrar.status(peer, frames.statusOf(frame));
          decide();
        }
        return;
      case PROPOSAL:
        if (peer == PRIMARY) {
          member.proposed(frames.proposalOf(frame));
        }
        return;
    }
  }

  @Override
  public synchronized void ended(int peer, String why) {
    absences.forget(peer);
    lost(peer, Loss.closed());
  }

  private void lost(int peer, Loss loss) {
    if (registrar != null) {
      registrar.unlinked(peer);
    }
    unlinked(peer, loss);
  }

  private void unlinked(int peer, Loss loss) {
    for (MemberPeers each : Arrays.asList(offered, current)) {
      if (each != null) {
        each.lost(peer, loss);
      }
    }
    member.unlinked(peer);
    decide();
    notifyAll();
  }

  // ---- what the membership asks for

  @Override
  public void report(Status status) {
    if (registrar != null) {
      registrar.status(PRIMARY, status);
    } else {
      pulses.say(PRIMARY, frames.status(status));
    }
  }

  @Override
  public void connect(Proposal proposal) {
    values.want(proposal);
    Arrays.fill(nextValues, System.nanoTime());
    loop.wakeup();
    connectedIfComplete();
  }

  private void connectedIfComplete() {
    Proposal newest = member.newest();
    if (newest != null && newest.epoch() == values.epoch() && values.missing().isEmpty()) {
      member.connected(newest.epoch());
    }
  }

  @Override
  public void enter(Proposal proposal) {
    offered = new MemberPeers(this, proposal, values.handOver(proposal));
    notifyAll();
  }

  @Override
  public void breakOff(Proposal instead) {
    for (MemberPeers each : Arrays.asList(offered, current)) {
      if (each != null) {
        each.breakOff(instead);
      }
    }
    notifyAll();
  }

  private final class RegistrarActs implements Registrar.Acts {
    @Override
    public void send(int peer, Proposal proposal) {
      if (peer == PRIMARY) {
        member.proposed(proposal);
      } else {
        pulses.say(peer, frames.proposal(proposal));
      }
    }

    @Override
    public void announce(Proposal proposal) {
      announcement = proposal;
    }

    @Override
    public void withdraw() {
      announcement = null;
    }
  }

  // ---- the end

  @Override
  public void closed() {
    values.close();
    if (offered != null) {
      offered.close();
    }
  }

  @Override
  public int lost() {
    return -1;
  }

  /** Leaves. */
  @Override
  public void close() {
    loop.close();
  }
}
