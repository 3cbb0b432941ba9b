package org.flytekitplugins.allreduce.internal.membership;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides who takes part: the primary's alone to do, so whoever does not hear the primary takes
 * part in nothing. A function of what has happened and of the time, which it is told.
 */
public final class Registrar {
  private static final int PRIMARY = 0;

  /** What is to be done. */
  public interface Acts {
    /** Tells a replica, the primary itself too. */
    void send(int peer, Proposal proposal);

    /** Lets the primary's next frame say that those who go on shall change over after it. */
    void announce(Proposal proposal);

    /** Takes an announcement back that has not been made yet. */
    void withdraw();
  }

  private final int size;
  private final int minimum;
  private final long gathering;
  private final long patience;
  private final long exclusion;
  private final Acts acts;
  private final @Nullable Status[] statuses;
  private final long[] excludedUntil;
  private final BitSet left = new BitSet();
  private long lastEpoch;
  private @Nullable Proposal running;
  private @Nullable Proposal joining;
  private boolean isStopped;
  private boolean isSettled;
  private boolean isGathering;
  private long gatheredAt;
  private long proposedAt;

  /**
   * One that knows nobody.
   *
   * @param size how many replicas the job has
   * @param minimum how many must be there once the job has begun
   * @param silence after so many nanoseconds a peer that says nothing is lost
   * @param firstEpoch no epoch is lower
   * @param now the time
   */
  public Registrar(int size, int minimum, long silence, long firstEpoch, long now, Acts acts) {
    this.size = size;
    this.minimum = minimum;
    this.gathering = silence / 2;
    this.patience = 4 * silence;
    this.exclusion = 8 * silence;
    this.acts = acts;
    this.lastEpoch = firstEpoch;
    this.statuses = new @Nullable Status[size];
    this.excludedUntil = new long[size];
    Arrays.fill(excludedUntil, now);
  }

  /** A peer is heard, maybe another process than before. */
  public void linked(int peer) {
    unlinked(peer);
    left.clear(peer);
  }

  /** A peer has said that it leaves; what it has sent to others before may still be on its way. */
  public void left(int peer) {
    statuses[peer] = null;
    left.set(peer);
  }

  /** A peer is not heard any more. */
  public void unlinked(int peer) {
    statuses[peer] = null;
    isStopped |= running != null && running.has(peer);
  }

  /** A replica has said how it is. */
  public void status(int peer, Status status) {
    statuses[peer] = status;
    lastEpoch = Math.max(lastEpoch, Math.max(status.newest(), status.entered()));
    lastEpoch = Math.max(lastEpoch, status.version().epoch());
  }

  /** The primary's frame has said that those who go on shall change over. */
  public void announced() {
    running = joining;
    joining = null;
    isSettled = true;
  }

  /** Does what is to be done now. */
  public void decide(long now) {
    if (statuses[PRIMARY] == null) {
      return;
    }
    Proposal current = running;
    if (current != null && isBroken(current)) {
      stop();
      current = null;
    }
    if (current == null) {
      gather(now);
    } else {
      settle(current, now);
      join(current, now);
    }
  }

  private boolean isBroken(Proposal proposal) {
    return isStopped || !areAllWell(proposal);
  }

  private boolean areAllWell(Proposal proposal) {
    for (int member = 0; member < size; member++) {
      Status status = statuses[member];
      if (proposal.has(member)
          && (status == null
              ? !left.get(member)
              : status.isWaiting() && status.entered() >= proposal.epoch())) {
        return false;
      }
    }
    return true;
  }

  private void stop() {
    running = null;
    joining = null;
    isStopped = false;
    isGathering = false;
    acts.withdraw();
    if (!mayProposeAtOnce()) {
      sendToAll(Proposal.of(++lastEpoch, 0, new BitSet()));
    }
  }

  private boolean mayProposeAtOnce() {
    BitSet next = candidates();
    return next.cardinality() >= Math.max(2, minimum);
  }

  private void gather(long now) {
    BitSet next = candidates();
    next.stream().filter(peer -> excludedUntil[peer] - now > 0).forEach(next::clear);
    int count = next.cardinality();
    if (!next.get(PRIMARY) || count < (isUnderWay() ? minimum : size)) {
      isGathering = false;
      return;
    }
    if (count < size && isWorthWaiting(count)) {
      if (!isGathering) {
        isGathering = true;
        gatheredAt = now;
      }
      if (now - gatheredAt < gathering) {
        return;
      }
    }
    isGathering = false;
    isSettled = false;
    proposedAt = now;
    running = Proposal.of(++lastEpoch, 0, next);
    sendToAll(running);
  }

  // A primary that is alone was more likely cut off itself; one that has just been started again
  // has not heard from everybody yet.
  private boolean isWorthWaiting(int count) {
    Status own = statuses[PRIMARY];
    return count == 1 || own == null || !own.version().isUnderWay();
  }

  // A job begins whole.
  private boolean isUnderWay() {
    for (Status status : statuses) {
      if (status != null && status.version().isUnderWay()) {
        return true;
      }
    }
    return false;
  }

  /** Those who wait, or will because they have taken part, and hear each other. */
  private BitSet candidates() {
    BitSet candidates = new BitSet();
    for (int peer = 0; peer < size; peer++) {
      Status status = statuses[peer];
      if (status != null && (status.isWaiting() || status.entered() > 0)) {
        candidates.set(peer);
      }
    }
    while (true) {
      int worst = PRIMARY;
      for (int peer = 1; peer < size; peer++) {
        if (candidates.get(peer) && deafness(peer, candidates) >= deafness(worst, candidates)) {
          worst = peer;
        }
      }
      if (worst == PRIMARY || deafness(worst, candidates) == 0) {
        return candidates;
      }
      candidates.clear(worst);
    }
  }

  private long deafness(int peer, BitSet others) {
    return peer == PRIMARY
        ? 0
        : others.stream().filter(other -> other != peer && !hearEachOther(peer, other)).count();
  }

  private boolean hearEachOther(int one, int other) {
    Status first = statuses[one];
    Status second = statuses[other];
    return first != null && second != null && first.hears(other) && second.hears(one);
  }

  // Whoever cannot be connected to is gone on without.
  private void settle(Proposal current, long now) {
    if (isSettled || areConnected(current)) {
      isSettled = true;
    } else if (now - proposedAt > patience) {
      for (int peer = size - 1; peer > PRIMARY; peer--) {
        if (current.has(peer) && !isConnected(current, peer)) {
          excludedUntil[peer] = now + exclusion;
          break;
        }
      }
      isStopped = true;
    }
  }

  private boolean areConnected(Proposal proposal) {
    return proposal.members().stream().allMatch(peer -> isConnected(proposal, peer));
  }

  private boolean isConnected(Proposal proposal, int peer) {
    Status status = statuses[peer];
    return status != null
        && (status.entered() >= proposal.epoch()
            || (status.newest() == proposal.epoch() && status.isConnected()));
  }

  private void join(Proposal current, long now) {
    Proposal next = joining;
    if (next == null) {
      invite(current, now);
    } else if (!areAllWell(next)) {
      abandon(current, next);
    } else if (areConnected(next)) {
      acts.announce(next);
    } else if (now - proposedAt > patience) {
      next.members().stream()
          .filter(peer -> !current.has(peer))
          .forEach(peer -> excludedUntil[peer] = now + exclusion);
      abandon(current, next);
    }
  }

  private void invite(Proposal current, long now) {
    BitSet next = current.members();
    for (int peer = 0; peer < size; peer++) {
      Status status = statuses[peer];
      if (status == null) {
        continue;
      }
      if (current.has(peer)) {
        if (status.entered() < current.epoch()) {
          return;
        }
      } else if (status.isWaiting()
          && excludedUntil[peer] - now <= 0
          && deafness(peer, next) == 0) {
        next.set(peer);
      }
    }
    if (next.cardinality() > current.size()) {
      proposedAt = now;
      Proposal proposal = Proposal.of(++lastEpoch, current.epoch(), next);
      joining = proposal;
      next.stream().forEach(peer -> acts.send(peer, proposal));
    }
  }

  private void abandon(Proposal current, Proposal next) {
    joining = null;
    acts.withdraw();
    Proposal nobody = Proposal.of(++lastEpoch, 0, new BitSet());
    next.members().stream()
        .filter(peer -> !current.has(peer) && statuses[peer] != null)
        .forEach(peer -> acts.send(peer, nobody));
  }

  private void sendToAll(Proposal proposal) {
    for (int peer = 0; peer < size; peer++) {
      if (statuses[peer] != null) {
        acts.send(peer, proposal);
      }
    }
  }

  /** Who takes part, as far as the primary has decided; null for nobody. */
  public @Nullable Proposal running() {
    return running;
  }
}
