package org.flytekitplugins.allreduce.internal.exchange;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * What all replicas do together in one exchange, as frames to and from each peer. A replica's
 * frames to a peer have one order, which both know.
 */
public abstract class Operation {
  Operation() {}

  /** How many frames a peer gets. */
  abstract int framesTo(int peer);

  /** How many frames come from a peer. */
  abstract int framesFrom(int peer);

  /** The bytes of the largest frame, without its header. */
  abstract int largestFrame();

  /** Whether what is in a frame is known already. */
  abstract boolean isReady(int peer, int frame);

  /** Fills a frame; returns the bytes of its payload. */
  abstract int fill(int peer, int frame, FrameBuffer out);

  /** Writes the header that the next frame from a peer must have. */
  abstract void expect(int peer, int frame, ByteBuffer header);

  /**
   * Takes what came.
   *
   * @return false if it must stay where it is until all others have come, too
   */
  abstract boolean take(int peer, int frame, FrameBuffer in);

  /**
   * Makes something of what has come from all, if it has.
   *
   * @param lanes those to all peers, by rank
   * @return whether there was something to be made
   */
  abstract boolean combine(List<Lane> lanes);
}
