package org.flytekitplugins.jflyte.local;

import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.WorkflowTemplate;

/** Runs workflows that the engine does not know of as parts of the one that it runs. */
interface NestedWorkflows {
  /**
   * Runs a workflow, whose nodes are within the current node.
   *
   * @param parts workflows that it may contain, by name, besides those of the package
   */
  Map<String, Literal> run(
      WorkflowTemplate workflow, Map<String, WorkflowTemplate> parts, Map<String, Literal> inputs);
}
