package org.flytekitplugins.client.internal.flyte2;

/** How far an action is, with Flyte 2's numbers. */
public enum ActionPhase {
  /** Flyte does not say. */
  UNSPECIFIED(0),
  /** Nobody has looked at it. */
  QUEUED(1),
  /** It waits for room on the cluster. */
  WAITING_FOR_RESOURCES(2),
  /** Its pods begin. */
  INITIALIZING(3),
  /** It runs. */
  RUNNING(4),
  /** It has ended well. */
  SUCCEEDED(5),
  /** It has failed, and will not be tried again. */
  FAILED(6),
  /** Somebody has ended it. */
  ABORTED(7),
  /** It took longer than it may. */
  TIMED_OUT(8),
  /** It waits for somebody. */
  PAUSED(9),
  /** What it gives was taken from an earlier run. */
  RECOVERED(10);

  private final int number;

  ActionPhase(int number) {
    this.number = number;
  }

  /** The phase of a number; one that is newer than this is not said. */
  public static ActionPhase of(long number) {
    for (ActionPhase phase : values()) {
      if (phase.number == number) {
        return phase;
      }
    }
    return UNSPECIFIED;
  }

  /** Flyte 2's number. */
  public int number() {
    return number;
  }

  /** Whether it will not change any more. */
  public boolean isTerminal() {
    return isSuccess() || this == FAILED || this == ABORTED || this == TIMED_OUT;
  }

  /** Whether it has ended well. */
  public boolean isSuccess() {
    return this == SUCCEEDED || this == RECOVERED;
  }
}
