package org.flytekitplugins.allreduce.internal.exchange;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.BitSet;
import java.util.List;

/**
 * One replica's part in exchanges, one after the other. It never waits and knows no time: whoever
 * calls it decides when, and when to give up, so that a test can do so in any order.
 */
public final class Exchange {
  private final int self;
  private final List<Lane> lanes;
  private final ExchangeSizes sizes;
  private final RankOrderSum sum;
  private final long epoch;
  private long step;
  private boolean isLast;

  /**
   * A part in exchanges.
   *
   * @param self the rank of this replica
   * @param lanes those to all others, by rank
   * @param epoch that of these members, which all frames have
   */
  public Exchange(int self, List<Lane> lanes, ExchangeSizes sizes, long epoch) {
    this.self = self;
    this.lanes = List.copyOf(lanes);
    this.sizes = sizes;
    this.epoch = epoch;
    this.sum = new RankOrderSum(self);
  }

  /** The lanes to all others, by rank. */
  public List<Lane> lanes() {
    return lanes;
  }

  /** The number of the exchange that was begun last, from 1. */
  public long step() {
    return step;
  }

  /**
   * Begins to replace values by their sums over all replicas.
   *
   * @param isLast whether the first replica, if it is this one, lets all know that they change over
   *     afterwards
   */
  public Operation sum(FloatBuffer values, boolean isLast) {
    step++;
    this.isLast = isLast;
    int replicas = lanes.size() + 1;
    return begin(
        sizes.isWhole((long) values.remaining() * Float.BYTES, replicas)
            ? new WholeSum(sum, values, sizes.chunkBytes() / Float.BYTES, epoch, step)
            : new SegmentedSum(
                sum, self, replicas, values, sizes.chunkBytes() / Float.BYTES, epoch, step));
  }

  /**
   * Begins to replace the bytes of some by those of one.
   *
   * @param takers the ranks of those who get them
   */
  public Operation broadcast(ByteBuffer bytes, int source, BitSet takers) {
    step++;
    isLast = false;
    return begin(new Broadcast(self, source, takers, bytes, sizes.chunkBytes(), epoch, step));
  }

  private Operation begin(Operation operation) {
    lanes.forEach(lane -> lane.begin(operation, isLast));
    return operation;
  }

  /**
   * Does what can be done now.
   *
   * @return whether anything was
   * @throws LaneException if a peer is gone, or sends what must not come
   */
  public boolean advance(Operation operation) throws LaneException {
    boolean moved = false;
    for (Lane lane : lanes) {
      moved |= lane.send(operation);
      moved |= lane.receive(operation);
    }
    return operation.combine(lanes) || moved;
  }

  /** Whether the exchange that was done last was the last of these members. */
  public boolean isLast() {
    return isLast || (!lanes.isEmpty() && lanes.get(0).isLast());
  }

  /** Whether all is sent, has come and is summed. */
  public boolean isDone(Operation operation) {
    for (Lane lane : lanes) {
      if (!lane.isDone(operation)) {
        return false;
      }
    }
    return true;
  }
}
