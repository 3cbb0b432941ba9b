package org.flytekitplugins.spi;

/** What becomes of a workflow's other nodes when one has failed. */
public enum FailurePolicy {
  /** They are aborted, and the workflow fails at once. */
  FAIL_IMMEDIATELY,
  /** Those that do not need the one that has failed run to their end; then the workflow fails. */
  FAIL_AFTER_EXECUTABLE_NODES_COMPLETE
}
