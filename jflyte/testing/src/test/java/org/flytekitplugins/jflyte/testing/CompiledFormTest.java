package org.flytekitplugins.jflyte.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flytekitplugins.jflyte.testing.Requests.id;
import static org.flytekitplugins.jflyte.testing.Requests.node;
import static org.flytekitplugins.jflyte.testing.Requests.parse;
import static org.flytekitplugins.jflyte.testing.Requests.task;
import static org.flytekitplugins.jflyte.testing.Requests.workflow;

import flyteidl.admin.Common.ObjectGetRequest;
import flyteidl.admin.WorkflowOuterClass.WorkflowCreateRequest;
import flyteidl.core.Compiler.CompiledWorkflow;
import flyteidl.core.Compiler.CompiledWorkflowClosure;
import flyteidl.core.Workflow.Node;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A workflow comes back as flytepropeller's compiler left it. */
class CompiledFormTest {
  private static final String INPUT = "inputs { var: 'i' binding { promise { var: 'i' } } } ";
  private static final String TASK = "task_node { reference_id { " + id("TASK", "t") + " } } ";
  private static final String CASE =
      "condition { comparison { left_value { var: 'i' } right_value { primitive { integer: 7 } } } } ";

  private final AdminServer server = new AdminServer();

  @BeforeEach
  void createTasks() {
    server.stub.createTask(task("t"));
    server.stub.createTask(task("u"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private CompiledWorkflowClosure compiled(WorkflowCreateRequest request) {
    server.stub.createWorkflow(request);
    return server
        .stub
        .getWorkflow(ObjectGetRequest.newBuilder().setId(request.getId()).build())
        .getClosure()
        .getCompiledWorkflow();
  }

  /** A branch whose first case is a branch too. */
  private static String nested(String id) {
    return "nodes { id: '"
        + id
        + "' "
        + INPUT
        + "branch_node { if_else { case { "
        + CASE
        + "then_node { id: 'inner' "
        + INPUT
        + "branch_node { if_else { case { "
        + CASE
        + "then_node { id: 'x' "
        + TASK
        + INPUT
        + "} } else_node { id: 'y' "
        + TASK
        + INPUT
        + "} } } } } else_node { id: 'x' "
        + TASK
        + INPUT
        + "} } } }";
  }

  private static void assertRenamed(CompiledWorkflow workflow) {
    Node branch = workflow.getTemplate().getNodes(2);
    Node inner = branch.getBranchNode().getIfElse().getCase().getThenNode();
    assertThat(branch.getId()).isEqualTo("n");
    assertThat(inner.getId()).isEqualTo("n-inner");
    assertThat(inner.getBranchNode().getIfElse().getCase().getThenNode().getId())
        .isEqualTo("n-inner-x");
    assertThat(inner.getBranchNode().getIfElse().getElseNode().getId()).isEqualTo("n-inner-y");
    assertThat(branch.getBranchNode().getIfElse().getElseNode().getId()).isEqualTo("n-x");
    assertThat(workflow.getConnections().getUpstreamMap())
        .containsKeys("n-inner", "n-inner-x", "n-inner-y", "n-x");
  }

  @Test
  void nodesOfBranchesAreCalledAfterTheirBranchesAtAnyDepth() {
    assertRenamed(compiled(workflow("w", nested("n"))).getPrimary());
  }

  @Test
  void soAreThoseOfSubWorkflows() {
    WorkflowCreateRequest inner = workflow("inner", nested("n"));
    WorkflowCreateRequest.Builder outer =
        workflow(
            "w",
            "nodes { id: 'n' workflow_node { sub_workflow_ref { "
                + id("WORKFLOW", "inner")
                + " } } "
                + INPUT
                + "}")
            .toBuilder();
    outer
        .getSpecBuilder()
        .addSubWorkflows(inner.getSpec().getTemplate().toBuilder().setId(inner.getId()));

    assertRenamed(compiled(outer.build()).getSubWorkflows(0));
  }

  @Test
  void inputsOfTheWorkflowAreThoseOfTheStartNode() {
    CompiledWorkflow compiled = compiled(workflow("w", nested("n"))).getPrimary();

    Node branch = compiled.getTemplate().getNodes(2);
    assertThat(branch.getInputs(0).getBinding().getPromise().getNodeId()).isEqualTo("start-node");
    assertThat(
            branch
                .getBranchNode()
                .getIfElse()
                .getElseNode()
                .getInputs(0)
                .getBinding()
                .getPromise()
                .getNodeId())
        .isEqualTo("start-node");
    assertThat(compiled.getTemplate().getOutputs(0).getBinding().getPromise().getNodeId())
        .isEqualTo("n");
  }

  @Test
  void tasksComeInAnotherOrder() {
    assertThat(compiled(workflow("w", node("m", "t"), node("n", "u"))).getTasksList())
        .extracting(task -> task.getTemplate().getId().getName())
        .containsExactly("u", "t");
  }

  @Test
  void ofTwoNodesOfOneIdTheFirstIsKept() {
    assertThat(
            compiled(workflow("w", node("n", "t"), node("n", "u")))
                .getPrimary()
                .getTemplate()
                .getNodesList())
        .extracting(node -> node.getTaskNode().getReferenceId().getName())
        .containsExactly("", "", "t");
  }

  @Test
  void aReferenceToANodeOfABranchIsToItsNewName() {
    WorkflowCreateRequest.Builder request = workflow("w", nested("n")).toBuilder();
    parse(
        request,
        "spec { template { interface { outputs { variables { key: 'y' value {"
            + " type { simple: INTEGER } } } } }"
            + " outputs { var: 'y' binding { promise { node_id: 'y' var: 'o' } } } } }");

    assertThat(
            compiled(request.build())
                .getPrimary()
                .getTemplate()
                .getOutputs(1)
                .getBinding()
                .getPromise()
                .getNodeId())
        .isEqualTo("n-inner-y");
  }
}
