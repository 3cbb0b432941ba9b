package org.flytekitplugins.client;

import flyteidl.core.Execution.NodeExecution;

/** How far a node of an execution is. */
public enum NodePhase {
  /** It has not begun. */
  QUEUED,
  /** It has begun and not ended. */
  RUNNING,
  /** It has ended well, or what it gives was taken from a cache or an earlier execution. */
  SUCCEEDED,
  /** It has failed, and will not be tried again. */
  FAILED,
  /** It was ended, because somebody ended the execution or another node failed. */
  ABORTED,
  /** It was never begun: a branch that was not taken, or another node failed before. */
  SKIPPED,
  /** It took longer than it may. */
  TIMED_OUT;

  /** Whether it will not change any more. */
  public boolean isTerminal() {
    return this != QUEUED && this != RUNNING;
  }

  static NodePhase of(NodeExecution.Phase phase) {
    switch (phase) {
      case RUNNING:
      case FAILING:
      case DYNAMIC_RUNNING:
        return RUNNING;
      case SUCCEEDED:
      case RECOVERED:
        return SUCCEEDED;
      case FAILED:
        return FAILED;
      case ABORTED:
        return ABORTED;
      case SKIPPED:
        return SKIPPED;
      case TIMED_OUT:
        return TIMED_OUT;
      default:
        return QUEUED;
    }
  }
}
