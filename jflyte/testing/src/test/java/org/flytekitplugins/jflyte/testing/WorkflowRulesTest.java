package org.flytekitplugins.jflyte.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flytekitplugins.jflyte.testing.AdminServer.refusal;
import static org.flytekitplugins.jflyte.testing.Requests.id;
import static org.flytekitplugins.jflyte.testing.Requests.launchPlan;
import static org.flytekitplugins.jflyte.testing.Requests.node;
import static org.flytekitplugins.jflyte.testing.Requests.parse;
import static org.flytekitplugins.jflyte.testing.Requests.task;
import static org.flytekitplugins.jflyte.testing.Requests.workflow;

import flyteidl.admin.WorkflowOuterClass.WorkflowCreateRequest;
import flyteidl.core.Compiler.CompiledWorkflow;
import flyteidl.core.Workflow.Node;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkflowRulesTest {
  private final AdminServer server = new AdminServer();

  @BeforeEach
  void createTask() {
    server.stub.createTask(task("t"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theSameAgainIsThereAndAnotherContentIsRefused() {
    server.stub.createWorkflow(workflow("w", node("n", "t")));

    assertThat(refusal(() -> server.stub.createWorkflow(workflow("w", node("n", "t")))))
        .isEqualTo("ALREADY_EXISTS: workflow with identical structure already exists");
    assertThat(
            refusal(
                () -> server.stub.createWorkflow(workflow("w", node("m", "t"), node("n", "t")))))
        .startsWith("INVALID_ARGUMENT: w workflow with different structure already exists.");
  }

  @Test
  void aStartAndAnEndNodeAreAddedAndNodesConnected() {
    server.stub.createWorkflow(
        workflow(
            "w",
            node("first", "t"),
            "nodes { id: 'n' task_node { reference_id { "
                + id("TASK", "t")
                + " } } inputs { var: 'i' binding { promise { node_id: 'first' var: 'o' } } }"
                + " upstream_node_ids: 'z' upstream_node_ids: 'first' }",
            node("z", "t")));

    CompiledWorkflow compiled =
        server.admin.workflows().get(0).getClosure().getCompiledWorkflow().getPrimary();
    assertThat(compiled.getTemplate().getNodesList())
        .extracting(Node::getId)
        .containsExactly("start-node", "end-node", "first", "n", "z");
    assertThat(compiled.getTemplate().getNodes(1).getInputsList())
        .isEqualTo(compiled.getTemplate().getOutputsList());
    assertThat(compiled.getTemplate().getNodes(3).getUpstreamNodeIdsList())
        .containsExactly("first", "z");
    assertThat(compiled.getConnections().getUpstreamMap().get("n").getIdsList())
        .containsExactly("first", "z");
    assertThat(compiled.getConnections().getDownstreamMap().get("start-node").getIdsList())
        .containsExactly("first", "z");
    assertThat(compiled.getConnections().getUpstreamMap().get("end-node").getIdsList())
        .containsExactly("n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nodes { id: 'n' TASK }                          | Code: ParameterNotBound, Node Id: n, Description: Parameter not bound [i].
          nodes { id: 'n' TASK INPUT INPUT }              | Code: ParameterBoundMoreThanOnce, Node Id: n
          nodes { id: 'n' TASK INPUT inputs { var: 'j' binding { promise { var: 'i' } } } } | Code: VariableNameNotFound, Node Id: n, Description: Variable [j] not found on node [n].
          nodes { id: 'n' TASK inputs { var: 'i' binding { promise { node_id: 'm' var: 'o' } } } } | Code: NodeReferenceNotFound, Node Id: m
          nodes { id: 'n' TASK inputs { var: 'i' binding { promise { var: 'x' } } } } | Code: VariableNameNotFound, Node Id: n, Description: Variable [x] not found on node [start-node].
          nodes { id: 'n' TASK inputs { var: 'i' binding { scalar { primitive { string_value: 'x' } } } } } | Code: MismatchingTypes, Node Id: n, Description: Variable [i] (type [simple: STRING]) doesn't match expected type [simple: INTEGER].
          nodes { id: 'n' TASK inputs { var: 'i' binding { collection { } } } } | Code: MismatchingBindings, Node Id: n
          nodes { id: 'n' TASK INPUT upstream_node_ids: 'm' } nodes { id: 'm' TASK INPUT upstream_node_ids: 'n' } | Code: CycleDetected, Node Id: start-node, Description: A cycle has been detected while traversing the Workflow [m>n>m].
          nodes { id: 'n' INPUT }                         | Code: ValueRequired, Node Id: n, Description: Value required [Target].
          """)
  void whatDoesNotCompileIsRefused(String nodes, String error) {
    String whole =
        nodes
            .replace("TASK", "task_node { reference_id { " + id("TASK", "t") + " } }")
            .replace("INPUT", "inputs { var: 'i' binding { promise { var: 'i' } } }");

    assertThat(refusal(() -> server.stub.createWorkflow(workflow("w", whole))))
        .startsWith("INVALID_ARGUMENT: failed to compile workflow for [resource_type: WORKFLOW ")
        .contains(error);
    assertThat(server.admin.workflows()).isEmpty();
  }

  @Test
  void tasksAndLaunchPlansHaveToBeThere() {
    assertThat(refusal(() -> server.stub.createWorkflow(workflow("w", node("n", "lost")))))
        .startsWith("INVALID_ARGUMENT: failed to compile workflow for [")
        .contains("with err: missing entity of type TASK with identifier")
        .contains("lost");
    assertThat(refusal(() -> server.stub.createWorkflow(workflow("w", planNode("p")))))
        .contains("with err: missing entity of type LAUNCH_PLAN with identifier");
  }

  @Test
  void aLaunchPlanInANodeTakesWhatItLeavesOpen() {
    server.stub.createWorkflow(workflow("inner", node("n", "t")));
    server.stub.createLaunchPlan(launchPlan("p", "inner"));

    server.stub.createWorkflow(workflow("w", planNode("p")));

    assertThat(server.admin.workflows()).hasSize(2);
    assertThat(
            refusal(
                () ->
                    server.stub.createWorkflow(
                        workflow("x", planNode("p").replaceAll("inputs \\{.*\\} \\} \\}", "}")))))
        .contains("Code: ParameterNotBound, Node Id: n");
  }

  private static String planNode(String plan) {
    return "nodes { id: 'n' workflow_node { launchplan_ref { "
        + id("LAUNCH_PLAN", plan)
        + " } } inputs { var: 'i' binding { promise { var: 'i' } } } }";
  }

  @Test
  void subWorkflowsHaveToComeAlong() {
    String node =
        "nodes { id: 'n' workflow_node { sub_workflow_ref { "
            + id("WORKFLOW", "inner")
            + " } } inputs { var: 'i' binding { promise { var: 'i' } } } }";
    WorkflowCreateRequest outer = workflow("outer", node);
    assertThat(refusal(() -> server.stub.createWorkflow(outer)))
        .contains("Code: WorkflowReferenceNotFound, Node Id: n");

    WorkflowCreateRequest inner = workflow("inner", node("n", "t"));
    WorkflowCreateRequest.Builder whole = outer.toBuilder();
    whole
        .getSpecBuilder()
        .addSubWorkflows(inner.getSpec().getTemplate().toBuilder().setId(inner.getId()));
    server.stub.createWorkflow(whole.build());

    assertThat(server.admin.workflows().get(0).getClosure().getCompiledWorkflow().getTasksList())
        .hasSize(1);
  }

  @Test
  void aWorkflowWithoutNodesIsRefused() {
    WorkflowCreateRequest.Builder empty = workflow("w").toBuilder();
    assertThat(refusal(() -> server.stub.createWorkflow(empty.build())))
        .contains("Code: NoNodesFound");
    assertThat(refusal(() -> server.stub.createWorkflow(empty.clearSpec().build())))
        .isEqualTo("INVALID_ARGUMENT: missing spec");
    assertThat(
            refusal(
                () ->
                    server.stub.createWorkflow(
                        parse(
                                workflow("w", node("n", "t")).toBuilder(),
                                "id { " + id("TASK", "w") + " }")
                            .build())))
        .contains("expected workflow instead");
  }
}
