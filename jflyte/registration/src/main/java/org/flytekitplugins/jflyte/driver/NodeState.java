package org.flytekitplugins.jflyte.driver;

import flyteidl.core.Literals.Literal;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How far a node is, or a workflow in a node. */
sealed interface NodeState {
  /** It waits for other nodes. */
  record Waiting() implements NodeState {}

  /** It will not run, because a node has failed that it waits for. */
  record Blocked() implements NodeState {}

  /** There is something to do for it, or to wait for. */
  record Active(List<NodeAction> start, Set<String> running, Set<String> abort)
      implements NodeState {}

  /** It has ended well. */
  record Done(Map<String, Literal> outputs) implements NodeState {}

  /**
   * It has failed.
   *
   * @param message names the node
   * @param isAborted whether that was somebody's will, so that others tell why
   * @param abort what still runs for it
   */
  record Failed(String message, boolean isAborted, Set<String> abort) implements NodeState {}
}
