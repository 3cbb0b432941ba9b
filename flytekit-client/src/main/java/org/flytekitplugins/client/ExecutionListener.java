package org.flytekitplugins.client;

/**
 * Is told what happens to an execution, between two looks at it. Called by one thread at a time,
 * never by the caller's own; the next look waits.
 */
public interface ExecutionListener {
  /** The execution came into another phase. */
  default void changed(ExecutionStatus execution) {}

  /** A node is known now, or came into another phase or attempt. */
  default void changed(NodeStatus node) {}

  /**
   * An attempt of a node has failed and another follows.
   *
   * @param node as it is with the new attempt
   * @param failure why the one before failed
   */
  default void retrying(NodeStatus node, ExecutionFailure failure) {}
}
