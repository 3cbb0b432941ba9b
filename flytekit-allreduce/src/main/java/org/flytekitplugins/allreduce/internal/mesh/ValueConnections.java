package org.flytekitplugins.allreduce.internal.mesh;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.allreduce.internal.membership.Proposal;
import org.jspecify.annotations.Nullable;

/**
 * Connections for values to the members of the newest proposal, until they are all there and handed
 * over. Each belongs to one epoch, so what was sent before it can never come out of it.
 */
final class ValueConnections {
  private static final class Held {
    final long epoch;
    final SocketChannel channel;

    Held(long epoch, SocketChannel channel) {
      this.epoch = epoch;
      this.channel = channel;
    }
  }

  private final int self;
  private final Map<Integer, Held> held = new HashMap<>();
  private @Nullable Proposal wanted;
  private boolean isHandedOver;

  ValueConnections(int self) {
    this.self = self;
  }

  /** Wants those of a proposal, and no others any more but later ones. */
  void want(Proposal proposal) {
    wanted = proposal;
    isHandedOver = false;
    held.values()
        .removeIf(
            each -> {
              boolean isOver = each.epoch < proposal.epoch();
              if (isOver) {
                close(each.channel);
              }
              return isOver;
            });
  }

  /** Whether a connection of some epoch is of no use, neither now nor later. */
  boolean isOver(long epoch) {
    Proposal proposal = wanted;
    return proposal != null
        && (epoch < proposal.epoch() || (epoch == proposal.epoch() && isHandedOver));
  }

  /** Takes a connection to a peer. */
  void add(int peer, long epoch, SocketChannel channel) {
    Held before = held.put(peer, new Held(epoch, channel));
    if (before != null) {
      close(before.channel);
    }
  }

  /** The epoch whose connections are wanted; 0 for none. */
  long epoch() {
    Proposal proposal = wanted;
    return proposal == null ? 0 : proposal.epoch();
  }

  /** The ranks of members to whom there is none. */
  List<Integer> missing() {
    List<Integer> missing = new ArrayList<>();
    Proposal proposal = wanted;
    if (proposal != null && proposal.has(self) && !isHandedOver) {
      proposal.members().stream()
          .filter(peer -> peer != self && !has(peer, proposal.epoch()))
          .forEach(missing::add);
    }
    return missing;
  }

  private boolean has(int peer, long epoch) {
    Held connection = held.get(peer);
    return connection != null && connection.epoch == epoch;
  }

  /** Hands them over, by their members' order; null for this replica itself. */
  @Nullable SocketChannel[] handOver(Proposal proposal) {
    int[] members = proposal.members().stream().toArray();
    @Nullable SocketChannel[] channels = new @Nullable SocketChannel[members.length];
    for (int i = 0; i < members.length; i++) {
      Held connection = held.remove(members[i]);
      channels[i] = connection == null ? null : connection.channel;
    }
    isHandedOver = true;
    return channels;
  }

  void close() {
    held.values().forEach(each -> close(each.channel));
    held.clear();
  }

  static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // It is gone either way.
      return;
    }
  }
}
