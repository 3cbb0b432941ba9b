package org.flytekitplugins.jflyte.idl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import flyteidl.admin.WorkflowOuterClass.WorkflowSpec;
import flyteidl.core.Condition;
import flyteidl.core.DynamicJob;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.IdentifierOuterClass.ResourceType;
import flyteidl.core.Interface;
import flyteidl.core.Literals;
import flyteidl.core.Tasks;
import flyteidl.core.Types;
import flyteidl.core.Workflow;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Binding;
import org.flyte.api.v1.BindingData;
import org.flyte.api.v1.BooleanExpression;
import org.flyte.api.v1.BranchNode;
import org.flyte.api.v1.ComparisonExpression;
import org.flyte.api.v1.DynamicJobSpec;
import org.flyte.api.v1.IfBlock;
import org.flyte.api.v1.IfElseBlock;
import org.flyte.api.v1.Node;
import org.flyte.api.v1.NodeError;
import org.flyte.api.v1.NodeMetadata;
import org.flyte.api.v1.OnFailurePolicy;
import org.flyte.api.v1.Operand;
import org.flyte.api.v1.OutputReference;
import org.flyte.api.v1.PartialLaunchPlanIdentifier;
import org.flyte.api.v1.PartialTaskIdentifier;
import org.flyte.api.v1.PartialWorkflowIdentifier;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.RetryStrategy;
import org.flyte.api.v1.Struct;
import org.flyte.api.v1.TaskIdentifier;
import org.flyte.api.v1.TaskNode;
import org.flyte.api.v1.TaskTemplate;
import org.flyte.api.v1.TypedInterface;
import org.flyte.api.v1.WorkflowIdentifier;
import org.flyte.api.v1.WorkflowMetadata;
import org.flyte.api.v1.WorkflowNode;
import org.flyte.api.v1.WorkflowTemplate;
import org.flytekitplugins.jflyte.JflyteException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes, workflows and dynamic jobs. */
class WorkflowIdlTest {
  private static final TypedInterface NOTHING =
      TypedInterface.builder().inputs(Map.of()).outputs(Map.of()).build();
  private static final Interface.TypedInterface NOTHING_MESSAGE =
      Interface.TypedInterface.newBuilder()
          .setInputs(Interface.VariableMap.getDefaultInstance())
          .setOutputs(Interface.VariableMap.getDefaultInstance())
          .build();

  @Test
  void writes_a_task_node_with_its_metadata() {
    assertThat(
            NodeIdl.toIdl(
                taskNode("n-0").toBuilder()
                    .metadata(
                        NodeMetadata.builder()
                            .name("größe")
                            .timeout(Duration.ofMillis(1500))
                            .retries(RetryStrategy.builder().retries(3).build())
                            .build())
                    .inputs(
                        List.of(
                            Binding.builder()
                                .var_("x")
                                .binding(
                                    BindingData.ofOutputReference(
                                        OutputReference.builder()
                                            .nodeId(Node.START_NODE_ID)
                                            .var("y")
                                            .build()))
                                .build()))
                    .upstreamNodeIds(List.of("b", "a"))
                    .build()))
        .isEqualTo(
            taskMessage("n-0").toBuilder()
                .setMetadata(
                    Workflow.NodeMetadata.newBuilder()
                        .setName("größe")
                        .setTimeout(
                            com.google.protobuf.Duration.newBuilder()
                                .setSeconds(1)
                                .setNanos(500_000_000))
                        .setRetries(Literals.RetryStrategy.newBuilder().setRetries(3)))
                .addInputs(
                    Literals.Binding.newBuilder()
                        .setVar("x")
                        .setBinding(
                            Literals.BindingData.newBuilder()
                                .setPromise(
                                    Types.OutputReference.newBuilder()
                                        .setNodeId("start-node")
                                        .setVar("y"))))
                .addUpstreamNodeIds("b")
                .addUpstreamNodeIds("a")
                .build());
  }

  @Test
  void writes_metadata_that_says_nothing() {
    assertThat(
            NodeIdl.toIdl(
                taskNode("n").toBuilder().metadata(NodeMetadata.builder().build()).build()))
        .isEqualTo(
            taskMessage("n").toBuilder()
                .setMetadata(Workflow.NodeMetadata.getDefaultInstance())
                .build());
  }

  @Test
  void writes_nodes_of_sub_workflows_and_of_launch_plans() {
    assertThat(NodeIdl.toIdl(subWorkflowNode("n", "sub")))
        .isEqualTo(
            Workflow.Node.newBuilder()
                .setId("n")
                .setWorkflowNode(
                    Workflow.WorkflowNode.newBuilder()
                        .setSubWorkflowRef(identifier(ResourceType.WORKFLOW, "sub")))
                .build());
    assertThat(
            NodeIdl.toIdl(
                node("n")
                    .workflowNode(
                        WorkflowNode.builder()
                            .reference(
                                WorkflowNode.Reference.ofLaunchPlanRef(
                                    PartialLaunchPlanIdentifier.builder()
                                        .project("p")
                                        .domain("d")
                                        .name("plan")
                                        .version("v")
                                        .build()))
                            .build())
                    .build()))
        .isEqualTo(
            Workflow.Node.newBuilder()
                .setId("n")
                .setWorkflowNode(
                    Workflow.WorkflowNode.newBuilder()
                        .setLaunchplanRef(identifier(ResourceType.LAUNCH_PLAN, "plan")))
                .build());
  }

  @Test
  void writes_branches_within_branches() {
    Node inner =
        branchNode(
            "inner",
            IfElseBlock.builder()
                .case_(ifBlock(1, taskNode("one")))
                .other(List.of())
                .error(NodeError.builder().failedNodeId("inner").message("none of it").build())
                .build());
    Node outer =
        branchNode(
            "outer",
            IfElseBlock.builder()
                .case_(ifBlock(2, inner))
                .other(List.of(ifBlock(3, taskNode("three")), ifBlock(4, taskNode("four"))))
                .elseNode(taskNode("else"))
                .build());
    assertThat(NodeIdl.toIdl(outer))
        .isEqualTo(
            branchMessage(
                "outer",
                Workflow.IfElseBlock.newBuilder()
                    .setCase(
                        ifMessage(
                            2,
                            branchMessage(
                                "inner",
                                Workflow.IfElseBlock.newBuilder()
                                    .setCase(ifMessage(1, taskMessage("one")))
                                    .setError(
                                        Types.Error.newBuilder()
                                            .setFailedNodeId("inner")
                                            .setMessage("none of it")))))
                    .addOther(ifMessage(3, taskMessage("three")))
                    .addOther(ifMessage(4, taskMessage("four")))
                    .setElseNode(taskMessage("else"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "a-b", "train-2", "9z"})
  void takes_ids_that_kubernetes_takes(String id) {
    assertThat(NodeIdl.toIdl(taskNode(id))).isEqualTo(taskMessage(id));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "-a", "a-", "A", "a_b", "a.b", "größe", "a b"})
  void refuses_ids_that_kubernetes_refuses(String id) {
    assertThatThrownBy(() -> NodeIdl.toIdl(taskNode(id)))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "node id \""
                + id
                + "\" cannot be part of a Kubernetes name; use lower case letters, digits and '-',"
                + " with a letter or digit at both ends");
  }

  @Test
  void refuses_a_node_without_exactly_one_target() {
    assertThatThrownBy(() -> NodeIdl.toIdl(node("n").build()))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "node \"n\" has 0 targets; give it exactly one: a task, a workflow or a branch");
    Node two = subWorkflowNode("n", "sub").toBuilder().taskNode(taskNode("n").taskNode()).build();
    assertThatThrownBy(() -> NodeIdl.toIdl(two))
        .hasMessage(
            "node \"n\" has 2 targets; give it exactly one: a task, a workflow or a branch");
  }

  @Test
  void refuses_retries_below_zero() {
    Node node =
        taskNode("n").toBuilder()
            .metadata(
                NodeMetadata.builder().retries(RetryStrategy.builder().retries(-1).build()).build())
            .build();
    assertThatThrownBy(() -> NodeIdl.toIdl(node))
        .isInstanceOf(JflyteException.class)
        .hasMessage("the retries of node \"n\" are -1; use 0 or more");
  }

  @ParameterizedTest
  @EnumSource
  void failure_policies_keep_their_names(OnFailurePolicy.Kind policy) {
    WorkflowTemplate template =
        workflow().toBuilder()
            .metadata(
                WorkflowMetadata.builder()
                    .onFailure(OnFailurePolicy.builder().kind(policy).build())
                    .build())
            .build();
    assertThat(WorkflowIdl.toIdl(workflowId("wf"), template))
        .isEqualTo(
            workflowMessage("wf")
                .setMetadata(
                    Workflow.WorkflowMetadata.newBuilder()
                        .setOnFailure(
                            Workflow.WorkflowMetadata.OnFailurePolicy.valueOf(policy.name())))
                .build());
  }

  @Test
  void writes_sub_workflows_in_the_order_of_their_identifiers() {
    Map<WorkflowIdentifier, WorkflowTemplate> subWorkflows = new LinkedHashMap<>();
    subWorkflows.put(workflowId("p", "d", "z", "1"), workflow());
    subWorkflows.put(workflowId("p", "d", "a", "2"), workflow());
    subWorkflows.put(workflowId("p", "d", "a", "10"), workflow());
    subWorkflows.put(workflowId("p", "c", "zz", "3"), workflow());
    subWorkflows.put(workflowId("o", "e", "zz", "3"), workflow());
    WorkflowTemplate template =
        workflow(subWorkflowNode("n", "z")).toBuilder()
            .outputs(
                List.of(Binding.builder().var_("out").binding(BindingData.ofMap(Map.of())).build()))
            .build();
    assertThat(WorkflowIdl.spec(workflowId("wf"), template, subWorkflows))
        .isEqualTo(
            WorkflowSpec.newBuilder()
                .setTemplate(
                    workflowMessage("wf")
                        .addNodes(NodeIdl.toIdl(subWorkflowNode("n", "z")))
                        .addOutputs(
                            Literals.Binding.newBuilder()
                                .setVar("out")
                                .setBinding(
                                    Literals.BindingData.newBuilder()
                                        .setMap(Literals.BindingDataMap.getDefaultInstance()))))
                .addSubWorkflows(workflowMessage("o", "e", "zz", "3"))
                .addSubWorkflows(workflowMessage("p", "c", "zz", "3"))
                .addSubWorkflows(workflowMessage("p", "d", "a", "10"))
                .addSubWorkflows(workflowMessage("p", "d", "a", "2"))
                .addSubWorkflows(workflowMessage("p", "d", "z", "1"))
                .build());
  }

  @Test
  void names_the_workflow_of_a_wrong_node() {
    WorkflowTemplate template = workflow(node("n").build());
    assertThatThrownBy(() -> WorkflowIdl.toIdl(workflowId("wf"), template))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "workflow \"wf\": node \"n\" has 0 targets; give it exactly one: a task, a workflow or"
                + " a branch");
  }

  @Test
  void writes_a_dynamic_job_with_given_messages_before_its_own() {
    TaskTemplate own =
        TaskTemplate.builder()
            .interface_(NOTHING)
            .type("own")
            .retries(RetryStrategy.builder().retries(0).build())
            .custom(Struct.of(Map.of()))
            .discoverable(false)
            .cacheSerializable(false)
            .build();
    DynamicJobSpec spec =
        DynamicJobSpec.builder()
            .nodes(List.of(taskNode("n")))
            .outputs(
                List.of(
                    Binding.builder()
                        .var_("out")
                        .binding(BindingData.ofCollection(List.of()))
                        .build()))
            .tasks(Map.of(taskId("both"), own, taskId("own"), own))
            .subWorkflows(Map.of(workflowId("b"), workflow(), workflowId("c"), workflow()))
            .build();
    Tasks.TaskTemplate remote =
        Tasks.TaskTemplate.newBuilder()
            .setId(identifier(ResourceType.TASK, "a"))
            .setK8SPod(Tasks.K8sPod.getDefaultInstance())
            .putConfig("primary_container_name", "main")
            .build();
    Tasks.TaskTemplate both =
        Tasks.TaskTemplate.newBuilder()
            .setId(identifier(ResourceType.TASK, "both"))
            .setType("given")
            .build();
    WorkflowTemplate given = workflow(taskNode("given"));
    assertThat(DynamicJobSpecIdl.toIdl(spec, List.of(both, remote), Map.of(workflowId("b"), given)))
        .isEqualTo(
            DynamicJob.DynamicJobSpec.newBuilder()
                .addNodes(taskMessage("n"))
                .addOutputs(
                    Literals.Binding.newBuilder()
                        .setVar("out")
                        .setBinding(
                            Literals.BindingData.newBuilder()
                                .setCollection(
                                    Literals.BindingDataCollection.getDefaultInstance())))
                .addTasks(remote)
                .addTasks(both)
                .addTasks(TaskTemplateIdl.toIdl(taskId("own"), own, null))
                .addSubworkflows(workflowMessage("b").addNodes(taskMessage("given")))
                .addSubworkflows(workflowMessage("c"))
                .build());
  }

  private static Node.Builder node(String id) {
    return Node.builder().id(id).inputs(List.of()).upstreamNodeIds(List.of());
  }

  private static Node taskNode(String id) {
    return node(id)
        .taskNode(
            TaskNode.builder()
                .referenceId(
                    PartialTaskIdentifier.builder()
                        .project("p")
                        .domain("d")
                        .name("task")
                        .version("v")
                        .build())
                .build())
        .build();
  }

  private static Workflow.Node taskMessage(String id) {
    return Workflow.Node.newBuilder()
        .setId(id)
        .setTaskNode(
            Workflow.TaskNode.newBuilder().setReferenceId(identifier(ResourceType.TASK, "task")))
        .build();
  }

  private static Node subWorkflowNode(String id, String workflow) {
    return node(id)
        .workflowNode(
            WorkflowNode.builder()
                .reference(
                    WorkflowNode.Reference.ofSubWorkflowRef(
                        PartialWorkflowIdentifier.builder()
                            .project("p")
                            .domain("d")
                            .name(workflow)
                            .version("v")
                            .build()))
                .build())
        .build();
  }

  private static Node branchNode(String id, IfElseBlock ifElse) {
    return node(id).branchNode(BranchNode.builder().ifElse(ifElse).build()).build();
  }

  private static Workflow.Node branchMessage(String id, Workflow.IfElseBlock.Builder ifElse) {
    return Workflow.Node.newBuilder()
        .setId(id)
        .setBranchNode(Workflow.BranchNode.newBuilder().setIfElse(ifElse))
        .build();
  }

  private static IfBlock ifBlock(long number, Node then) {
    return IfBlock.builder()
        .condition(
            BooleanExpression.ofComparison(
                ComparisonExpression.builder()
                    .operator(ComparisonExpression.Operator.GTE)
                    .leftValue(Operand.ofVar("x"))
                    .rightValue(Operand.ofPrimitive(Primitive.ofIntegerValue(number)))
                    .build()))
        .thenNode(then)
        .build();
  }

  private static Workflow.IfBlock ifMessage(long number, Workflow.Node then) {
    return Workflow.IfBlock.newBuilder()
        .setCondition(
            Condition.BooleanExpression.newBuilder()
                .setComparison(
                    Condition.ComparisonExpression.newBuilder()
                        .setOperator(Condition.ComparisonExpression.Operator.GTE)
                        .setLeftValue(Condition.Operand.newBuilder().setVar("x"))
                        .setRightValue(
                            Condition.Operand.newBuilder()
                                .setPrimitive(Literals.Primitive.newBuilder().setInteger(number)))))
        .setThenNode(then)
        .build();
  }

  private static WorkflowTemplate workflow(Node... nodes) {
    return WorkflowTemplate.builder()
        .metadata(
            WorkflowMetadata.builder()
                .onFailure(
                    OnFailurePolicy.builder().kind(OnFailurePolicy.Kind.FAIL_IMMEDIATELY).build())
                .build())
        .interface_(NOTHING)
        .nodes(List.of(nodes))
        .outputs(List.of())
        .build();
  }

  private static Workflow.WorkflowTemplate.Builder workflowMessage(String name) {
    return workflowMessage("p", "d", name, "v");
  }

  private static Workflow.WorkflowTemplate.Builder workflowMessage(
      String project, String domain, String name, String version) {
    return Workflow.WorkflowTemplate.newBuilder()
        .setId(
            Identifier.newBuilder()
                .setResourceType(ResourceType.WORKFLOW)
                .setProject(project)
                .setDomain(domain)
                .setName(name)
                .setVersion(version))
        .setMetadata(Workflow.WorkflowMetadata.getDefaultInstance())
        .setInterface(NOTHING_MESSAGE);
  }

  private static TaskIdentifier taskId(String name) {
    return TaskIdentifier.builder().project("p").domain("d").name(name).version("v").build();
  }

  private static WorkflowIdentifier workflowId(String name) {
    return workflowId("p", "d", name, "v");
  }

  private static WorkflowIdentifier workflowId(
      String project, String domain, String name, String version) {
    return WorkflowIdentifier.builder()
        .project(project)
        .domain(domain)
        .name(name)
        .version(version)
        .build();
  }

  private static Identifier identifier(ResourceType type, String name) {
    return Identifier.newBuilder()
        .setResourceType(type)
        .setProject("p")
        .setDomain("d")
        .setName(name)
        .setVersion("v")
        .build();
  }
}
