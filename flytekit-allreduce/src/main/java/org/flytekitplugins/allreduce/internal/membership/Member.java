package org.flytekitplugins.allreduce.internal.membership;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * One replica's part in who takes part: it does what the primary proposes, and tells the primary
 * how it is. A function of what has happened; it waits for nothing and sends nothing itself.
 */
public final class Member {
  /** What is to be done. */
  public interface Acts {
    /** Tells the primary. */
    void report(Status status);

    /** Makes connections for values to the members of a proposal, and gives up earlier ones. */
    void connect(Proposal proposal);

    /** Lets the thread that waits take part. */
    void enter(Proposal proposal);

    /**
     * Interrupts what the thread takes part in.
     *
     * @param instead who shall go on
     */
    void breakOff(Proposal instead);
  }

  private final int self;
  private final Acts acts;
  private final BitSet links = new BitSet();
  private StateVersion version = StateVersion.NONE;
  private boolean isWaiting;
  private boolean isConnected;
  private long entered;
  private @Nullable Proposal current;
  private @Nullable Proposal newest;

  /**
   * A replica that has heard of nobody.
   *
   * @param self its rank
   */
  public Member(int self, Acts acts) {
    this.self = self;
    this.acts = acts;
  }

  /** A peer is heard. */
  public void linked(int peer) {
    links.set(peer);
    report();
  }

  /** A peer is not heard any more. */
  public void unlinked(int peer) {
    links.clear(peer);
    report();
  }

  /**
   * The replica's thread takes part in nothing, and waits.
   *
   * @param version how far its variables are
   */
  public void await(StateVersion version) {
    this.version = version;
    current = null;
    isWaiting = true;
    enterIfReady();
    report();
  }

  /** The primary has said who shall take part. */
  public void proposed(Proposal proposal) {
    if (newest != null && proposal.epoch() <= newest.epoch()) {
      // Of a primary that has been started again, and does not know yet what was before it.
      report();
      return;
    }
    newest = proposal;
    isConnected = proposal.has(self) && proposal.size() == 1;
    if (current != null && (current.epoch() != proposal.base() || !proposal.has(self))) {
      current = null;
      acts.breakOff(proposal);
    }
    acts.connect(proposal);
    enterIfReady();
    report();
  }

  /** All connections of a proposal are there. */
  public void connected(long epoch) {
    if (newest != null && newest.epoch() == epoch && newest.has(self)) {
      isConnected = true;
      enterIfReady();
      report();
    }
  }

  private void enterIfReady() {
    Proposal next = newest;
    if (isWaiting && isConnected && next != null && next.epoch() > entered && next.has(self)) {
      isWaiting = false;
      entered = next.epoch();
      current = next;
      acts.enter(next);
    }
  }

  private void report() {
    acts.report(status());
  }

  /** How it is. */
  public Status status() {
    return Status.of(
        isWaiting, isConnected, newest == null ? 0 : newest.epoch(), entered, version, links);
  }

  /** What it takes part in; null for nothing. */
  public @Nullable Proposal current() {
    return current;
  }

  /** The newest proposal that it has heard of; null for none. */
  public @Nullable Proposal newest() {
    return newest;
  }

  @Override
  public String toString() {
    return "replica " + self + " " + status();
  }
}
