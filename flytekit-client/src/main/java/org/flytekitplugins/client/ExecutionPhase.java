package org.flytekitplugins.client;

import flyteidl.core.Execution.WorkflowExecution;

/** How far an execution is. */
public enum ExecutionPhase {
  /** flyteadmin does not say. */
  UNDEFINED,
  /** It has not begun. */
  QUEUED,
  /** It runs. */
  RUNNING,
  /** All has run well; its outputs are being gathered. */
  SUCCEEDING,
  /** It has ended well, and has its outputs. */
  SUCCEEDED,
  /** Something has failed; the rest is being ended. */
  FAILING,
  /** It has failed. */
  FAILED,
  /** Somebody has ended it. */
  ABORTED,
  /** It took longer than it may. */
  TIMED_OUT,
  /** Somebody is ending it. */
  ABORTING;

  /** Whether it will not change any more. */
  public boolean isTerminal() {
    return this == SUCCEEDED || this == FAILED || this == ABORTED || this == TIMED_OUT;
  }

  static ExecutionPhase of(WorkflowExecution.Phase phase) {
    switch (phase) {
      case QUEUED:
        return QUEUED;
      case RUNNING:
        return RUNNING;
      case SUCCEEDING:
        return SUCCEEDING;
      case SUCCEEDED:
        return SUCCEEDED;
      case FAILING:
        return FAILING;
      case FAILED:
        return FAILED;
      case ABORTED:
        return ABORTED;
      case TIMED_OUT:
        return TIMED_OUT;
      case ABORTING:
        return ABORTING;
      default:
        return UNDEFINED;
    }
  }
}
