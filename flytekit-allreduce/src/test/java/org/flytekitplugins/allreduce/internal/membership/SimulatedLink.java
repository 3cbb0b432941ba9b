package org.flytekitplugins.allreduce.internal.membership;

/** A connection for signs of life, and for what the primary and the others tell each other. */
final class SimulatedLink {
  private final SimulatedReplica dialer;
  private final SimulatedReplica listener;
  private final int dialerRank;
  private final int listenerRank;
  private final SimulatedWires.Way there;
  private final SimulatedWires.Way back;
  private boolean isDialerClosed;
  private boolean isListenerClosed;

  SimulatedLink(
      SimulatedWires wires,
      SimulatedReplica dialer,
      int dialerRank,
      SimulatedReplica listener,
      int listenerRank) {
    this.dialer = dialer;
    this.dialerRank = dialerRank;
    this.listener = listener;
    this.listenerRank = listenerRank;
    this.there = wires.new Way(dialerRank, listenerRank);
    this.back = wires.new Way(listenerRank, dialerRank);
  }

  SimulatedReplica other(int rank) {
    return rank == dialerRank ? listener : dialer;
  }

  void send(int from, Runnable what) {
    if (from == dialerRank && !isDialerClosed) {
      there.deliver(() -> listener.received(dialerRank, this, what));
    } else if (from == listenerRank && !isListenerClosed) {
      back.deliver(() -> dialer.received(listenerRank, this, what));
    }
  }

  void close(int from) {
    if (from == dialerRank && !isDialerClosed) {
      isDialerClosed = true;
      there.deliver(() -> listener.closed(dialerRank, this));
    } else if (from == listenerRank && !isListenerClosed) {
      isListenerClosed = true;
      back.deliver(() -> dialer.closed(listenerRank, this));
    }
  }
}
