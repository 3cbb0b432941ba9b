package org.flytekitplugins.jflyte.testing;

import flyteidl.core.Literals.Binding;
import flyteidl.core.Literals.BindingData;
import flyteidl.core.Types.OutputReference;
import flyteidl.core.Workflow.IfBlock;
import flyteidl.core.Workflow.IfElseBlock;
import flyteidl.core.Workflow.Node;
import flyteidl.core.Workflow.WorkflowTemplate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The names that flytepropeller's compiler gives: a node of a branch is called after the branch
 * node and itself, {@code branch-then}, at any depth, and so are the references to it; what is
 * bound to an input of the workflow is bound to the start node. Of two nodes of one name at one
 * level the compiler knows the first only. Upstream nodes get into the order of names.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flytepropeller/pkg/compiler/validators/branch.go">flytepropeller's
 *     branches</a>
 */
final class BranchNames {
  private final Map<String, String> renamed = new HashMap<>();

  private BranchNames() {}

  static WorkflowTemplate compile(WorkflowTemplate given) {
    return new BranchNames().of(given);
  }

  private WorkflowTemplate of(WorkflowTemplate given) {
    WorkflowTemplate.Builder template = given.toBuilder().clearNodes().clearOutputs();
    Set<String> top = new HashSet<>();
    List<Node> nodes = new ArrayList<>();
    for (Node node : given.getNodesList()) {
      if (top.add(node.getId())) {
        nodes.add(node);
      }
    }
    nodes.forEach(node -> collect(node, node.getId()));
    renamed.keySet().removeAll(top);
    for (Node node : nodes) {
      template.addNodes(node(node, node.getId()));
    }
    if (given.hasFailureNode()) {
      template.setFailureNode(node(given.getFailureNode(), given.getFailureNode().getId()));
    }
    given.getOutputsList().forEach(output -> template.addOutputs(binding(output)));
    return template.build();
  }

  private void collect(Node node, String name) {
    for (Node inner : NodeWalk.branches(node)) {
      renamed.putIfAbsent(inner.getId(), name + "-" + inner.getId());
      collect(inner, name + "-" + inner.getId());
    }
  }

  private Node node(Node given, String name) {
    List<String> upstream = new ArrayList<>(given.getUpstreamNodeIdsList());
    Collections.sort(upstream);
    Node.Builder node =
        given.toBuilder()
            .setId(name)
            .clearInputs()
            .clearUpstreamNodeIds()
            .addAllUpstreamNodeIds(upstream);
    given.getInputsList().forEach(input -> node.addInputs(binding(input)));
    if (given.getBranchNode().hasIfElse()) {
      node.getBranchNodeBuilder().setIfElse(block(given.getBranchNode().getIfElse(), name));
    }
    return node.build();
  }

  private IfElseBlock block(IfElseBlock given, String branch) {
    IfElseBlock.Builder block = given.toBuilder().clearOther();
    if (given.hasCase()) {
      block.setCase(block(given.getCase(), branch));
    }
    given.getOtherList().forEach(other -> block.addOther(block(other, branch)));
    if (given.hasElseNode()) {
      block.setElseNode(inner(given.getElseNode(), branch));
    }
    return block.build();
  }

  private IfBlock block(IfBlock given, String branch) {
    return given.hasThenNode()
        ? given.toBuilder().setThenNode(inner(given.getThenNode(), branch)).build()
        : given;
  }

  private Node inner(Node given, String branch) {
    return node(given, branch + "-" + given.getId());
  }

  private Binding binding(Binding given) {
    return given.hasBinding()
        ? given.toBuilder().setBinding(data(given.getBinding())).build()
        : given;
  }

  private BindingData data(BindingData given) {
    BindingData.Builder data = given.toBuilder();
    switch (given.getValueCase()) {
      case PROMISE -> data.setPromise(reference(given.getPromise()));
      case COLLECTION -> {
        data.getCollectionBuilder().clearBindings();
        given
            .getCollection()
            .getBindingsList()
            .forEach(each -> data.getCollectionBuilder().addBindings(data(each)));
      }
      case MAP ->
          given
              .getMap()
              .getBindingsMap()
              .forEach((key, each) -> data.getMapBuilder().putBindings(key, data(each)));
      default -> {}
    }
    return data.build();
  }

  private OutputReference reference(OutputReference given) {
    String node = given.getNodeId();
    return given.toBuilder()
        .setNodeId(node.isEmpty() ? WorkflowCompiler.START_NODE : renamed.getOrDefault(node, node))
        .build();
  }
}
