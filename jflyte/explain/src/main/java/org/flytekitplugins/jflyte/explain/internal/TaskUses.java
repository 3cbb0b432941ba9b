package org.flytekitplugins.jflyte.explain.internal;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.flyte.api.v1.BranchNode;
import org.flyte.api.v1.Node;
import org.flytekitplugins.jflyte.loading.LoadedPackage;

/** Which workflows of a package run which tasks, at any depth of branches. */
final class TaskUses {
  private final Map<String, Set<String>> workflows = new HashMap<>();

  TaskUses(LoadedPackage loaded) {
    loaded.workflows().forEach((id, workflow) -> add(id.name(), workflow.nodes()));
  }

  /** The names of the workflows that run a task, in their order. */
  Set<String> of(String task) {
    return Collections.unmodifiableSet(workflows.getOrDefault(task, Set.of()));
  }

  private void add(String workflow, List<Node> nodes) {
    for (Node node : nodes) {
      if (node.taskNode() != null) {
        workflows
            .computeIfAbsent(node.taskNode().referenceId().name(), name -> new TreeSet<>())
            .add(workflow);
      }
      BranchNode branch = node.branchNode();
      if (branch != null) {
        add(workflow, List.of(branch.ifElse().case_().thenNode()));
        branch.ifElse().other().forEach(other -> add(workflow, List.of(other.thenNode())));
        if (branch.ifElse().elseNode() != null) {
          add(workflow, List.of(branch.ifElse().elseNode()));
        }
      }
    }
  }
}
