package org.flytekitplugins.jflyte.driver;

import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.Literals.Literal;
import flyteidl.core.Workflow.NodeMetadata;
import java.util.List;
import java.util.Map;

/**
 * An action that runs a node.
 *
 * @param name the action's name
 * @param path the ids of the nodes that the node is in, and its own
 * @param task what it runs; a launch plan's identifier is that of the task which drives it
 * @param metadata what the node says beside the task
 * @param interruptible what the workflow says for tasks that say nothing of it
 * @param inputs what it is given
 */
record NodeAction(
    String name,
    List<String> path,
    Identifier task,
    NodeMetadata metadata,
    boolean interruptible,
    Map<String, Literal> inputs) {
  NodeAction {
    path = List.copyOf(path);
    inputs = Map.copyOf(inputs);
  }

  /** Where the run's page shows it: with the others of its sub-workflow or branch. */
  String group() {
    return String.join("/", path.subList(0, path.size() - 1));
  }
}
