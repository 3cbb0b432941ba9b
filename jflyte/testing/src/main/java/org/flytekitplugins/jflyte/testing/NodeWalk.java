package org.flytekitplugins.jflyte.testing;

import flyteidl.core.Workflow.IfBlock;
import flyteidl.core.Workflow.IfElseBlock;
import flyteidl.core.Workflow.Node;
import flyteidl.core.Workflow.WorkflowTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The nodes of a workflow, those inside of branches too. */
final class NodeWalk {
  private NodeWalk() {}

  static void nodes(WorkflowTemplate workflow, Consumer<Node> visitor) {
    for (Node node : workflow.getNodesList()) {
      nodes(node, visitor);
    }
    if (workflow.hasFailureNode()) {
      nodes(workflow.getFailureNode(), visitor);
    }
  }

  private static void nodes(Node node, Consumer<Node> visitor) {
    visitor.accept(node);
    if (node.hasBranchNode()) {
      for (Node inner : branches(node)) {
        nodes(inner, visitor);
      }
    }
  }

  /** The nodes directly inside of a branch node. */
  static List<Node> branches(Node node) {
    IfElseBlock block = node.getBranchNode().getIfElse();
    List<Node> inner = new ArrayList<>();
    if (block.getCase().hasThenNode()) {
      inner.add(block.getCase().getThenNode());
    }
    for (IfBlock other : block.getOtherList()) {
      inner.add(other.getThenNode());
    }
    if (block.hasElseNode()) {
      inner.add(block.getElseNode());
    }
    return inner;
  }
}
