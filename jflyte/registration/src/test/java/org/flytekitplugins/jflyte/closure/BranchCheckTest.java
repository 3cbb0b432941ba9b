package org.flytekitplugins.jflyte.closure;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flytekitplugins.jflyte.closure.Workflows.INTEGER;
import static org.flytekitplugins.jflyte.closure.Workflows.STRING;
import static org.flytekitplugins.jflyte.closure.Workflows.bind;
import static org.flytekitplugins.jflyte.closure.Workflows.branch;
import static org.flytekitplugins.jflyte.closure.Workflows.id;
import static org.flytekitplugins.jflyte.closure.Workflows.output;
import static org.flytekitplugins.jflyte.closure.Workflows.task;
import static org.flytekitplugins.jflyte.closure.Workflows.typed;
import static org.flytekitplugins.jflyte.closure.Workflows.value;
import static org.flytekitplugins.jflyte.closure.Workflows.workflow;

import flyteidl.core.Condition.BooleanExpression;
import flyteidl.core.Condition.ComparisonExpression;
import flyteidl.core.Condition.ConjunctionExpression;
import flyteidl.core.Condition.Operand;
import flyteidl.core.IdentifierOuterClass.ResourceType;
import flyteidl.core.Interface.TypedInterface;
import flyteidl.core.Literals.Binding;
import flyteidl.core.Literals.Primitive;
import flyteidl.core.Workflow.Node;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.jflyte.JflyteException;
import org.junit.jupiter.api.Test;

class BranchCheckTest {
  private static final TypedInterface INPUTS = typed(Map.of("n", INTEGER, "s", STRING), Map.of());
  private static final Operand ONE =
      Operand.newBuilder().setPrimitive(Primitive.newBuilder().setInteger(1)).build();
  private static final Operand WORD =
      Operand.newBuilder().setPrimitive(Primitive.newBuilder().setStringValue("one")).build();

  private final EntityInterfaces interfaces = new EntityInterfaces();

  BranchCheckTest() {
    add("Number", Map.of("out", INTEGER));
    add("NumberAndMore", Map.of("out", INTEGER, "more", STRING));
    add("Word", Map.of("out", STRING));
    interfaces.add(id(ResourceType.TASK, "Take"), typed(Map.of("x", INTEGER), Map.of()));
  }

  private void add(String task, Map<String, flyteidl.core.Types.LiteralType> outputs) {
    interfaces.add(id(ResourceType.TASK, task), typed(Map.of(), outputs));
  }

  @Test
  void aBranchWithoutDefaultIsRefused() {
    Node.Builder node = branch("if", task("then", "Number")).toBuilder();
    node.getBranchNodeBuilder().getIfElseBuilder().clearDefault();

    assertThatThrownBy(() -> check(node.build()))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "workflow W, node if has no default, so that Flyte would not know what to do when none"
                + " of its conditions holds: end it with otherwise(...)");
  }

  @Test
  void aConditionOnAVariableThatTheNodeDoesNotBindIsRefused() {
    assertThatThrownBy(() -> check(when(equal(variable("m"), ONE), bind("n", output("", "n")))))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "workflow W, node if, the condition of node then looks at the variable m, which the"
                + " node does not bind (it binds: n): bind it, or look at one that it binds");
  }

  @Test
  void aConditionThatComparesDifferentTypesIsRefusedAtAnyDepth() {
    Binding[] both = {bind("n", output("", "n")), bind("s", output("start-node", "s"))};
    String sentence =
        "workflow W, node if, the condition of node then compares the variable n, which is INTEGER,"
            + " with the variable s, which is STRING: compare values of one type";

    assertThatThrownBy(() -> check(when(equal(variable("n"), variable("s")), both)))
        .hasMessage(sentence);
    assertThatThrownBy(
            () ->
                check(
                    when(
                        and(
                            equal(variable("n"), ONE),
                            and(equal(ONE, ONE), equal(variable("n"), variable("s")))),
                        both)))
        .hasMessage(sentence);
    assertThatThrownBy(() -> check(when(equal(variable("n"), WORD), both)))
        .hasMessage(
            "workflow W, node if, the condition of node then compares the variable n, which is"
                + " INTEGER, with a value, which is STRING: compare values of one type");
  }

  @Test
  void conditionsOfOneTypeAreTaken() {
    assertThatCode(
            () ->
                check(
                    when(
                        and(equal(variable("n"), ONE), equal(WORD, variable("s"))),
                        bind("n", output("", "n")),
                        bind("s", value("two")))))
        .doesNotThrowAnyException();
  }

  @Test
  void aVariableThatAnotherProjectYieldsIsTheServersToCompare() {
    assertThatCode(
            () ->
                check(
                    task("remote", "Unknown"),
                    when(equal(variable("n"), WORD), bind("n", output("remote", "n")))))
        .doesNotThrowAnyException();
  }

  @Test
  void casesThatYieldDifferentTypesUnderOneNameAreRefused() {
    assertThatThrownBy(
            () ->
                check(
                    branch(
                        "if", task("a", "NumberAndMore"), task("b", "Number"), task("c", "Word"))))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "workflow W, node if has cases that yield different types under one name: output out of"
                + " node a is INTEGER, of node c STRING: let them yield one type, or name them"
                + " differently");
  }

  @Test
  void aBranchYieldsWhatAllOfItsCasesYield() {
    Node branch = branch("if", task("a", "NumberAndMore"), task("b", "Number"));

    assertThatCode(() -> check(branch, task("take", "Take", bind("x", output("if", "out")))))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> check(branch, task("take", "Take", bind("x", output("if", "more")))))
        .hasMessage(
            "workflow W, node take, input x is bound to output more of node if, which there is not"
                + " (there is: out)");
  }

  private void check(Node... nodes) {
    new WorkflowCheck(workflow("W", INPUTS, nodes).build(), interfaces).run();
  }

  private static Node when(BooleanExpression condition, Binding... inputs) {
    Node.Builder node = branch("if", task("then", "Number")).toBuilder();
    node.addAllInputs(List.of(inputs));
    node.getBranchNodeBuilder().getIfElseBuilder().getCaseBuilder().setCondition(condition);
    return node.build();
  }

  private static Operand variable(String name) {
    return Operand.newBuilder().setVar(name).build();
  }

  private static BooleanExpression equal(Operand left, Operand right) {
    return BooleanExpression.newBuilder()
        .setComparison(
            ComparisonExpression.newBuilder()
                .setOperator(ComparisonExpression.Operator.EQ)
                .setLeftValue(left)
                .setRightValue(right))
        .build();
  }

  private static BooleanExpression and(BooleanExpression left, BooleanExpression right) {
    return BooleanExpression.newBuilder()
        .setConjunction(
            ConjunctionExpression.newBuilder()
                .setOperator(ConjunctionExpression.LogicalOperator.AND)
                .setLeftExpression(left)
                .setRightExpression(right))
        .build();
  }
}
