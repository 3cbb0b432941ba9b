package org.flytekitplugins.jflyte.registration;

import flyteidl.core.Interface.TypedInterface;
import flyteidl.core.Literals.Binding;
import flyteidl.core.Literals.BindingData;
import flyteidl.core.Workflow.IfBlock;
import flyteidl.core.Workflow.IfElseBlock;
import flyteidl.core.Workflow.Node;
import flyteidl.core.Workflow.WorkflowTemplate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A workflow without what flytepropeller's compiler adds: start and end node, empty maps of an
 * interface, the order of upstream nodes, the name of the start node in bindings.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.0/flytepropeller/pkg/compiler/workflow_compiler.go">flytepropeller's
 *     compiler</a>
 */
final class WorkflowForm {
  private static final String START_NODE = "start-node";
  private static final String END_NODE = "end-node";

  private WorkflowForm() {}

  static WorkflowTemplate of(WorkflowTemplate template) {
    WorkflowTemplate.Builder form = template.toBuilder().clearNodes().clearOutputs();
    for (Node node : template.getNodesList()) {
      if (!node.getId().equals(START_NODE) && !node.getId().equals(END_NODE)) {
        form.addNodes(node(node));
      }
    }
    form.addAllOutputs(bindings(template.getOutputsList()));
    if (template.hasFailureNode()) {
      form.setFailureNode(node(template.getFailureNode()));
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

  private static Node node(Node node) {
    Node.Builder form = node.toBuilder().clearInputs().clearUpstreamNodeIds();
    form.addAllInputs(bindings(node.getInputsList()));
    form.addAllUpstreamNodeIds(node.getUpstreamNodeIdsList().stream().sorted().toList());
    if (node.getBranchNode().hasIfElse()) {
      form.getBranchNodeBuilder().setIfElse(block(node.getBranchNode().getIfElse()));
    }
    return form.build();
  }

  private static IfElseBlock block(IfElseBlock block) {
    IfElseBlock.Builder form = block.toBuilder().clearOther();
    if (block.getCase().hasThenNode()) {
      form.getCaseBuilder().setThenNode(node(block.getCase().getThenNode()));
    }
    for (IfBlock other : block.getOtherList()) {
      form.addOther(other.toBuilder().setThenNode(node(other.getThenNode())));
    }
    if (block.hasElseNode()) {
      form.setElseNode(node(block.getElseNode()));
    }
    return form.build();
  }

  private static List<Binding> bindings(List<Binding> bindings) {
    return bindings.stream()
        .map(binding -> binding.toBuilder().setBinding(data(binding.getBinding())).build())
        .toList();
  }

  private static BindingData data(BindingData data) {
    return switch (data.getValueCase()) {
      case PROMISE -> {
        BindingData.Builder form = data.toBuilder();
        if (data.getPromise().getNodeId().equals(START_NODE)) {
          form.getPromiseBuilder().clearNodeId();
        }
        yield form.build();
      }
      case COLLECTION -> {
        BindingData.Builder form = data.toBuilder();
        form.getCollectionBuilder()
            .clearBindings()
            .addAllBindings(
                data.getCollection().getBindingsList().stream().map(WorkflowForm::data).toList());
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
