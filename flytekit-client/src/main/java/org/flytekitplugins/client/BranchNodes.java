package org.flytekitplugins.client;

import flyteidl.admin.WorkflowOuterClass;
import flyteidl.core.Compiler.CompiledWorkflow;
import flyteidl.core.Compiler.CompiledWorkflowClosure;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.Workflow.IfElseBlock;
import flyteidl.core.Workflow.Node;
import flyteidl.core.Workflow.WorkflowTemplate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which nodes of a workflow are branches. Flyte's compiler puts a branch node's name before those
 * of the nodes within, where their author has written none of it.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flytepropeller/pkg/compiler/validators/branch.go">branch.go</a>
 */
final class BranchNodes {
  private final List<Node> top;
  private final Map<Identifier, WorkflowTemplate> subWorkflows = new HashMap<>();

  private BranchNodes(CompiledWorkflowClosure compiled) {
    this.top = compiled.getPrimary().getTemplate().getNodesList();
    for (CompiledWorkflow workflow : compiled.getSubWorkflowsList()) {
      subWorkflows.put(workflow.getTemplate().getId(), workflow.getTemplate());
    }
  }

  static BranchNodes of(WorkflowOuterClass.Workflow workflow) {
    return new BranchNodes(workflow.getClosure().getCompiledWorkflow());
  }

  /** None: of a workflow that nobody knows. */
  static BranchNodes none() {
    return new BranchNodes(CompiledWorkflowClosure.getDefaultInstance());
  }

  /**
   * Whether a node is a branch.
   *
   * @param path its id as it was compiled, after those of the nodes that it is within
   */
  boolean contain(List<String> path) {
    List<Node> nodes = top;
    boolean isBranch = false;
    for (String id : path) {
      Optional<Node> found = nodes.stream().filter(node -> node.getId().equals(id)).findFirst();
      isBranch = found.isPresent() && found.get().hasBranchNode();
      nodes = found.map(this::within).orElse(List.of());
    }
    return isBranch;
  }

  private List<Node> within(Node node) {
    if (node.hasBranchNode()) {
      IfElseBlock block = node.getBranchNode().getIfElse();
      List<Node> nodes = new ArrayList<>();
      nodes.add(block.getCase().getThenNode());
      block.getOtherList().forEach(other -> nodes.add(other.getThenNode()));
      nodes.add(block.getElseNode());
      return nodes;
    }
    WorkflowTemplate workflow = subWorkflows.get(node.getWorkflowNode().getSubWorkflowRef());
    return workflow == null ? List.of() : workflow.getNodesList();
  }
}
