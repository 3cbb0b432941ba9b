package org.flytekitplugins.allreduce.internal.membership;

import java.util.BitSet;
import java.util.List;

/** Whose variables all go on with, and who has to be given them. */
public final class Succession {
  private final int source;
  private final StateVersion version;
  private final BitSet takers = new BitSet();

  private Succession(List<StateVersion> versions) {
    int furthest = 0;
    for (int rank = 1; rank < versions.size(); rank++) {
      if (versions.get(rank).compareTo(versions.get(furthest)) > 0) {
        furthest = rank;
      }
    }
    source = furthest;
    version = versions.get(furthest);
    for (int rank = 0; rank < versions.size(); rank++) {
      // What was not changed by members of this job may differ although its step is the same.
      if (rank != source && !(version.isUnderWay() && versions.get(rank).equals(version))) {
        takers.set(rank);
      }
    }
  }

  /** That of members whose variables are so far, by rank. */
  public static Succession of(List<StateVersion> versions) {
    return new Succession(versions);
  }

  /** The rank of the first of those who are furthest. */
  public int source() {
    return source;
  }

  /** How far that is. */
  public StateVersion version() {
    return version;
  }

  /** The ranks of all who have other variables. */
  public BitSet takers() {
    return (BitSet) takers.clone();
  }
}
