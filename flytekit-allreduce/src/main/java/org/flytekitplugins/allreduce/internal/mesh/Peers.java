package org.flytekitplugins.allreduce.internal.mesh;

import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an exchange needs to know of the replicas that take part in it: those of a job, or those of
 * its members that there are just now. Ranks are theirs.
 */
public interface Peers extends AutoCloseable {
  /** The connections for values, by rank; null for this replica itself. */
  @Nullable SocketChannel[] values();

  /** How a peer was lost, or null if it is alive. */
  @Nullable Loss loss(int peer);

  /** Waits for a sign of how a peer was lost, of whom it is clear that it is. */
  @Nullable Loss awaitLoss(int peer, Duration limit);

  /** Calls somebody whenever a peer is lost, on another thread. */
  void onLoss(Runnable listener);

  /** Whether the exchange that begins now is the last of these members; asked once for each. */
  boolean isLast();

  /** Who is gone on without, if the primary has named other members; else null. */
  @Nullable List<Integer> dropped();

  /**
   * Takes part no more, and says who was lost.
   *
   * @param lost a rank, or -1
   */
  void leave(int lost);

  /** Takes part no more. */
  @Override
  void close();
}
