package org.flytekitplugins.jflyte.registration;

import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanCreateRequest;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanSpec;
import flyteidl.admin.TaskOuterClass.TaskCreateRequest;
import flyteidl.admin.TaskOuterClass.TaskSpec;
import flyteidl.admin.WorkflowOuterClass.WorkflowCreateRequest;
import flyteidl.admin.WorkflowOuterClass.WorkflowSpec;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.IdentifierOuterClass.ResourceType;
import flyteidl.core.Interface.TypedInterface;
import flyteidl.core.Interface.Variable;
import flyteidl.core.Interface.VariableMap;
import flyteidl.core.Literals.Binding;
import flyteidl.core.Literals.BindingData;
import flyteidl.core.Tasks.Container;
import flyteidl.core.Tasks.RuntimeMetadata;
import flyteidl.core.Tasks.TaskMetadata;
import flyteidl.core.Tasks.TaskTemplate;
import flyteidl.core.Types.LiteralType;
import flyteidl.core.Types.OutputReference;
import flyteidl.core.Types.SimpleType;
import flyteidl.core.Workflow.Node;
import flyteidl.core.Workflow.TaskNode;
import flyteidl.core.Workflow.WorkflowNode;
import flyteidl.core.Workflow.WorkflowTemplate;
import java.util.ArrayList;
import java.util.List;
import org.flytekitplugins.jflyte.closure.ProjectClosure;

/** Packages as a closure makes them, of tasks that take and give a whole number. */
public final class ClosedPackages {
  public static final String VERSION = "1";

  private ClosedPackages() {}

  /** Tasks; half as many workflows, each of two of them; their default launch plans. */
  public static ProjectClosure of(int tasks) {
    List<TaskCreateRequest> taskRequests = new ArrayList<>();
    List<WorkflowCreateRequest> workflows = new ArrayList<>();
    List<LaunchPlanCreateRequest> plans = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      taskRequests.add(task("org.example.Task" + i));
    }
    for (int i = 0; i + 1 < tasks; i += 2) {
      String name = "org.example.Workflow" + i / 2;
      workflows.add(
          workflow(
              name,
              taskNode("first", "org.example.Task" + i, ""),
              taskNode("second", "org.example.Task" + (i + 1), "first")));
      plans.add(launchPlan(name, name));
    }
    return new ProjectClosure(taskRequests, workflows, plans);
  }

  public static Identifier id(ResourceType type, String name) {
    return Identifier.newBuilder()
        .setResourceType(type)
        .setProject("flytesnacks")
        .setDomain("development")
        .setName(name)
        .setVersion(VERSION)
        .build();
  }

  public static TaskCreateRequest task(String name) {
    return task(name, "jflyte", "execute", "--task", name, "--inputs", "{{.input}}");
  }

  public static TaskCreateRequest task(String name, String... args) {
    Identifier id = id(ResourceType.TASK, name);
    return TaskCreateRequest.newBuilder()
        .setId(id)
        .setSpec(
            TaskSpec.newBuilder()
                .setTemplate(
                    TaskTemplate.newBuilder()
                        .setId(id)
                        .setType("java-task")
                        .setMetadata(
                            TaskMetadata.newBuilder()
                                .setRuntime(
                                    RuntimeMetadata.newBuilder()
                                        .setType(RuntimeMetadata.RuntimeType.FLYTE_SDK)
                                        .setFlavor("java")
                                        .setVersion("0.0.1")))
                        .setInterface(numberToNumber())
                        .setContainer(
                            Container.newBuilder()
                                .setImage("ghcr.io/example/image@sha256:1")
                                .addAllArgs(List.of(args)))))
        .build();
  }

  public static WorkflowCreateRequest workflow(String name, Node... nodes) {
    return WorkflowCreateRequest.newBuilder()
        .setId(id(ResourceType.WORKFLOW, name))
        .setSpec(WorkflowSpec.newBuilder().setTemplate(template(name, nodes)))
        .build();
  }

  public static WorkflowTemplate template(String name, Node... nodes) {
    return WorkflowTemplate.newBuilder()
        .setId(id(ResourceType.WORKFLOW, name))
        .setInterface(numberToNumber())
        .addAllNodes(List.of(nodes))
        .addOutputs(binding("o", nodes[nodes.length - 1].getId(), "o"))
        .build();
  }

  public static LaunchPlanCreateRequest launchPlan(String name, String workflow) {
    return LaunchPlanCreateRequest.newBuilder()
        .setId(id(ResourceType.LAUNCH_PLAN, name))
        .setSpec(LaunchPlanSpec.newBuilder().setWorkflowId(id(ResourceType.WORKFLOW, workflow)))
        .build();
  }

  /** A node that takes its number from another node, or from the workflow. */
  public static Node taskNode(String id, String task, String from) {
    return node(id, from)
        .setTaskNode(TaskNode.newBuilder().setReferenceId(id(ResourceType.TASK, task)))
        .build();
  }

  public static Node launchPlanNode(String id, String launchPlan, String from) {
    return node(id, from)
        .setWorkflowNode(
            WorkflowNode.newBuilder().setLaunchplanRef(id(ResourceType.LAUNCH_PLAN, launchPlan)))
        .build();
  }

  public static Node subWorkflowNode(String id, String workflow, String from) {
    return node(id, from)
        .setWorkflowNode(
            WorkflowNode.newBuilder().setSubWorkflowRef(id(ResourceType.WORKFLOW, workflow)))
        .build();
  }

  private static Node.Builder node(String id, String from) {
    return Node.newBuilder().setId(id).addInputs(binding("i", from, from.isEmpty() ? "i" : "o"));
  }

  private static Binding binding(String var, String node, String from) {
    return Binding.newBuilder()
        .setVar(var)
        .setBinding(
            BindingData.newBuilder()
                .setPromise(OutputReference.newBuilder().setNodeId(node).setVar(from)))
        .build();
  }

  static TypedInterface numberToNumber() {
    return TypedInterface.newBuilder().setInputs(number("i")).setOutputs(number("o")).build();
  }

  private static VariableMap number(String name) {
    return VariableMap.newBuilder()
        .putVariables(
            name,
            Variable.newBuilder()
                .setType(LiteralType.newBuilder().setSimple(SimpleType.INTEGER))
                .setDescription("a number")
                .build())
        .build();
  }
}
