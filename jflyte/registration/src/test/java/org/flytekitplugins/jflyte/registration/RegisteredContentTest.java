package org.flytekitplugins.jflyte.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flytekitplugins.jflyte.registration.ClosedPackages.launchPlan;
import static org.flytekitplugins.jflyte.registration.ClosedPackages.subWorkflowNode;
import static org.flytekitplugins.jflyte.registration.ClosedPackages.task;
import static org.flytekitplugins.jflyte.registration.ClosedPackages.taskNode;
import static org.flytekitplugins.jflyte.registration.ClosedPackages.template;
import static org.flytekitplugins.jflyte.registration.ClosedPackages.workflow;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanCreateRequest;
import flyteidl.admin.TaskOuterClass.TaskCreateRequest;
import flyteidl.admin.WorkflowOuterClass.WorkflowCreateRequest;
import flyteidl.core.Condition.BooleanExpression;
import flyteidl.core.Condition.ComparisonExpression;
import flyteidl.core.Condition.Operand;
import flyteidl.core.Interface.Parameter;
import flyteidl.core.Interface.ParameterMap;
import flyteidl.core.Interface.TypedInterface;
import flyteidl.core.Interface.Variable;
import flyteidl.core.Literals.Literal;
import flyteidl.core.Literals.LiteralMap;
import flyteidl.core.Literals.Primitive;
import flyteidl.core.Literals.Scalar;
import flyteidl.core.Types.LiteralType;
import flyteidl.core.Types.SimpleType;
import flyteidl.core.Workflow.BranchNode;
import flyteidl.core.Workflow.IfBlock;
import flyteidl.core.Workflow.IfElseBlock;
import flyteidl.core.Workflow.Node;
import flyteidl.core.Workflow.WorkflowTemplate;
import java.util.List;
import org.flytekitplugins.client.internal.admin.AdminClient;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.flytekitplugins.jflyte.closure.ProjectClosure;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What flyteadmin adds to all it keeps is no difference. */
class RegisteredContentTest {
  private static final LiteralType NUMBER =
      LiteralType.newBuilder().setSimple(SimpleType.INTEGER).build();

  private LocalFlyteAdmin server;
  private AdminClient client;

  @BeforeEach
  void start() {
    server = LocalFlyteAdmin.start();
    client = AdminClient.connect(AdminConfig.plaintext(server.endpoint()));
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private List<RegistrationPlan.PlannedEntity> registerThenPlan(
      ProjectClosure registered, ProjectClosure here) {
    Registration registration = new Registration(client, RegistrationOptions.defaults());
    assertThat(registration.register(registered).failures()).isEmpty();
    return registration.plan(here).entities();
  }

  private void assertKept(ProjectClosure closure) {
    assertThat(registerThenPlan(closure, closure))
        .allSatisfy(
            entity -> {
              assertThat(entity.differences()).isEmpty();
              assertThat(entity.action()).isEqualTo(RegistrationPlan.Action.KEEP);
            });
  }

  private static ProjectClosure closure(WorkflowCreateRequest workflow) {
    return new ProjectClosure(List.of(task("a.Task")), List.of(workflow), List.of());
  }

  @Test
  void tasksWithoutInputsOrOutputs() {
    TaskCreateRequest task = task("a.Task");
    TaskCreateRequest.Builder none = task.toBuilder();
    none.getSpecBuilder().getTemplateBuilder().setInterface(TypedInterface.getDefaultInstance());
    none.getSpecBuilder().getTemplateBuilder().clearId();
    assertKept(new ProjectClosure(List.of(none.build()), List.of(), List.of()));
  }

  @Test
  void fieldsNewerThanTheDescriptors() {
    assertKept(new ProjectClosure(List.of(withPodTemplate("a")), List.of(), List.of()));
    server.clear();

    assertThat(
            registerThenPlan(
                new ProjectClosure(List.of(withPodTemplate("a")), List.of(), List.of()),
                new ProjectClosure(List.of(withPodTemplate("b")), List.of(), List.of())))
        .singleElement()
        .satisfies(
            entity ->
                assertThat(entity.differences())
                    .containsExactly(new Difference("template.metadata.12", "\"a\"", "\"b\"")));
  }

  private static TaskCreateRequest withPodTemplate(String name) {
    TaskCreateRequest.Builder task = task("a.Task").toBuilder();
    task.getSpecBuilder()
        .getTemplateBuilder()
        .getMetadataBuilder()
        .setUnknownFields(
            UnknownFieldSet.newBuilder()
                .addField(
                    12,
                    UnknownFieldSet.Field.newBuilder()
                        .addLengthDelimited(ByteString.copyFromUtf8(name))
                        .build())
                .build());
    return task.build();
  }

  @Test
  void upstreamNodesInAnyOrder() {
    Node last =
        taskNode("last", "a.Task", "two").toBuilder()
            .addUpstreamNodeIds("two")
            .addUpstreamNodeIds("one")
            .build();
    assertKept(
        closure(
            workflow(
                "a.Workflow", taskNode("one", "a.Task", ""), taskNode("two", "a.Task", ""), last)));
  }

  @Test
  void branchesAndFailureNodes() {
    WorkflowCreateRequest.Builder workflow = workflow("a.Workflow", branch("n")).toBuilder();
    workflow.getSpecBuilder().getTemplateBuilder().setFailureNode(taskNode("bad", "a.Task", ""));
    assertKept(closure(workflow.build()));
    assertThat(
            server
                .workflows()
                .get(0)
                .getClosure()
                .getCompiledWorkflow()
                .getPrimary()
                .getTemplate()
                .getNodes(2)
                .getBranchNode()
                .getIfElse()
                .getElseNode()
                .getId())
        .isEqualTo("n-else");
  }

  @Test
  void branchesInBranchesAndInSubWorkflows() {
    Node nested = branch("n", branch("n-inner"), taskNode("n-else", "a.Task", ""));
    assertKept(closure(workflow("a.Workflow", nested, nested.toBuilder().setId("m").build())));
    server.clear();

    WorkflowCreateRequest.Builder outer =
        workflow("a.Outer", subWorkflowNode("n", "b.Inner", "")).toBuilder();
    outer.getSpecBuilder().addSubWorkflows(template("b.Inner", nested));
    assertKept(closure(outer.build()));
  }

  @Test
  void aReferenceToANodeOfABranch() {
    WorkflowCreateRequest.Builder workflow = workflow("a.Workflow", branch("n")).toBuilder();
    workflow
        .getSpecBuilder()
        .getTemplateBuilder()
        .getOutputsBuilder(0)
        .getBindingBuilder()
        .getPromiseBuilder()
        .setNodeId("else");
    assertKept(closure(workflow.build()));
  }

  @Test
  void aNodeOfABranchThatDiffersIsFound() {
    assertThat(
            registerThenPlan(
                closure(workflow("a.Workflow", branch("n"))),
                closure(
                    workflow(
                        "a.Workflow",
                        branch(
                            "n",
                            taskNode("then", "a.Task", ""),
                            taskNode("other", "a.Task", ""))))))
        .last()
        .satisfies(
            entity ->
                assertThat(entity.differences())
                    .containsExactly(
                        new Difference(
                            "template.nodes[0].branch_node.if_else.else_node.id",
                            "\"n-else\"",
                            "\"n-other\"")));
  }

  @Test
  void aServerThatDoesNotRename() {
    WorkflowTemplate plain = template("a.Workflow", branch("n"));

    assertThat(WorkflowForm.ofCompiled(plain)).isEqualTo(WorkflowForm.of(plain));
  }

  private static Node branch(String id) {
    return branch(id, taskNode("then", "a.Task", ""), taskNode("else", "a.Task", ""));
  }

  private static Node branch(String id, Node then, Node otherwise) {
    return Node.newBuilder()
        .setId(id)
        .addAllInputs(taskNode("x", "a.Task", "").getInputsList())
        .setBranchNode(
            BranchNode.newBuilder()
                .setIfElse(
                    IfElseBlock.newBuilder()
                        .setCase(
                            IfBlock.newBuilder()
                                .setCondition(
                                    BooleanExpression.newBuilder()
                                        .setComparison(
                                            ComparisonExpression.newBuilder()
                                                .setLeftValue(Operand.newBuilder().setVar("i"))
                                                .setRightValue(Operand.newBuilder().setVar("i"))))
                                .setThenNode(then))
                        .setElseNode(otherwise)))
        .build();
  }

  @Test
  void subWorkflowsInAnyOrder() {
    WorkflowTemplate inner = template("c.Inner", taskNode("n", "a.Task", ""));
    WorkflowTemplate other = template("b.Other", subWorkflowNode("n", "c.Inner", ""));
    WorkflowCreateRequest outer = workflow("a.Outer", subWorkflowNode("n", "b.Other", ""));
    WorkflowCreateRequest.Builder one = outer.toBuilder();
    one.getSpecBuilder().addSubWorkflows(inner).addSubWorkflows(other);
    assertKept(closure(one.build()));
  }

  @Test
  void aNodeThatDiffersIsFound() {
    assertThat(
            registerThenPlan(
                closure(workflow("a.Workflow", taskNode("one", "a.Task", ""))),
                closure(workflow("a.Workflow", taskNode("two", "a.Task", "")))))
        .last()
        .satisfies(
            entity ->
                assertThat(entity.differences())
                    .containsExactly(
                        new Difference("template.nodes[0].id", "\"one\"", "\"two\""),
                        new Difference(
                            "template.outputs[0].binding.promise.node_id", "\"one\"", "\"two\"")));
  }

  @Test
  void inputsOfALaunchPlanThatNothingBinds() {
    ProjectClosure closure = planned(launchPlan("a.Plan", "a.Workflow"));
    assertKept(closure);
    assertThat(server.launchPlans().get(0).getSpec().getDefaultInputs().getParametersMap())
        .containsOnlyKeys("i");
  }

  @Test
  void inputsOfALaunchPlanThatIsDefaultedOrFixed() {
    assertKept(planned(defaulted(1)));
    server.clear();
    assertKept(planned(fixed(1)));
  }

  @Test
  void aValueOfALaunchPlanThatDiffersIsFound() {
    assertThat(registerThenPlan(planned(fixed(1)), planned(fixed(2))))
        .last()
        .satisfies(
            entity ->
                assertThat(entity.differences())
                    .containsExactly(
                        new Difference(
                            "fixed_inputs.literals[\"i\"].scalar.primitive.integer", "1", "2")));
    server.clear();
    assertThat(registerThenPlan(planned(defaulted(1)), planned(fixed(1))).get(2).action())
        .isEqualTo(RegistrationPlan.Action.CONFLICT);
  }

  private static ProjectClosure planned(LaunchPlanCreateRequest plan) {
    return new ProjectClosure(
        List.of(task("a.Task")),
        List.of(workflow("a.Workflow", taskNode("n", "a.Task", ""))),
        List.of(plan));
  }

  private static LaunchPlanCreateRequest fixed(int value) {
    LaunchPlanCreateRequest.Builder plan = launchPlan("a.Plan", "a.Workflow").toBuilder();
    plan.getSpecBuilder().setFixedInputs(LiteralMap.newBuilder().putLiterals("i", number(value)));
    return plan.build();
  }

  private static LaunchPlanCreateRequest defaulted(int value) {
    LaunchPlanCreateRequest.Builder plan = launchPlan("a.Plan", "a.Workflow").toBuilder();
    plan.getSpecBuilder()
        .setDefaultInputs(
            ParameterMap.newBuilder()
                .putParameters(
                    "i",
                    Parameter.newBuilder()
                        .setVar(Variable.newBuilder().setType(NUMBER))
                        .setDefault(number(value))
                        .build()));
    return plan.build();
  }

  private static Literal number(int value) {
    return Literal.newBuilder()
        .setScalar(Scalar.newBuilder().setPrimitive(Primitive.newBuilder().setInteger(value)))
        .build();
  }
}
