package org.flytekitplugins.jflyte.driver;

import flyteidl.core.Literals.Literal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done now.
 *
 * @param start the actions to start; none of them was started before
 * @param running the actions to wait for
 * @param abort the actions that run although the workflow, or what they are in, has failed
 * @param end how the workflow has ended; null if it has not
 */
record Step(List<NodeAction> start, Set<String> running, Set<String> abort, @Nullable End end) {
  Step {
    start = List.copyOf(start);
    running = Set.copyOf(running);
    abort = Set.copyOf(abort);
  }

  /** How a workflow has ended. */
  sealed interface End {}

  /** Well. */
  record Succeeded(Map<String, Literal> outputs) implements End {
    public Succeeded {
      outputs = Map.copyOf(outputs);
    }
  }

  /** Not well; the message names the node. */
  record Failed(String message) implements End {}
}
