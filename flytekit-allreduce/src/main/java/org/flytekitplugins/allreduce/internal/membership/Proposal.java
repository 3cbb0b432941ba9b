package org.flytekitplugins.allreduce.internal.membership;

import java.util.BitSet;

/** Who shall take part next, as the primary says. */
public final class Proposal {
  private final long epoch;
  private final long base;
  private final BitSet members;

  private Proposal(long epoch, long base, BitSet members) {
    this.epoch = epoch;
    this.base = base;
    this.members = members;
  }

  /**
   * A proposal.
   *
   * @param epoch above that of any before
   * @param base the epoch of those who go on until the primary's frame tells them to change over; 0
   *     if everybody shall come at once
   * @param members their ranks; none for a pause
   */
  public static Proposal of(long epoch, long base, BitSet members) {
    return new Proposal(epoch, base, (BitSet) members.clone());
  }

  /** Above that of any before. */
  public long epoch() {
    return epoch;
  }

  /** The epoch of those who go on until they are told to change over; 0 for nobody's. */
  public long base() {
    return base;
  }

  /** Whether a replica takes part. */
  public boolean has(int rank) {
    return members.get(rank);
  }

  /** How many take part. */
  public int size() {
    return members.cardinality();
  }

  /** The ranks of those who take part. */
  public BitSet members() {
    return (BitSet) members.clone();
  }

  @Override
  public String toString() {
    return members + "@" + epoch + (base == 0 ? "" : " after " + base);
  }
}
