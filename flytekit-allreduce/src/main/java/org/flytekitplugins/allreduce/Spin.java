package org.flytekitplugins.allreduce;

/**
 * How long to look again and again before the thread is put to sleep: waking up takes longer than
 * values of a peer that is about to send them. Where that does not help, because the peer computes
 * longer or has no processor to send with, less and less is tried.
 */
final class Spin {
  // By measurement: benchmarks/all-reduce.md.
  private static final long LONGEST = 50_000;
  private static final long SHORTEST = 1_000;

  private long budget;
  private long end;
  private boolean wasVain;

  /**
   * Begins with the longest time.
   *
   * @param replicas how many share the processors that this one has
   */
  Spin(int replicas) {
    this(replicas, Runtime.getRuntime().availableProcessors());
  }

  Spin(int replicas, int processors) {
    // Without a processor for each, whoever spins keeps a peer from it that it waits for.
    budget = processors > 1 && replicas <= processors ? LONGEST : 0;
  }

  /** Begins to wait. */
  void begin(long now) {
    end = now + budget;
  }

  /** Whether to sleep now. */
  boolean isOver(long now) {
    if (now - end < 0) {
      Thread.onSpinWait();
      return false;
    }
    wasVain = true;
    return true;
  }

  /** An exchange is done: the next one profits from what this one showed. */
  void end() {
    if (budget > 0) {
      budget = wasVain ? Math.max(SHORTEST, budget / 2) : Math.min(LONGEST, budget * 2);
    }
    wasVain = false;
  }
}
