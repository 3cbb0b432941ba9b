package org.flytekitplugins.jflyte.closure;

import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.Workflow.Node;
import flyteidl.core.Workflow.WorkflowTemplate;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flytekitplugins.jflyte.JflyteException;

/** Which workflows of a package are parts of which. */
final class SubWorkflows {
  private final Map<Identifier, WorkflowTemplate> workflows;
  private final Map<Identifier, Set<Identifier>> parts = new LinkedHashMap<>();

  /**
   * @throws JflyteException if a workflow is a part of itself, or has one that is not there
   */
  SubWorkflows(Map<Identifier, WorkflowTemplate> workflows) {
    this.workflows = workflows;
    workflows.forEach((id, workflow) -> parts.put(id, direct(workflow)));
    Map<String, Set<String>> byName = new LinkedHashMap<>();
    parts.forEach((id, direct) -> byName.put(id.getName(), names(direct)));
    List<String> cycle = Cycle.in(byName.keySet(), name -> byName.getOrDefault(name, Set.of()));
    if (!cycle.isEmpty()) {
      throw new JflyteException(
          String.format(
              "workflow %s is a part of itself: %s: take one of the references out, or make it one"
                  + " to a launch plan",
              cycle.get(0), String.join(" -> ", cycle)));
    }
  }

  /** All parts of a workflow, at any depth, each once. */
  Map<Identifier, WorkflowTemplate> of(Identifier id) {
    Map<Identifier, WorkflowTemplate> all = new LinkedHashMap<>();
    collect(id, all);
    return all;
  }

  private void collect(Identifier id, Map<Identifier, WorkflowTemplate> all) {
    for (Identifier part : parts.getOrDefault(id, Set.of())) {
      WorkflowTemplate template = workflows.get(part);
      if (template == null) {
        throw new JflyteException(
            String.format(
                "workflow %s has workflow %s of project %s as a part, whose nodes are not known"
                    + " here: refer to a launch plan of it",
                id.getName(), part.getName(), part.getProject()));
      }
      if (all.put(part, template) == null) {
        collect(part, all);
      }
    }
  }

  private static Set<Identifier> direct(WorkflowTemplate workflow) {
    Set<Identifier> direct = new LinkedHashSet<>();
    workflow.getNodesList().forEach(node -> collect(node, direct));
    if (workflow.hasFailureNode()) {
      collect(workflow.getFailureNode(), direct);
    }
    return direct;
  }

  private static void collect(Node node, Set<Identifier> direct) {
    if (node.hasWorkflowNode() && node.getWorkflowNode().hasSubWorkflowRef()) {
      direct.add(node.getWorkflowNode().getSubWorkflowRef());
    }
    if (node.hasBranchNode()) {
      WorkflowCheck.thenNodes(node).forEach(then -> collect(then, direct));
    }
  }

  private static Set<String> names(Set<Identifier> ids) {
    Set<String> names = new LinkedHashSet<>();
    ids.forEach(id -> names.add(id.getName()));
    return names;
  }
}
