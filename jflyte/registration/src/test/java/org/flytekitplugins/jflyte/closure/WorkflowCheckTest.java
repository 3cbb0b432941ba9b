package org.flytekitplugins.jflyte.closure;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flytekitplugins.jflyte.closure.Workflows.INTEGER;
import static org.flytekitplugins.jflyte.closure.Workflows.STRING;
import static org.flytekitplugins.jflyte.closure.Workflows.bind;
import static org.flytekitplugins.jflyte.closure.Workflows.branch;
import static org.flytekitplugins.jflyte.closure.Workflows.id;
import static org.flytekitplugins.jflyte.closure.Workflows.list;
import static org.flytekitplugins.jflyte.closure.Workflows.listOf;
import static org.flytekitplugins.jflyte.closure.Workflows.output;
import static org.flytekitplugins.jflyte.closure.Workflows.subWorkflow;
import static org.flytekitplugins.jflyte.closure.Workflows.task;
import static org.flytekitplugins.jflyte.closure.Workflows.typed;
import static org.flytekitplugins.jflyte.closure.Workflows.value;
import static org.flytekitplugins.jflyte.closure.Workflows.workflow;

import flyteidl.core.IdentifierOuterClass.ResourceType;
import flyteidl.core.Interface.TypedInterface;
import flyteidl.core.Workflow.Node;
import flyteidl.core.Workflow.WorkflowTemplate;
import java.util.Map;
import java.util.stream.Stream;
import org.flytekitplugins.jflyte.JflyteException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkflowCheckTest {
  private static final TypedInterface NOTHING = typed(Map.of(), Map.of());
  private static final TypedInterface INTEGER_IN = typed(Map.of("x", INTEGER), Map.of());

  private final EntityInterfaces interfaces = new EntityInterfaces();

  WorkflowCheckTest() {
    interfaces.add(
        id(ResourceType.TASK, "Add"), typed(Map.of("x", INTEGER), Map.of("sum", INTEGER)));
    interfaces.add(
        id(ResourceType.TASK, "Say"), typed(Map.of("text", STRING), Map.of("said", STRING)));
    interfaces.add(id(ResourceType.TASK, "Total"), typed(Map.of("all", listOf(INTEGER)), Map.of()));
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of(
            workflow("W", NOTHING, task("a", "Add", bind("x", value(1))), task("a", "Add")),
            "workflow W has two nodes named a: give one of them another id"),
        Arguments.of(
            workflow("W", NOTHING, task("end-node", "Add", bind("x", value(1)))),
            "workflow W has a node named \"end-node\", which Flyte keeps for itself: give it another"
                + " id"),
        Arguments.of(
            workflow("W", NOTHING, task("", "Add", bind("x", value(1)))),
            "workflow W has a node named \"\", which Flyte keeps for itself: give it another id"),
        Arguments.of(
            workflow("W", NOTHING, task("a", "Add")),
            "workflow W, node a leaves the input x of task Add without a value: bind it"),
        Arguments.of(
            workflow("W", NOTHING, task("a", "Add", bind("x", value(1)), bind("y", value(1)))),
            "workflow W, node a binds the input y, which task Add does not take (it takes: x)"),
        Arguments.of(
            workflow("W", NOTHING, task("a", "Add", bind("x", value("one")))),
            "workflow W, node a, input x wants INTEGER but is bound to a value, which is STRING:"
                + " bind it to one of its own type, or change one of the two types"),
        Arguments.of(
            workflow(
                "W",
                NOTHING,
                task("a", "Say", bind("text", value("one"))),
                task("b", "Add", bind("x", output("a", "said")))),
            "workflow W, node b, input x wants INTEGER but is bound to output said of node a, which"
                + " is STRING: bind it to one of its own type, or change one of the two types"),
        Arguments.of(
            workflow("W", NOTHING, task("a", "Total", bind("all", list(value(1), value("two"))))),
            "workflow W, node a, input all[1] wants INTEGER but is bound to a value, which is"
                + " STRING: bind it to one of its own type, or change one of the two types"),
        Arguments.of(
            workflow("W", NOTHING, task("a", "Total", bind("all", value(1)))),
            "workflow W, node a, input all wants list of INTEGER but is bound to a value, which is"
                + " INTEGER: bind it to one of its own type, or change one of the two types"),
        Arguments.of(
            workflow("W", NOTHING, task("a", "Add", bind("x", output("b", "sum")))),
            "workflow W, node a, input x is bound to output sum of node b, which the workflow does"
                + " not have (it has: a)"),
        Arguments.of(
            workflow(
                "W",
                NOTHING,
                task("a", "Add", bind("x", value(1))),
                task("b", "Add", bind("x", output("a", "total")))),
            "workflow W, node b, input x is bound to output total of node a, which there is not"
                + " (there is: sum)"),
        Arguments.of(
            workflow("W", INTEGER_IN, task("a", "Say", bind("text", output("start-node", "x")))),
            "workflow W, node a, input text wants STRING but is bound to output x of the workflow's"
                + " inputs, which is INTEGER: bind it to one of its own type, or change one of the"
                + " two types"),
        Arguments.of(
            workflow("W", NOTHING, branch("if", task("then", "Add"), task("else", "Say"))),
            "workflow W, node if, node then leaves the input x of task Add without a value: bind"
                + " it"),
        Arguments.of(
            workflow(
                "W",
                NOTHING,
                task("a", "Add", bind("x", output("b", "sum"))),
                task("b", "Add", bind("x", output("a", "sum")))),
            "workflow W has nodes that wait for each other: a -> b -> a: take one of the references"
                + " out"),
        Arguments.of(
            workflow("W", typed(Map.of(), Map.of("out", INTEGER))),
            "workflow W declares the output out without binding it: bind it"),
        Arguments.of(
            workflow("W", typed(Map.of(), Map.of("out", INTEGER)))
                .addOutputs(bind("out", value("text"))),
            "workflow W, output out wants INTEGER but is bound to a value, which is STRING: bind it"
                + " to one of its own type, or change one of the two types"),
        Arguments.of(
            workflow("W", NOTHING).addOutputs(bind("out", value(1))),
            "workflow W, output out is bound but not declared: declare it, or drop it"),
        Arguments.of(
            workflow(
                "W",
                NOTHING,
                task("a", "Add", bind("x", value(1))).toBuilder().addUpstreamNodeIds("z").build()),
            "workflow W, node a waits for node z, which the workflow does not have"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("faults")
  void whatFlyteWouldRefuseIsOneSentence(WorkflowTemplate.Builder workflow, String sentence) {
    assertThatThrownBy(() -> check(workflow))
        .isInstanceOf(JflyteException.class)
        .hasMessage(sentence);
  }

  @Test
  void aWorkflowOfTasksBranchesAndSubWorkflowsIsTaken() {
    WorkflowTemplate inner =
        workflow("Inner", typed(Map.of("n", INTEGER), Map.of("m", INTEGER)))
            .addOutputs(bind("m", output("start-node", "n")))
            .build();
    interfaces.add(inner.getId(), inner.getInterface());
    Node branch =
        branch(
            "if",
            task("then", "Add", bind("x", output("sub", "m"))),
            branch("nested", task("deep", "Add", bind("x", value(2)))));

    assertThatCode(
            () ->
                check(
                    workflow(
                            "W",
                            typed(Map.of("x", INTEGER), Map.of("out", INTEGER)),
                            subWorkflow("sub", "Inner", bind("n", output("", "x"))),
                            branch,
                            task(
                                "total", "Total", bind("all", list(output("if", "sum"), value(1)))))
                        .addOutputs(bind("out", output("if", "sum")))))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TrainIt",
        "train_it",
        "train-",
        "a-node-whose-id-has-more-than-the-sixty-three-characters-of-a-label"
      })
  void everyIdIsTakenThatFlyteTakes(String id) {
    assertThatCode(() -> check(workflow("W", NOTHING, task(id, "Add", bind("x", value(1))))))
        .doesNotThrowAnyException();
  }

  @Test
  void oneIdMayBeInTwoBranchesAndAtTheTop() {
    Node add = task("add", "Add", bind("x", value(1)));

    assertThatCode(
            () -> check(workflow("W", NOTHING, add, branch("one", add), branch("other", add))))
        .doesNotThrowAnyException();
  }

  @Test
  void whatAnotherProjectYieldsIsTheServersToKnow() {
    Node remote = task("remote", "Unknown", bind("anything", value("text")));

    assertThatCode(
            () ->
                check(
                    workflow(
                        "W", NOTHING, remote, task("a", "Add", bind("x", output("remote", "y"))))))
        .doesNotThrowAnyException();
  }

  private void check(WorkflowTemplate.Builder workflow) {
    new WorkflowCheck(workflow.build(), interfaces).run();
  }
}
