package org.flytekitplugins.jflyte.local;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.flyte.api.v1.IfBlock;
import org.flyte.api.v1.IfElseBlock;
import org.flyte.api.v1.Node;

/** The nodes of workflows, those in branches included. */
final class WorkflowNodes {
  private WorkflowNodes() {}

  /** Visits nodes, and those within their branches at any depth. */
  static void forEach(List<Node> nodes, Consumer<Node> visitor) {
    for (Node node : nodes) {
      visitor.accept(node);
      if (node.branchNode() != null) {
        forEach(cases(node.branchNode().ifElse()), visitor);
      }
    }
  }

  private static List<Node> cases(IfElseBlock block) {
    List<Node> cases = new ArrayList<>();
    cases.add(block.case_().thenNode());
    for (IfBlock other : block.other()) {
      cases.add(other.thenNode());
    }
    if (block.elseNode() != null) {
      cases.add(block.elseNode());
    }
    return cases;
  }
}
