package org.flytekitplugins.allreduce.internal.mesh;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the peers' lives: a function of what was heard of them when. It reads no clock;
 * times are nanoseconds of any one.
 */
final class Vigil {
  private final int self;
  private final long silence;
  private final long[] heard;
  private final @Nullable Loss[] losses;
  private final BitSet watched = new BitSet();
  private long lastTick;

  /**
   * A vigil that is not kept yet.
   *
   * @param self the rank of whoever keeps it
   * @param ranks how many replicas there are
   * @param silence after so many nanoseconds a peer counts as lost
   */
  Vigil(int self, int ranks, long silence) {
    this.self = self;
    this.silence = silence;
    this.heard = new long[ranks];
    this.losses = new @Nullable Loss[ranks];
  }

  /** Starts to expect signs of life of all. */
  void keep(long now) {
    for (int peer = 0; peer < heard.length; peer++) {
      if (peer != self && !watched.get(peer)) {
        heard[peer] = now;
        watched.set(peer);
      }
    }
    lastTick = now;
  }

  /** Starts to expect signs of life of a peer, whatever was known of it. */
  void watch(int peer, long now) {
    heard[peer] = now;
    losses[peer] = null;
    watched.set(peer);
  }

  void heard(int peer, long now) {
    heard[peer] = now;
  }

  /** The connection to a peer has ended without a word. */
  void closed(int peer) {
    lose(peer, Loss.closed());
  }

  /**
   * A peer has said that it leaves.
   *
   * @param about the rank of whom it has lost, or -1
   */
  void left(int peer, int about) {
    lose(peer, Loss.left(about));
  }

  /** Looks at the time; returns whether somebody is lost since the last look. */
  boolean tick(long now) {
    if (watched.isEmpty()) {
      lastTick = now;
      return false;
    }
    // Who slept itself, as a laptop does or a process that was stopped, has heard nobody meanwhile.
    boolean slept = now - lastTick > silence / 2;
    lastTick = now;
    if (slept) {
      Arrays.fill(heard, now);
      return false;
    }
    boolean isNew = false;
    for (int peer = 0; peer < heard.length; peer++) {
      if (watched.get(peer) && losses[peer] == null && now - heard[peer] > silence) {
        losses[peer] = Loss.silent();
        isNew = true;
      }
    }
    return isNew;
  }

  private void lose(int peer, Loss loss) {
    if (losses[peer] == null) {
      losses[peer] = loss;
    }
  }

  /** How a peer was lost, or null if it is alive. */
  @Nullable Loss loss(int peer) {
    return losses[peer];
  }

  /** Forgets how a peer was lost, because it has come back before anything has begun. */
  void forget(int peer) {
    losses[peer] = null;
  }
}
