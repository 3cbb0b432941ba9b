package org.flytekitplugins.allreduce;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import org.flytekitplugins.allreduce.internal.membership.Succession;

/**
 * Those replicas of a job that take part between two changes. At its beginning all are given the
 * state of whoever is furthest; then they exchange, until one is lost, which is a {@link
 * PeerLostException}, or {@link #isOver} says that another wants to join. In both cases {@link
 * ElasticAllReduce#next} tells who goes on.
 */
public final class Generation implements AutoCloseable {
  private final AllReduce replicas;
  private final long epoch;
  private final Succession succession;
  private final int self;
  private boolean isTaken;
  private boolean isBegun;
  private boolean isOver;

  Generation(AllReduce replicas, long epoch, Succession succession) {
    this.replicas = replicas;
    this.epoch = epoch;
    this.succession = succession;
    this.self = replicas.self();
  }

  /** The names of those who take part, in the order in which their values are added. */
  public List<String> replicas() {
    return replicas.replicas();
  }

  /** Whose state all go on with: the first of those who are furthest. */
  public String source() {
    return replicas().get(succession.source());
  }

  /** The last step that is in that state; -1 if nobody has any. */
  public long step() {
    return succession.version().step();
  }

  /** Whether all have that state already, so that nothing is shared. */
  public boolean isShared() {
    return succession.takers().isEmpty();
  }

  /** Whether this replica must take that state. */
  public boolean takesState() {
    return succession.takers().get(self);
  }

  /** Whether others must be given that state, and it is this replica's. */
  public boolean givesState() {
    return succession.source() == self && !isShared();
  }

  /**
   * Gives bytes of the state to those who need them. All call it equally often, in the same order;
   * with those that neither give nor take, nothing happens. Whoever takes must take all or nothing:
   * this may fail half-way, with others lost.
   *
   * @param bytes what the source gives; where state is taken, room for exactly as many
   * @throws PeerLostException if a peer is lost
   * @throws IllegalStateException if a peer has more or fewer bytes
   */
  public void share(ByteBuffer bytes) {
    replicas.broadcast(bytes, succession.source(), succession.takers());
  }

  /** Says that this replica has taken all of the state. */
  public void taken() {
    isTaken = true;
  }

  /**
   * Replaces values by their sums over those who take part.
   *
   * @throws PeerLostException if one of them is lost; values may be anything then
   * @throws IllegalStateException if a peer does something else, or has more or fewer values
   */
  public void sum(float[] values) {
    sum(FloatBuffer.wrap(values));
  }

  /**
   * Replaces the values between a buffer's position and limit, which both stay, by their sums over
   * those who take part.
   *
   * @throws PeerLostException if one of them is lost; values may be anything then
   * @throws IllegalStateException if a peer does something else, or has more or fewer values
   */
  public void sum(FloatBuffer values) {
    isBegun = true;
    replicas.sum(values);
    isOver |= replicas.isOver();
  }

  /**
   * Waits until all who take part call it.
   *
   * @throws PeerLostException if one of them is lost
   */
  public void barrier() {
    sum(new float[1]);
  }

  /**
   * Whether the step that is being done is the last of these replicas, because another one joins.
   * All of them know it after the same sum; sums of the same step may follow.
   */
  public boolean isOver() {
    return isOver;
  }

  /** The epoch of this replica's state after it. */
  long stateEpoch(long before) {
    return isBegun ? epoch : isTaken ? succession.version().epoch() : before;
  }

  /** Takes part no more; the job goes on. */
  @Override
  public void close() {
    replicas.close();
  }
}
