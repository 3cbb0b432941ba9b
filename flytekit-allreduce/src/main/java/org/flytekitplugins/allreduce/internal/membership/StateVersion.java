package org.flytekitplugins.allreduce.internal.membership;

/**
 * How far a replica's variables are: after which step, and among which members they were changed
 * last. Variables that are younger by their epoch are further, whatever their step, because members
 * that went on without a replica do not go back to what it has done alone.
 */
public final class StateVersion implements Comparable<StateVersion> {
  /** That of a replica that has no variables. */
  public static final StateVersion NONE = new StateVersion(0, -1);

  private final long epoch;
  private final long step;

  private StateVersion(long epoch, long step) {
    this.epoch = epoch;
    this.step = step;
  }

  /**
   * A version.
   *
   * @param epoch that of the members with whom a step was done last; 0 for none, as after a start
   *     from a checkpoint
   * @param step the last one; -1 for no variables
   */
  public static StateVersion of(long epoch, long step) {
    return new StateVersion(epoch, step);
  }

  /** That of the members with whom a step was done last; 0 for none. */
  public long epoch() {
    return epoch;
  }

  /** The last step that was done; -1 if there are no variables. */
  public long step() {
    return step;
  }

  /** Whether it was changed by members of this job, and so is in nobody's checkpoint. */
  public boolean isUnderWay() {
    return epoch > 0;
  }

  @Override
  public int compareTo(StateVersion other) {
    return epoch == other.epoch ? Long.compare(step, other.step) : Long.compare(epoch, other.epoch);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StateVersion && compareTo((StateVersion) other) == 0;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(epoch * 31 + step);
  }

  @Override
  public String toString() {
    return step + "@" + epoch;
  }
}
