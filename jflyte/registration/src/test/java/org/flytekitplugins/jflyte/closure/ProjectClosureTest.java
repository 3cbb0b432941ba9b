package org.flytekitplugins.jflyte.closure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flytekitplugins.jflyte.closure.Entities.TARGET;
import static org.flytekitplugins.jflyte.closure.Entities.local;
import static org.flytekitplugins.jflyte.closure.Entities.taskId;
import static org.flytekitplugins.jflyte.closure.Entities.taskNode;
import static org.flytekitplugins.jflyte.closure.Entities.workflow;
import static org.flytekitplugins.jflyte.closure.Entities.workflowId;

import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.IdentifierOuterClass.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.BooleanExpression;
import org.flyte.api.v1.BranchNode;
import org.flyte.api.v1.ComparisonExpression;
import org.flyte.api.v1.CronSchedule;
import org.flyte.api.v1.IfBlock;
import org.flyte.api.v1.IfElseBlock;
import org.flyte.api.v1.LaunchPlan;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.LiteralType;
import org.flyte.api.v1.Node;
import org.flyte.api.v1.Operand;
import org.flyte.api.v1.Parameter;
import org.flyte.api.v1.PartialLaunchPlanIdentifier;
import org.flyte.api.v1.PartialTaskIdentifier;
import org.flyte.api.v1.PartialWorkflowIdentifier;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Resources;
import org.flyte.api.v1.Scalar;
import org.flyte.api.v1.SimpleType;
import org.flyte.api.v1.TypedInterface;
import org.flyte.api.v1.Variable;
import org.flyte.api.v1.WorkflowNode;
import org.flyte.api.v1.WorkflowTemplate;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.closure.Entities.Plain;
import org.flytekitplugins.jflyte.loading.LoadedPackage;
import org.junit.jupiter.api.Test;

class ProjectClosureTest {
  private final List<String> asked = new ArrayList<>();

  @Test
  void aReferenceWithoutAProjectIsToThePackage() {
    ProjectClosure closure =
        close(
            Entities.workflows(
                Map.of(taskId("T"), plain("T")),
                Map.of(workflowId("W"), workflow(taskNode("a", local("T"))))));

    assertThat(reference(closure))
        .isEqualTo(
            Identifier.newBuilder()
                .setResourceType(ResourceType.TASK)
                .setProject("p")
                .setDomain("d")
                .setName("T")
                .setVersion("v")
                .build());
    assertThat(asked).isEmpty();
  }

  @Test
  void aReferenceToAnotherProjectIsToItsLatestVersionAskedForOnce() {
    PartialTaskIdentifier remote =
        PartialTaskIdentifier.builder().project("other").name("R").build();

    ProjectClosure closure =
        close(
            Entities.workflows(
                Map.of(),
                Map.of(workflowId("W"), workflow(taskNode("a", remote), taskNode("b", remote)))));

    assertThat(reference(closure).getVersion()).isEqualTo("latest");
    assertThat(asked).containsExactly("TASK other d R");
  }

  @Test
  void aReferenceThatSaysItsVersionAsksNobody() {
    PartialTaskIdentifier remote =
        PartialTaskIdentifier.builder()
            .project("other")
            .domain("production")
            .name("R")
            .version("7")
            .build();

    ProjectClosure closure =
        close(
            Entities.workflows(Map.of(), Map.of(workflowId("W"), workflow(taskNode("a", remote)))));

    assertThat(reference(closure))
        .isEqualTo(
            Identifier.newBuilder()
                .setResourceType(ResourceType.TASK)
                .setProject("other")
                .setDomain("production")
                .setName("R")
                .setVersion("7")
                .build());
    assertThat(asked).isEmpty();
  }

  @Test
  void aTaskThatThePackageDoesNotHoldIsNamedWithItsPathThroughBranches() {
    Node branch =
        Node.builder()
            .id("if")
            .branchNode(
                BranchNode.builder()
                    .ifElse(
                        IfElseBlock.builder()
                            .case_(
                                IfBlock.builder()
                                    .condition(oneIsOne())
                                    .thenNode(taskNode("then", local("com.acme.Forgotten")))
                                    .build())
                            .other(List.of())
                            .build())
                    .build())
            .inputs(List.of())
            .upstreamNodeIds(List.of())
            .build();

    assertThatThrownBy(
            () -> close(Entities.workflows(Map.of(), Map.of(workflowId("W"), workflow(branch)))))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "workflow W, node if, node then refers to the task com.acme.Forgotten, which the"
                + " package does not hold: annotate its class with"
                + " @AutoService(SdkRunnableTask.class), or whichever kind of task it is, or name"
                + " the project it is registered in");
  }

  @Test
  void entitiesAreInTheOrderOfTheirNames() {
    ProjectClosure closure =
        close(
            Entities.tasks(
                Map.of(taskId("c"), plain("c"), taskId("a"), plain("a"), taskId("b"), plain("b"))));

    assertThat(closure.tasks())
        .extracting(task -> task.getId().getName())
        .containsExactly("a", "b", "c");
    assertThat(closure.tasks())
        .allSatisfy(
            task -> assertThat(task.getSpec().getTemplate().getId()).isEqualTo(task.getId()));
  }

  @Test
  void aLaunchPlanMayOnlyGiveInputsThatItsWorkflowTakes() {
    assertThatThrownBy(() -> closeWithLaunchPlan("y", SimpleType.INTEGER))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "launch plan L has a default for the input y, which workflow W does not take (it takes:"
                + " x)");
    assertThatThrownBy(() -> closeWithLaunchPlan("x", SimpleType.STRING))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "launch plan L has a default for the input x, which is STRING where workflow W wants"
                + " INTEGER: give it one of that type");
    assertThat(closeWithLaunchPlan("x", SimpleType.INTEGER).launchPlans())
        .singleElement()
        .satisfies(plan -> assertThat(plan.getSpec().getWorkflowId().getVersion()).isEqualTo("v"));
  }

  @Test
  void aNodeMayReferToTheDefaultLaunchPlanOfAWorkflow() {
    LoadedPackage loaded =
        Entities.workflows(
            Map.of(),
            Map.of(
                workflowId("Outer"), workflow(launchPlanNode("inner", "Inner")),
                workflowId("Inner"), workflow()));

    assertThat(close(loaded.withDefaultLaunchPlans()).launchPlans())
        .extracting(
            plan -> plan.getId().getName() + " of " + plan.getSpec().getWorkflowId().getName())
        .containsExactly("Inner of Inner", "Outer of Outer");
    assertThatThrownBy(() -> close(loaded))
        .hasMessage(
            "workflow Outer, node inner refers to the launch plan Inner, which the package does not"
                + " hold: let an SdkLaunchPlanRegistry of the package yield it, or name the project"
                + " it is registered in");
  }

  @Test
  void aLaunchPlanOfAWorkflowsNameThatThePackageHasStays() {
    LaunchPlan own =
        LaunchPlan.builder()
            .name("One")
            .workflowId(PartialWorkflowIdentifier.builder().name("Other").build())
            .build();
    LoadedPackage loaded =
        new LoadedPackage(
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(workflowId("One"), workflow(), workflowId("Other"), workflow()),
            Map.of(Entities.launchPlanId("One"), own),
            Map.of());

    assertThat(loaded.withDefaultLaunchPlans().launchPlans())
        .containsOnlyKeys(Entities.launchPlanId("One"), Entities.launchPlanId("Other"))
        .containsEntry(Entities.launchPlanId("One"), own);
  }

  private static Node launchPlanNode(String id, String launchPlan) {
    return Node.builder()
        .id(id)
        .workflowNode(
            WorkflowNode.builder()
                .reference(
                    WorkflowNode.Reference.ofLaunchPlanRef(
                        PartialLaunchPlanIdentifier.builder().name(launchPlan).build()))
                .build())
        .inputs(List.of())
        .upstreamNodeIds(List.of())
        .build();
  }

  @Test
  void aLaunchPlanIsCheckedByItself() {
    assertThatThrownBy(() -> close(ofOtherProject("L", "61 * * * *")))
        .isInstanceOf(JflyteException.class)
        .hasMessageStartingWith(
            "launch plan L has the schedule \"61 * * * *\", which Flyte cannot read, because ");
    assertThatThrownBy(() -> close(ofOtherProject("a\nb", "@daily")))
        .isInstanceOf(JflyteException.class)
        .hasMessageStartingWith("a launch plan is named \"a\\u000ab\", ");
    assertThat(close(ofOtherProject("L", "daily")).launchPlans())
        .extracting(
            plan ->
                plan.getSpec().getEntityMetadata().getSchedule().getCronSchedule().getSchedule())
        .containsExactly("@daily");
  }

  @Test
  void aWorkflowsNameIsChecked() {
    assertThatThrownBy(
            () -> close(Entities.workflows(Map.of(), Map.of(workflowId("a\nb"), workflow()))))
        .isInstanceOf(JflyteException.class)
        .hasMessageStartingWith("a workflow is named \"a\\u000ab\", ");
  }

  @Test
  void aValueThatALaunchPlanFixesIsOfTheTypeThatItsWorkflowWants() {
    LaunchPlan plan =
        LaunchPlan.builder()
            .name("L")
            .workflowId(PartialWorkflowIdentifier.builder().name("W").build())
            .fixedInputs(
                Map.of("x", Literal.ofScalar(Scalar.ofPrimitive(Primitive.ofStringValue("1")))))
            .build();

    assertThatThrownBy(() -> close(withIntegerInput(plan)))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "launch plan L fixes the input x, which is STRING where workflow W wants INTEGER: give"
                + " it one of that type");
  }

  @Test
  void aScheduledLaunchPlanLeavesNoInputOpen() {
    LaunchPlan plan =
        LaunchPlan.builder()
            .name("L")
            .workflowId(PartialWorkflowIdentifier.builder().name("W").build())
            .cronSchedule(CronSchedule.builder().schedule("daily").build())
            .build();

    assertThatThrownBy(() -> close(withIntegerInput(plan)))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "launch plan L runs by schedule, but nobody gives the input x of workflow W then: fix"
                + " it, or give it a default");
  }

  private static LoadedPackage ofOtherProject(String name, String schedule) {
    LaunchPlan plan =
        LaunchPlan.builder()
            .name(name)
            .workflowId(
                PartialWorkflowIdentifier.builder()
                    .project("other")
                    .domain("d")
                    .name("W")
                    .version("1")
                    .build())
            .cronSchedule(CronSchedule.builder().schedule(schedule).build())
            .build();
    return new LoadedPackage(
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(Entities.launchPlanId(name), plan),
        Map.of());
  }

  private static LoadedPackage withIntegerInput(LaunchPlan plan) {
    WorkflowTemplate template =
        workflow().toBuilder()
            .interface_(
                TypedInterface.builder()
                    .inputs(Map.of("x", Entities.integer()))
                    .outputs(Map.of())
                    .build())
            .build();
    return new LoadedPackage(
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(workflowId("W"), template),
        Map.of(Entities.launchPlanId("L"), plan),
        Map.of());
  }

  private ProjectClosure closeWithLaunchPlan(String input, SimpleType type) {
    Variable variable =
        Variable.builder().literalType(LiteralType.ofSimpleType(type)).description("").build();
    LaunchPlan plan =
        LaunchPlan.builder()
            .name("L")
            .workflowId(PartialWorkflowIdentifier.builder().name("W").build())
            .defaultInputs(
                Map.of(
                    input,
                    Parameter.create(
                        variable,
                        Literal.ofScalar(
                            Scalar.ofPrimitive(
                                type == SimpleType.STRING
                                    ? Primitive.ofStringValue("1")
                                    : Primitive.ofIntegerValue(1))))))
            .build();
    return close(withIntegerInput(plan));
  }

  private ProjectClosure close(LoadedPackage loaded) {
    return ProjectClosure.of(
        loaded,
        new ClosureContext(
            TARGET,
            NamedImages.of(Map.of("default", "app:1")),
            new PackageSource.Unstaged(),
            (type, project, domain, name) -> {
              asked.add(type + " " + project + " " + domain + " " + name);
              return "latest";
            }));
  }

  private static Identifier reference(ProjectClosure closure) {
    return closure
        .workflows()
        .get(0)
        .getSpec()
        .getTemplate()
        .getNodes(0)
        .getTaskNode()
        .getReferenceId();
  }

  private static Plain plain(String name) {
    return new Plain(name, Resources.builder().build());
  }

  private static BooleanExpression oneIsOne() {
    Operand one = Operand.ofPrimitive(Primitive.ofIntegerValue(1));
    return BooleanExpression.ofComparison(
        ComparisonExpression.builder()
            .operator(ComparisonExpression.Operator.EQ)
            .leftValue(one)
            .rightValue(one)
            .build());
  }
}
