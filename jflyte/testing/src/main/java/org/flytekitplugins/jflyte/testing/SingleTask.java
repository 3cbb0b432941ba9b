package org.flytekitplugins.jflyte.testing;

import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanCreateRequest;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanSpec;
import flyteidl.admin.WorkflowOuterClass.WorkflowCreateRequest;
import flyteidl.admin.WorkflowOuterClass.WorkflowSpec;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.IdentifierOuterClass.ResourceType;
import flyteidl.core.Interface.VariableMap;
import flyteidl.core.Literals.Binding;
import flyteidl.core.Literals.BindingData;
import flyteidl.core.Literals.RetryStrategy;
import flyteidl.core.Tasks.TaskTemplate;
import flyteidl.core.Types.OutputReference;
import flyteidl.core.Workflow.Node;
import flyteidl.core.Workflow.NodeMetadata;
import flyteidl.core.Workflow.TaskNode;
import flyteidl.core.Workflow.WorkflowTemplate;
import java.util.List;
import java.util.TreeSet;

/** The workflow of one node in which flyteadmin runs a task that is started alone. */
record SingleTask(Identifier task, TaskTemplate template) {
  private static final int RETRIES = 3;

  WorkflowCreateRequest workflow() {
    String name = NodeNames.ofTask(task.getName());
    RetryStrategy retries =
        template.getMetadata().hasRetries()
            ? template.getMetadata().getRetries()
            : RetryStrategy.newBuilder().setRetries(RETRIES).build();
    Node node =
        Node.newBuilder()
            .setId(name)
            .setMetadata(NodeMetadata.newBuilder().setName(name).setRetries(retries))
            .addAllInputs(bindings(template.getInterface().getInputs(), ""))
            .setTaskNode(TaskNode.newBuilder().setReferenceId(task))
            .build();
    return WorkflowCreateRequest.newBuilder()
        .setId(id(ResourceType.WORKFLOW))
        .setSpec(
            WorkflowSpec.newBuilder()
                .setTemplate(
                    WorkflowTemplate.newBuilder()
                        .setId(id(ResourceType.WORKFLOW))
                        .setInterface(template.getInterface())
                        .addNodes(node)
                        .addAllOutputs(bindings(template.getInterface().getOutputs(), name))))
        .build();
  }

  LaunchPlanCreateRequest launchPlan() {
    return LaunchPlanCreateRequest.newBuilder()
        .setId(id(ResourceType.LAUNCH_PLAN))
        .setSpec(LaunchPlanSpec.newBuilder().setWorkflowId(id(ResourceType.WORKFLOW)))
        .build();
  }

  private Identifier id(ResourceType type) {
    return task.toBuilder().setResourceType(type).setName(".flytegen." + task.getName()).build();
  }

  private static List<Binding> bindings(VariableMap variables, String node) {
    return new TreeSet<>(variables.getVariablesMap().keySet())
        .stream()
            .map(
                name ->
                    Binding.newBuilder()
                        .setVar(name)
                        .setBinding(
                            BindingData.newBuilder()
                                .setPromise(
                                    OutputReference.newBuilder().setNodeId(node).setVar(name)))
                        .build())
            .toList();
  }
}
