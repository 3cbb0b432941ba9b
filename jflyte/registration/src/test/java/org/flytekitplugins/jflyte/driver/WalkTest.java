package org.flytekitplugins.jflyte.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanSpec;
import flyteidl.core.Condition.BooleanExpression;
import flyteidl.core.Condition.ComparisonExpression;
import flyteidl.core.Condition.ComparisonExpression.Operator;
import flyteidl.core.Condition.Operand;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.Interface.Parameter;
import flyteidl.core.Literals.Binding;
import flyteidl.core.Literals.BindingData;
import flyteidl.core.Literals.Literal;
import flyteidl.core.Literals.Primitive;
import flyteidl.core.Literals.Scalar;
import flyteidl.core.Types.Error;
import flyteidl.core.Types.OutputReference;
import flyteidl.core.Workflow.BranchNode;
import flyteidl.core.Workflow.IfBlock;
import flyteidl.core.Workflow.IfElseBlock;
import flyteidl.core.Workflow.Node;
import flyteidl.core.Workflow.TaskNode;
import flyteidl.core.Workflow.WorkflowMetadata;
import flyteidl.core.Workflow.WorkflowMetadata.OnFailurePolicy;
import flyteidl.core.Workflow.WorkflowMetadataDefaults;
import flyteidl.core.Workflow.WorkflowNode;
import flyteidl.core.Workflow.WorkflowTemplate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flytekitplugins.jflyte.JflyteException;
import org.junit.jupiter.api.Test;

/** What is to be done for a workflow, given what has become of its actions. */
class WalkTest {
  private final Map<String, ActionState> actions = new HashMap<>();
  private Plan plan = plan(OnFailurePolicy.FAIL_IMMEDIATELY);

  @Test
  void nodesBeginOnceWhatTheyWaitForHasEnded() {
    plan = plan(task("first", input("x")), task("second", output("first")));

    assertThat(started()).containsExactly("first(x=3)");
    actions.put("first", new ActionState.Running());
    assertThat(step()).isEqualTo(new Step(List.of(), Set.of("first"), Set.of(), null));
    actions.put("first", gave(4));
    assertThat(started()).containsExactly("second(x=4)");
    actions.put("second", gave(5));
    assertThat(step().end()).isEqualTo(new Step.Succeeded(Map.of("y", literal(5))));
  }

  @Test
  void aNodeThatFailsEndsTheOthersAtOnce() {
    plan =
        plan(task("first", input("x")), task("beside", input("x")), task("last", output("first")));
    actions.put("first", new ActionState.Failed("no rows"));
    actions.put("beside", new ActionState.Running());

    assertThat(step())
        .isEqualTo(
            new Step(
                List.of(),
                Set.of(),
                Set.of("beside"),
                new Step.Failed("node first failed: no rows")));

    actions.put("beside", new ActionState.Aborted());
    assertThat(step().end()).isEqualTo(new Step.Failed("node first failed: no rows"));
  }

  @Test
  void aWorkflowThatSaysSoGoesOnWithWhatCanRun() {
    plan =
        plan(
            OnFailurePolicy.FAIL_AFTER_EXECUTABLE_NODES_COMPLETE,
            task("first", input("x")),
            task("beside", input("x")),
            task("after", output("beside")),
            task("last", output("first")));
    actions.put("first", new ActionState.Failed("no rows"));
    actions.put("beside", gave(4));

    assertThat(started()).containsExactly("after(x=4)");
    actions.put("after", new ActionState.Failed("no columns"));
    assertThat(step())
        .isEqualTo(
            new Step(
                List.of(),
                Set.of(),
                Set.of(),
                new Step.Failed("node first failed: no rows\nnode after failed: no columns")));
  }

  @Test
  void theFailureNodeRunsBeforeTheWorkflowHasFailed() {
    WorkflowTemplate workflow =
        plan(task("first", input("x")), task("beside", input("x"))).workflow().toBuilder()
            .setFailureNode(task("on-failure", input("x")))
            .build();
    plan = Plan.of(workflow, List.of());
    actions.put("first", new ActionState.Failed("no rows"));
    actions.put("beside", new ActionState.Running());

    assertThat(started()).containsExactly("on-failure(x=3)");
    assertThat(step().abort()).containsExactly("beside");
    assertThat(step().end()).isNull();
    actions.put("on-failure", gave(0));
    assertThat(step().end()).isEqualTo(new Step.Failed("node first failed: no rows"));
    actions.put("on-failure", new ActionState.Failed("no mail"));
    assertThat(step().end())
        .isEqualTo(
            new Step.Failed(
                "node first failed: no rows\n(and then node on-failure failed: no mail)"));
  }

  @Test
  void aBranchRunsTheFirstCaseThatHolds() {
    plan = plan(branch("which", true));

    assertThat(Walk.step(plan, inputs(12), names(), actions).start())
        .extracting(action -> String.join("/", action.path()), NodeAction::group)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("which/high", "which"));
    assertThat(started()).containsExactly(name("which", "low") + "(x=3)");
    actions.put(name("which", "low"), gave(9));
    assertThat(step().end()).isEqualTo(new Step.Succeeded(Map.of("y", literal(9))));
  }

  @Test
  void aBranchWithoutACaseThatHoldsFailsAsItSays() {
    plan = plan(branch("which", false));

    assertThat(step().end()).isEqualTo(new Step.Failed("node which failed: neither this nor that"));
  }

  @Test
  void aBranchTriesItsCasesInTheirOrder() {
    Node branch = branch("which", true);
    IfElseBlock.Builder block = branch.getBranchNode().getIfElse().toBuilder();
    block.addOther(block.getCase().toBuilder().setThenNode(task("again", input("x"))));
    block.addOther(block(Operator.GT, 5, "middle"));
    plan = plan(branch.toBuilder().setBranchNode(BranchNode.newBuilder().setIfElse(block)).build());

    assertThat(startedOf(12)).containsExactly("which/high");
    assertThat(startedOf(7)).containsExactly("which/middle");
    assertThat(startedOf(3)).containsExactly("which/low");
  }

  private List<String> startedOf(long x) {
    return Walk.step(plan, inputs(x), names(), actions).start().stream()
        .map(action -> String.join("/", action.path()))
        .toList();
  }

  @Test
  void aNodeWaitsForThoseThatItIsSaidToFollow() {
    Node second = task("second", input("x")).toBuilder().addUpstreamNodeIds("first").build();
    plan = plan(task("first", input("x")), second);

    assertThat(started()).containsExactly("first(x=3)");
    actions.put("first", gave(4));
    assertThat(started()).containsExactly("second(x=3)");
  }

  @Test
  void aBranchWaitsForWhatAnyOfItsNodesWaitsFor() {
    Node branch = branch("which", true);
    IfElseBlock.Builder block = branch.getBranchNode().getIfElse().toBuilder();
    block.setElseNode(task("low", output("first")));
    plan =
        plan(
            task("first", input("x")),
            branch.toBuilder().setBranchNode(BranchNode.newBuilder().setIfElse(block)).build());

    assertThat(started()).containsExactly("first(x=3)");
    actions.put("first", gave(4));
    assertThat(started()).containsExactly(name("which", "low") + "(x=4)");
  }

  @Test
  void whatIsAbortedFromOutsideBeginsNothingMore() {
    WorkflowTemplate workflow =
        plan(task("first", input("x"))).workflow().toBuilder()
            .setFailureNode(task("on-failure", input("x")))
            .build();
    plan = Plan.of(workflow, List.of());
    actions.put("first", new ActionState.Aborted());

    assertThat(step())
        .isEqualTo(
            new Step(List.of(), Set.of(), Set.of(), new Step.Failed("node first was aborted")));
  }

  @Test
  void tasksAreInterruptibleIfTheirWorkflowSaysSo() {
    WorkflowTemplate workflow = plan(task("first", input("x"))).workflow();
    plan =
        Plan.of(
            workflow.toBuilder()
                .setMetadataDefaults(WorkflowMetadataDefaults.newBuilder().setInterruptible(true))
                .build(),
            List.of());

    assertThat(step().start()).extracting(NodeAction::interruptible).containsExactly(true);
  }

  @Test
  void nodesThatWaitForEachOtherAreNamed() {
    plan = plan(task("first", output("second")), task("second", output("first")));

    assertThatThrownBy(this::step)
        .isInstanceOf(JflyteException.class)
        .hasMessage("nodes wait for each other: first, second: register it again");
  }

  @Test
  void anOutputThatANodeHasNotGivenIsNamed() {
    plan = plan(task("first", input("x")));
    actions.put("first", new ActionState.Succeeded(Map.of()));

    assertThat(step().end())
        .isEqualTo(new Step.Failed("node first has not given y, which is wanted of it: give it"));
  }

  @Test
  void whatFailsInASubWorkflowEndsTheRestOfItWhileItsFailureNodeRuns() {
    WorkflowTemplate part =
        plan(task("train", input("x")), task("beside", input("x"))).workflow().toBuilder()
            .setFailureNode(task("on-failure", input("x")))
            .build();
    Node node =
        Node.newBuilder()
            .setId("part")
            .setWorkflowNode(WorkflowNode.newBuilder().setSubWorkflowRef(part.getId()))
            .addInputs(binding("x", input("x")))
            .build();
    plan = Plan.of(plan(node).workflow(), List.of(part));
    actions.put(name("part", "train"), new ActionState.Failed("no rows"));
    actions.put(name("part", "beside"), new ActionState.Running());

    assertThat(started()).containsExactly(name("part", "on-failure") + "(x=3)");
    assertThat(step().abort()).containsExactly(name("part", "beside"));
  }

  @Test
  void aSubWorkflowThatIsNotThereFailsItsNode() {
    Identifier missing = Identifier.newBuilder().setName("com.acme.Part").setVersion("7").build();
    plan =
        plan(
            Node.newBuilder()
                .setId("part")
                .setWorkflowNode(WorkflowNode.newBuilder().setSubWorkflowRef(missing))
                .build());

    assertThat(step().end())
        .isEqualTo(
            new Step.Failed(
                "node part failed: workflow com.acme.Part, version 7, of project  is not registered"
                    + " with this one: register the package again"));
  }

  @Test
  void aLaunchPlanFixesInputsAndHasDefaultsForOthers() {
    plan = plan(task("first", input("x")));
    LaunchPlanSpec.Builder launch = LaunchPlanSpec.newBuilder();
    launch
        .getDefaultInputsBuilder()
        .putParameters("x", Parameter.newBuilder().setDefault(literal(1)).build())
        .putParameters("z", Parameter.newBuilder().setRequired(true).build());
    launch.getFixedInputsBuilder().putLiterals("y", literal(2));
    Plan launched = Plan.of(plan.workflow(), List.of(), launch.build());

    assertThat(launched.inputs(Map.of())).isEqualTo(Map.of("x", literal(1), "y", literal(2)));
    assertThat(launched.inputs(Map.of("x", literal(7), "y", literal(8))))
        .isEqualTo(Map.of("x", literal(7), "y", literal(2)));
  }

  @Test
  void nodesOfSubWorkflowsRunWithinTheirNode() {
    WorkflowTemplate part = plan(task("train", input("x"))).workflow();
    Node node =
        Node.newBuilder()
            .setId("part")
            .setWorkflowNode(WorkflowNode.newBuilder().setSubWorkflowRef(part.getId()))
            .addInputs(binding("x", input("x")))
            .build();
    plan = Plan.of(plan(node, task("last", output("part"))).workflow(), List.of(part));

    assertThat(started()).containsExactly(name("part", "train") + "(x=3)");
    actions.put(name("part", "train"), gave(4));
    assertThat(started()).containsExactly("last(x=4)");
    actions.put(name("part", "train"), new ActionState.Failed("no rows"));
    assertThat(step().end()).isEqualTo(new Step.Failed("node part/train failed: no rows"));
  }

  @Test
  void aLaunchPlanIsAnActionOfItsOwn() {
    Identifier id = Identifier.newBuilder().setName("nightly").build();
    plan =
        plan(
            Node.newBuilder()
                .setId("n0")
                .setWorkflowNode(WorkflowNode.newBuilder().setLaunchplanRef(id))
                .addInputs(binding("x", input("x")))
                .build());

    assertThat(step().start()).extracting(NodeAction::task).containsExactly(id);
  }

  @Test
  void anInputThatIsMissingIsNamedBeforeTheNodeBegins() {
    plan = plan(task("first", input("z")));

    assertThat(step().end())
        .isEqualTo(
            new Step.Failed(
                "node first failed: the workflow takes the input z, which it was not given: give"
                    + " it one"));
  }

  private Step step() {
    return Walk.step(plan, inputs(3), names(), actions);
  }

  private List<String> started() {
    return step().start().stream()
        .map(
            action ->
                action.name()
                    + "(x="
                    + action.inputs().get("x").getScalar().getPrimitive().getInteger()
                    + ")")
        .toList();
  }

  private static ActionNames names() {
    return new ActionNames("a0");
  }

  private static String name(String... path) {
    return names().of(List.of(path));
  }

  static Map<String, Literal> inputs(long x) {
    return Map.of("x", literal(x));
  }

  static ActionState gave(long y) {
    return new ActionState.Succeeded(Map.of("y", literal(y)));
  }

  static Literal literal(long value) {
    return Literal.newBuilder()
        .setScalar(Scalar.newBuilder().setPrimitive(Primitive.newBuilder().setInteger(value)))
        .build();
  }

  static long value(Literal literal) {
    return literal.getScalar().getPrimitive().getInteger();
  }

  static Plan plan(Node... nodes) {
    return plan(OnFailurePolicy.FAIL_IMMEDIATELY, nodes);
  }

  static Plan plan(OnFailurePolicy policy, Node... nodes) {
    WorkflowTemplate.Builder workflow =
        WorkflowTemplate.newBuilder()
            .setId(Identifier.newBuilder().setName("com.acme.Some" + nodes.length))
            .setMetadata(WorkflowMetadata.newBuilder().setOnFailure(policy))
            .addAllNodes(List.of(nodes));
    if (nodes.length > 0) {
      workflow.addOutputs(binding("y", output(nodes[nodes.length - 1].getId())));
    }
    return Plan.of(workflow.build(), List.of());
  }

  static Node task(String id, BindingData x) {
    return Node.newBuilder()
        .setId(id)
        .setTaskNode(
            TaskNode.newBuilder().setReferenceId(Identifier.newBuilder().setName("com.acme.Task")))
        .addInputs(binding("x", x))
        .build();
  }

  private static Node branch(String id, boolean hasElse) {
    IfElseBlock.Builder block = IfElseBlock.newBuilder().setCase(block(Operator.GT, 9, "high"));
    if (hasElse) {
      block.setElseNode(task("low", input("x")));
    } else {
      block.setError(Error.newBuilder().setMessage("neither this nor that"));
    }
    return Node.newBuilder()
        .setId(id)
        .setBranchNode(BranchNode.newBuilder().setIfElse(block))
        .addInputs(binding("x", input("x")))
        .build();
  }

  private static IfBlock.Builder block(Operator operator, long value, String then) {
    return IfBlock.newBuilder()
        .setCondition(
            BooleanExpression.newBuilder()
                .setComparison(
                    ComparisonExpression.newBuilder()
                        .setOperator(operator)
                        .setLeftValue(Operand.newBuilder().setVar("x"))
                        .setRightValue(
                            Operand.newBuilder()
                                .setPrimitive(Primitive.newBuilder().setInteger(value)))))
        .setThenNode(task(then, input("x")));
  }

  private static Binding binding(String name, BindingData data) {
    return Binding.newBuilder().setVar(name).setBinding(data).build();
  }

  static BindingData input(String name) {
    return BindingData.newBuilder().setPromise(OutputReference.newBuilder().setVar(name)).build();
  }

  static BindingData output(String node) {
    return BindingData.newBuilder()
        .setPromise(OutputReference.newBuilder().setNodeId(node).setVar("y"))
        .build();
  }
}
