package org.flytekitplugins.allreduce.internal.mesh;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.flytekitplugins.allreduce.internal.greeting.Roster;
import org.jspecify.annotations.Nullable;

/** Why peers are not there, as far as this replica knows. Safe for use by several threads. */
final class Absences {
  private static final Duration PROBE = Duration.ofSeconds(1);

  private final Roster roster;
  private final List<HostPort> addresses;
  private final @Nullable String[] reasons;
  private final boolean[] hasLeft;

  Absences(Roster roster, List<HostPort> addresses) {
    this.roster = roster;
    this.addresses = addresses;
    this.reasons = new @Nullable String[roster.size()];
    this.hasLeft = new boolean[roster.size()];
  }

  /** This replica could not connect to a peer. */
  synchronized void failed(int peer, String why) {
    reasons[peer] = why;
  }

  /** A peer has said that it leaves. */
  synchronized void left(int peer) {
    hasLeft[peer] = true;
  }

  /** Whether a peer has said that it leaves, and was not heard of since. */
  synchronized boolean hasLeft(int peer) {
    return hasLeft[peer];
  }

  /** A peer is heard. */
  synchronized void arrived(int peer) {
    hasLeft[peer] = false;
    reasons[peer] = null;
  }

  /** Nothing is known any more of why a peer is not there. */
  synchronized void forget(int peer) {
    reasons[peer] = null;
  }

  /**
   * Who is not there, by rank, and why. Who was here, and has left at its own deadline, is none
   * that was waited for, unless all are like that.
   */
  SortedMap<Integer, String> of(IntPredicate isThere) {
    SortedMap<Integer, String> missing = new TreeMap<>();
    SortedMap<Integer, String> waitedToo = new TreeMap<>();
    for (int peer = 0; peer < roster.size(); peer++) {
      if (peer != roster.self() && !isThere.test(peer)) {
        (hasLeft(peer) ? waitedToo : missing).put(peer, reason(peer));
      }
    }
    return missing.isEmpty() ? waitedToo : missing;
  }

  private String reason(int peer) {
    String known = known(peer);
    if (known != null) {
      return known;
    }
    // It should have connected to this replica, so nothing is known of it.
    IOException failure = addresses.get(peer).failure(PROBE);
    return failure == null
        ? "it is up, but has not connected to this replica"
        : HostPort.describe(failure);
  }

  private synchronized @Nullable String known(int peer) {
    return reasons[peer];
  }
}
