package org.flytekitplugins.jflyte.closure;

import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.Interface.TypedInterface;
import flyteidl.core.Literals.Binding;
import flyteidl.core.Literals.BindingData;
import flyteidl.core.Types.OutputReference;
import flyteidl.core.Workflow.Node;
import flyteidl.core.Workflow.NodeMetadata;
import flyteidl.core.Workflow.TaskNode;
import flyteidl.core.Workflow.WorkflowNode;
import flyteidl.core.Workflow.WorkflowTemplate;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.flyte.api.v1.PartialTaskIdentifier;
import org.flyte.api.v1.PartialWorkflowIdentifier;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.idl.IdentifierIdl;
import org.flytekitplugins.spi.FailureNode;

/** Makes the node that runs once a workflow has failed, and binds its inputs by their names. */
final class FailureNodes {
  /** Its id among the nodes of its workflow. */
  static final String ID = "on-failure";

  private final ReferenceCompletion references;
  private final EntityInterfaces interfaces;

  FailureNodes(ReferenceCompletion references, EntityInterfaces interfaces) {
    this.references = references;
    this.interfaces = interfaces;
  }

  /**
   * Makes it.
   *
   * @throws JflyteException if the package does not hold what it runs, or if that takes an input
   *     that the workflow does not
   */
  Node of(WorkflowTemplate workflow, FailureNode failureNode) {
    String place = "workflow " + workflow.getId().getName() + ", failure node";
    Node.Builder node =
        Node.newBuilder().setId(ID).setMetadata(NodeMetadata.newBuilder().setName(ID));
    Identifier target =
        switch (failureNode.kind()) {
          case TASK ->
              IdentifierIdl.toIdl(
                  references.complete(
                      PartialTaskIdentifier.builder().name(failureNode.name()).build(), place));
          case WORKFLOW ->
              IdentifierIdl.toIdl(
                  references.complete(
                      PartialWorkflowIdentifier.builder().name(failureNode.name()).build(), place));
        };
    switch (failureNode.kind()) {
      case TASK -> node.setTaskNode(TaskNode.newBuilder().setReferenceId(target));
      case WORKFLOW -> node.setWorkflowNode(WorkflowNode.newBuilder().setSubWorkflowRef(target));
    }
    EntityInterfaces.Callable callable = interfaces.get(target);
    if (callable != null) {
      bind(node, callable.typedInterface(), workflow, place);
    }
    return node.build();
  }

  private static void bind(
      Node.Builder node, TypedInterface wanted, WorkflowTemplate workflow, String place) {
    Map<String, ?> given = workflow.getInterface().getInputs().getVariablesMap();
    for (String input : new TreeMap<>(wanted.getInputs().getVariablesMap()).keySet()) {
      if (!given.containsKey(input)) {
        throw new JflyteException(
            String.format(
                "%s: what it runs takes the input %s, which the workflow does not take (it takes:"
                    + " %s): a failure node gets inputs of the workflow only, so give both the same"
                    + " name",
                place,
                input,
                given.isEmpty() ? "none" : String.join(", ", new TreeSet<>(given.keySet()))));
      }
      node.addInputs(
          Binding.newBuilder()
              .setVar(input)
              .setBinding(
                  BindingData.newBuilder().setPromise(OutputReference.newBuilder().setVar(input))));
    }
  }
}
