package org.flytekitplugins.jflyte.local;

/** How far a node is. */
public enum NodeState {
  /** It has not begun. */
  PENDING,
  /** It has begun and not ended. */
  RUNNING,
  /** It has ended well. */
  SUCCEEDED,
  /** It, or a node within it, has failed, and it will not be tried again. */
  FAILED,
  /** It was never begun, because another node failed before. */
  SKIPPED
}
