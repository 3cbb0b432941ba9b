package org.flytekitplugins.jflyte.registration;

import flyteidl.core.Interface.TypedInterface;
import flyteidl.core.Literals.Binding;
import flyteidl.core.Literals.BindingData;
import flyteidl.core.Workflow.IfBlock;
import flyteidl.core.Workflow.IfElseBlock;
import flyteidl.core.Workflow.Node;
import flyteidl.core.Workflow.WorkflowTemplate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A workflow as flytepropeller's compiler leaves it, but for what it adds to every one: start and
 * end node, empty maps of an interface. Nodes of branches are called {@code branch-then}, at any
 * depth, bindings to the workflow's inputs are to the start node, upstream nodes are in the order
 * of names.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flytepropeller/pkg/compiler/workflow_compiler.go">flytepropeller's
 *     compiler</a>
 */
final class WorkflowForm {
  private static final String START_NODE = "start-node";
  private static final String END_NODE = "end-node";

  private final boolean compiled;
  private final Map<String, String> renamed = new HashMap<>();

  private WorkflowForm(boolean compiled) {
    this.compiled = compiled;
  }

  /** That of a workflow as it would be sent. */
  static WorkflowTemplate of(WorkflowTemplate template) {
    return new WorkflowForm(false).form(template);
  }

  /** That of a workflow as flyteadmin has it. Its nodes are renamed, unless it is an old one. */
  static WorkflowTemplate ofCompiled(WorkflowTemplate template) {
    return new WorkflowForm(true).form(template);
  }

  private WorkflowTemplate form(WorkflowTemplate template) {
    template.getNodesList().forEach(node -> rename(node, node.getId()));
    template.getNodesList().forEach(node -> renamed.remove(node.getId()));
    WorkflowTemplate.Builder form = template.toBuilder().clearNodes().clearOutputs();
    for (Node node : template.getNodesList()) {
      if (!node.getId().equals(START_NODE) && !node.getId().equals(END_NODE)) {
        form.addNodes(node(node, node.getId()));
      }
    }
    form.addAllOutputs(bindings(template.getOutputsList()));
    if (template.hasFailureNode()) {
      form.setFailureNode(node(template.getFailureNode(), template.getFailureNode().getId()));
    }
    return form.setInterface(of(template.getInterface())).build();
  }

  /** An interface without empty maps. */
  static TypedInterface of(TypedInterface of) {
    TypedInterface.Builder form = of.toBuilder();
    if (of.getInputs().getVariablesCount() == 0) {
      form.clearInputs();
    }
    if (of.getOutputs().getVariablesCount() == 0) {
      form.clearOutputs();
    }
    return form.build();
  }

  private void rename(Node branch, String name) {
    IfElseBlock block = branch.getBranchNode().getIfElse();
    List<Node> inner = new ArrayList<>();
    inner.add(block.getCase().getThenNode());
    block.getOtherList().forEach(other -> inner.add(other.getThenNode()));
    inner.add(block.getElseNode());
    for (Node node : inner) {
      if (!node.getId().isEmpty()) {
        renamed.putIfAbsent(node.getId(), inBranch(name, node));
        rename(node, inBranch(name, node));
      }
    }
  }

  private String inBranch(String branch, Node node) {
    return compiled && node.getId().startsWith(branch + "-")
        ? node.getId()
        : branch + "-" + node.getId();
  }

  private Node node(Node node, String name) {
    Node.Builder form = node.toBuilder().setId(name).clearInputs().clearUpstreamNodeIds();
    form.addAllInputs(bindings(node.getInputsList()));
    form.addAllUpstreamNodeIds(node.getUpstreamNodeIdsList().stream().sorted().toList());
    if (node.getBranchNode().hasIfElse()) {
      form.getBranchNodeBuilder().setIfElse(block(node.getBranchNode().getIfElse(), name));
    }
    return form.build();
  }

  private IfElseBlock block(IfElseBlock block, String branch) {
    IfElseBlock.Builder form = block.toBuilder().clearOther();
    if (block.getCase().hasThenNode()) {
      form.getCaseBuilder().setThenNode(inner(block.getCase().getThenNode(), branch));
    }
    for (IfBlock other : block.getOtherList()) {
      form.addOther(other.toBuilder().setThenNode(inner(other.getThenNode(), branch)));
    }
    if (block.hasElseNode()) {
      form.setElseNode(inner(block.getElseNode(), branch));
    }
    return form.build();
  }

  private Node inner(Node node, String branch) {
    return node(node, inBranch(branch, node));
  }

  private List<Binding> bindings(List<Binding> bindings) {
    return bindings.stream()
        .map(binding -> binding.toBuilder().setBinding(data(binding.getBinding())).build())
        .toList();
  }

  private BindingData data(BindingData data) {
    return switch (data.getValueCase()) {
      case PROMISE -> {
        String node = data.getPromise().getNodeId();
        BindingData.Builder form = data.toBuilder();
        form.getPromiseBuilder()
            .setNodeId(node.isEmpty() ? START_NODE : renamed.getOrDefault(node, node));
        yield form.build();
      }
      case COLLECTION -> {
        BindingData.Builder form = data.toBuilder();
        form.getCollectionBuilder()
            .clearBindings()
            .addAllBindings(
                data.getCollection().getBindingsList().stream().map(this::data).toList());
        yield form.build();
      }
      case MAP -> {
        Map<String, BindingData> values = new TreeMap<>();
        data.getMap().getBindingsMap().forEach((key, value) -> values.put(key, data(value)));
        BindingData.Builder form = data.toBuilder();
        form.getMapBuilder().clearBindings().putAllBindings(values);
        yield form.build();
      }
      case SCALAR, VALUE_NOT_SET -> data;
    };
  }
}
