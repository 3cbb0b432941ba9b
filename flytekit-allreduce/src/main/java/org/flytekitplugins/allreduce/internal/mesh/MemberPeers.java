package org.flytekitplugins.allreduce.internal.mesh;

import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.flytekitplugins.allreduce.internal.membership.Proposal;
import org.jspecify.annotations.Nullable;

/** Those who take part between two changes. Ranks are their places among them. */
public final class MemberPeers implements Peers {
  private final MembershipMesh mesh;
  private final Proposal proposal;
  private final int[] members;
  private final @Nullable SocketChannel[] values;
  private final @Nullable Loss[] losses;
  private @Nullable List<Integer> dropped;
  private Runnable lossListener = () -> {};

  MemberPeers(MembershipMesh mesh, Proposal proposal, @Nullable SocketChannel[] values) {
    this.mesh = mesh;
    this.proposal = proposal;
    this.members = proposal.members().stream().toArray();
    this.values = values;
    this.losses = new @Nullable Loss[members.length];
  }

  /** The epoch that all frames of these members have. */
  public long epoch() {
    return proposal.epoch();
  }

  /** Their ranks in the job. */
  public int[] members() {
    return members.clone();
  }

  @Override
  public @Nullable SocketChannel[] values() {
    return values.clone();
  }

  @Override
  public @Nullable Loss loss(int peer) {
    synchronized (mesh) {
      return losses[peer];
    }
  }

  @Override
  public @Nullable Loss awaitLoss(int peer, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    synchronized (mesh) {
      try {
        // Who has hung up may only have been the first to notice that another is lost.
        while (dropped == null && lost() < 0 && System.nanoTime() - end < 0) {
          mesh.wait(10);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      int lost = lost();
      return losses[peer] == null && lost >= 0 ? Loss.left(lost) : losses[peer];
    }
  }

  private int lost() {
    for (int peer = 0; peer < losses.length; peer++) {
      if (losses[peer] != null) {
        return peer;
      }
    }
    return -1;
  }

  @Override
  public void onLoss(Runnable listener) {
    synchronized (mesh) {
      lossListener = listener;
    }
  }

  @Override
  public boolean isLast() {
    return mesh.announcesAfter(proposal);
  }

  @Override
  public @Nullable List<Integer> dropped() {
    synchronized (mesh) {
      return dropped;
    }
  }

  /** A replica of the job is lost. */
  void lost(int rank, Loss loss) {
    for (int peer = 0; peer < members.length; peer++) {
      if (members[peer] == rank && losses[peer] == null) {
        losses[peer] = loss;
        lossListener.run();
      }
    }
  }

  /** The primary has named other members. */
  void breakOff(Proposal instead) {
    List<Integer> gone = new ArrayList<>();
    for (int peer = 0; peer < members.length; peer++) {
      if (instead.size() > 0 && !instead.has(members[peer])) {
        gone.add(peer);
      }
    }
    dropped = gone;
    lossListener.run();
  }

  @Override
  public void leave(int lost) {
    close();
  }

  @Override
  public void close() {
    for (SocketChannel channel : values) {
      if (channel != null) {
        ValueConnections.close(channel);
      }
    }
  }
}
