package org.flytekitplugins.allreduce;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.flytekitplugins.allreduce.internal.exchange.ExchangeSizes;
import org.flytekitplugins.allreduce.internal.greeting.Roster;
import org.flytekitplugins.allreduce.internal.membership.StateVersion;
import org.flytekitplugins.allreduce.internal.membership.Succession;
import org.flytekitplugins.allreduce.internal.mesh.HostPort;
import org.flytekitplugins.allreduce.internal.mesh.MemberPeers;
import org.flytekitplugins.allreduce.internal.mesh.MembershipMesh;
import org.jspecify.annotations.Nullable;

/**
 * A replica of a job that goes on when others are lost, and takes those in that come back. The
 * first replica is the primary: it alone says who takes part, so when the network splits only those
 * go on that reach it, and without it nobody does.
 *
 * <p>Between two changes the same replicas take part, a {@link Generation}. Not for use by several
 * threads.
 *
 * <pre>{@code
 * try (ElasticAllReduce job = builder.minReplicas(2).connectElastic()) {
 *   while (step < steps) {
 *     try (Generation members = job.next(step)) {
 *       step = members.step(); // everybody goes on with the state of members.source()
 *       members.share(state);
 *       while (step < steps && !members.isOver()) {
 *         members.sum(gradient);
 *         step++;
 *       }
 *     } catch (PeerLostException e) {
 *       // The others go on from the last step that was done.
 *     }
 *   }
 * }
 * }</pre>
 */
public final class ElasticAllReduce implements AutoCloseable {
  private final Roster roster;
  private final List<HostPort> addresses;
  private final MembershipMesh mesh;
  private final Duration startUp;
  private final Duration limit;
  private final ExchangeSizes sizes;
  private long epoch;
  private @Nullable Generation current;

  ElasticAllReduce(
      Roster roster,
      List<HostPort> addresses,
      MembershipMesh mesh,
      Duration startUp,
      Duration limit,
      ExchangeSizes sizes) {
    this.roster = roster;
    this.addresses = addresses;
    this.mesh = mesh;
    this.startUp = startUp;
    this.limit = limit;
    this.sizes = sizes;
  }

  /** The names of all replicas, whether they are there or not; the first is the primary. */
  public List<String> replicas() {
    return roster.replicas();
  }

  /**
   * Waits until it is clear who takes part next, as long as replicas may take to come up.
   *
   * @param step the last step that this replica has done; -1 if it has no state to train
   * @throws PeersMissingException if nothing comes of it in time
   */
  public Generation next(long step) {
    return next(step, startUp);
  }

  /**
   * Waits until it is clear who takes part next. What was before is closed.
   *
   * @param step the last step that this replica has done; -1 if it has no state to train
   * @param limit how long to wait; after that it may be called again
   * @throws PeersMissingException if nothing comes of it in time
   */
  public Generation next(long step, Duration limit) {
    Generation before = current;
    if (before != null) {
      before.close();
      epoch = before.stateEpoch(epoch);
      current = null;
    }
    StateVersion version = step < 0 ? StateVersion.NONE : StateVersion.of(epoch, step);
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      MemberPeers members = await(version, Duration.ofNanos(end - System.nanoTime()));
      if (members == null) {
        throw PeersMissingException.of(limit, roster.replicas(), addresses, mesh.missing());
      }
      AllReduce replicas = exchangeAmong(members);
      try {
        current = new Generation(replicas, members.epoch(), agree(replicas, version));
        return current;
      } catch (PeerLostException e) {
        // Somebody was lost again before all were there.
        replicas.close();
      } catch (RuntimeException | Error e) {
        replicas.close();
        throw e;
      }
    }
  }

  private @Nullable MemberPeers await(StateVersion version, Duration limit) {
    try {
      return mesh.await(version, limit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for other replicas", e);
    }
  }

  private AllReduce exchangeAmong(MemberPeers members) {
    List<HostPort> theirs = new ArrayList<>();
    for (int rank : members.members()) {
      theirs.add(addresses.get(rank));
    }
    return AllReduce.over(
        members, members.epoch(), roster.among(members.members()), theirs, limit, sizes);
  }

  /** Finds out who is furthest. */
  private static Succession agree(AllReduce replicas, StateVersion own) {
    int count = replicas.replicas().size();
    BitSet everybody = new BitSet();
    everybody.set(0, count);
    List<StateVersion> versions = new ArrayList<>();
    for (int rank = 0; rank < count; rank++) {
      ByteBuffer said =
          ByteBuffer.allocate(2 * Long.BYTES).putLong(own.epoch()).putLong(own.step()).flip();
      replicas.broadcast(said, rank, everybody);
      versions.add(StateVersion.of(said.getLong(0), said.getLong(Long.BYTES)));
    }
    return Succession.of(versions);
  }

  /** Leaves the job. */
  @Override
  public void close() {
    if (current != null) {
      current.close();
    }
    mesh.close();
  }
}
