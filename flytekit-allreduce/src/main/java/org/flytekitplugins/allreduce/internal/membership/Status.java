package org.flytekitplugins.allreduce.internal.membership;

import java.util.BitSet;

/** What the primary is told of a replica, whenever it changes. */
public final class Status {
  private final boolean isWaiting;
  private final boolean isConnected;
  private final long newest;
  private final long entered;
  private final StateVersion version;
  private final BitSet links;

  private Status(
      boolean isWaiting,
      boolean isConnected,
      long newest,
      long entered,
      StateVersion version,
      BitSet links) {
    this.isWaiting = isWaiting;
    this.isConnected = isConnected;
    this.newest = newest;
    this.entered = entered;
    this.version = version;
    this.links = links;
  }

  /**
   * A status.
   *
   * @param isWaiting whether its thread waits for others
   * @param isConnected whether it has all connections of the newest proposal
   * @param newest the epoch of the newest proposal that it has heard of
   * @param entered the epoch of the last one that it has taken part in
   * @param version how far its variables are
   * @param links the ranks of those that it hears
   */
  public static Status of(
      boolean isWaiting,
      boolean isConnected,
      long newest,
      long entered,
      StateVersion version,
      BitSet links) {
    return new Status(isWaiting, isConnected, newest, entered, version, (BitSet) links.clone());
  }

  /** Whether its thread waits for others. */
  public boolean isWaiting() {
    return isWaiting;
  }

  /** Whether it has all connections of the newest proposal. */
  public boolean isConnected() {
    return isConnected;
  }

  /** The epoch of the newest proposal that it has heard of. */
  public long newest() {
    return newest;
  }

  /** The epoch of the last proposal that it has taken part in. */
  public long entered() {
    return entered;
  }

  /** How far its variables are. */
  public StateVersion version() {
    return version;
  }

  /** Whether it hears another replica. */
  public boolean hears(int rank) {
    return links.get(rank);
  }

  /** The ranks of those that it hears. */
  public BitSet links() {
    return (BitSet) links.clone();
  }

  @Override
  public String toString() {
    return (isWaiting ? "waits" : "runs")
        + " in "
        + entered
        + " for "
        + newest
        + (isConnected ? " (connected)" : "")
        + " with "
        + version
        + " hears "
        + links;
  }
}
