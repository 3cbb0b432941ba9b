package org.flytekitplugins.jflyte.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.flytekitplugins.jflyte.testing.AdminServer.refusal;
import static org.flytekitplugins.jflyte.testing.Requests.id;
import static org.flytekitplugins.jflyte.testing.Requests.launchPlan;
import static org.flytekitplugins.jflyte.testing.Requests.node;
import static org.flytekitplugins.jflyte.testing.Requests.parse;
import static org.flytekitplugins.jflyte.testing.Requests.task;
import static org.flytekitplugins.jflyte.testing.Requests.workflow;

import flyteidl.admin.Common.ResourceListRequest;
import flyteidl.admin.ExecutionOuterClass.Execution;
import flyteidl.admin.ExecutionOuterClass.ExecutionCreateRequest;
import flyteidl.admin.ExecutionOuterClass.ExecutionList;
import flyteidl.admin.ExecutionOuterClass.ExecutionState;
import flyteidl.admin.ExecutionOuterClass.ExecutionTerminateRequest;
import flyteidl.admin.ExecutionOuterClass.ExecutionUpdateRequest;
import flyteidl.admin.ExecutionOuterClass.WorkflowExecutionGetDataRequest;
import flyteidl.admin.NodeExecutionOuterClass.NodeExecution;
import flyteidl.admin.NodeExecutionOuterClass.NodeExecutionGetDataRequest;
import flyteidl.admin.NodeExecutionOuterClass.NodeExecutionListRequest;
import flyteidl.admin.TaskExecutionOuterClass.TaskExecution;
import flyteidl.admin.TaskExecutionOuterClass.TaskExecutionListRequest;
import flyteidl.core.Execution.ExecutionError;
import flyteidl.core.Execution.TaskLog;
import flyteidl.core.Execution.WorkflowExecution.Phase;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.IdentifierOuterClass.NodeExecutionIdentifier;
import flyteidl.core.Literals.LiteralMap;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Executions advance as they are told, by flyteadmin's rules. */
class PlayedExecutionTest {
  private static final LiteralMap SEVEN =
      parse(
              LiteralMap.newBuilder(),
              "literals { key: 'i' value { scalar { primitive { integer: 7 } } } }")
          .build();
  private static final LiteralMap EIGHT =
      parse(
              LiteralMap.newBuilder(),
              "literals { key: 'o' value { scalar { primitive { integer: 8 } } } }")
          .build();
  private static final ExecutionError ERROR =
      ExecutionError.newBuilder()
          .setCode("USER:Unknown")
          .setMessage("worker-1: " + "x".repeat(200))
          .setKind(ExecutionError.ErrorKind.USER)
          .build();

  private final AdminServer server = new AdminServer();
  private Identifier task = Identifier.getDefaultInstance();

  @BeforeEach
  void register() {
    server.stub.createTask(task("t"));
    server.stub.createWorkflow(workflow("w", node("n", "t")));
    server.stub.createLaunchPlan(launchPlan("p", "w"));
    task = server.admin.tasks().get(0).getId();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private PlayedExecution start(String name) {
    var unused =
        server.stub.createExecution(
            parse(
                    ExecutionCreateRequest.newBuilder(),
                    "project: 'flytesnacks' domain: 'development' name: '"
                        + name
                        + "' spec { launch_plan { "
                        + id("LAUNCH_PLAN", "p")
                        + " } }")
                .setInputs(SEVEN)
                .build());
    List<PlayedExecution> all = server.admin.executions();
    return all.get(all.size() - 1);
  }

  private LiteralMap outputs(PlayedExecution run) {
    return server
        .stub
        .getExecutionData(WorkflowExecutionGetDataRequest.newBuilder().setId(run.id()).build())
        .getFullOutputs();
  }

  private List<NodeExecution> nodes(PlayedExecution run, String parent) {
    return server
        .stub
        .listNodeExecutions(
            NodeExecutionListRequest.newBuilder()
                .setWorkflowExecutionId(run.id())
                .setUniqueParentId(parent)
                .setLimit(10)
                .build())
        .getNodeExecutionsList();
  }

  private List<TaskExecution> tasks(NodeExecutionIdentifier node) {
    return server
        .stub
        .listTaskExecutions(
            TaskExecutionListRequest.newBuilder().setNodeExecutionId(node).setLimit(10).build())
        .getTaskExecutionsList();
  }

  @Test
  void whatSucceedsHasOutputsAndTookTime() {
    PlayedExecution run = start("run");
    assertThat(run.answer().getClosure().getPhase()).isEqualTo(Phase.UNDEFINED);
    assertThat(run.inputs()).isEqualTo(SEVEN);

    run.queued().running().succeeded(EIGHT);

    assertThat(run.answer().getClosure().getPhase()).isEqualTo(Phase.SUCCEEDED);
    assertThat(run.answer().getClosure().hasDuration()).isTrue();
    assertThat(outputs(run)).isEqualTo(EIGHT);
  }

  @Test
  void whatFailsSaysWhyAndAListSaysIsShort() {
    PlayedExecution run = start("run").running();
    run.failed(ERROR);

    assertThat(run.answer().getClosure().getError()).isEqualTo(ERROR);
    assertThat(list("limit: 1").getExecutions(0).getClosure().getError().getMessage())
        .isEqualTo(ERROR.getMessage().substring(0, 100));
  }

  @Test
  void whatHasEndedHasEnded() {
    PlayedExecution run = start("run").running();
    run.succeeded(EIGHT);

    assertThat(refusal(run::running))
        .startsWith("FAILED_PRECONDITION: Invalid phase change from SUCCEEDED to RUNNING");
    assertThat(refusal(() -> abort(run)))
        .isEqualTo("FAILED_PRECONDITION: Cannot abort an already terminate workflow execution");
  }

  @Test
  void nobodyTellsTheSameTwiceOrGoesBack() {
    PlayedExecution run = start("run").running();

    assertThat(refusal(run::running)).startsWith("ALREADY_EXISTS: This phase RUNNING was already");
    assertThat(refusal(run::queued))
        .startsWith("FAILED_PRECONDITION: Cannot go from RUNNING to QUEUED");
  }

  private void abort(PlayedExecution run) {
    var unused =
        server.stub.terminateExecution(
            ExecutionTerminateRequest.newBuilder().setId(run.id()).setCause("enough").build());
  }

  @Test
  void whoAbortsEndsNodesAndAttemptsToo() {
    PlayedExecution run = start("run").running();
    PlayedNode node = run.node("n").queued().running(SEVEN);
    PlayedTask attempt = node.task(task, 0).queued().running();

    abort(run);

    assertThat(run.answer().getClosure().getPhase()).isEqualTo(Phase.ABORTED);
    assertThat(run.answer().getClosure().getAbortMetadata().getCause()).isEqualTo("enough");
    assertThat(node.answer().getClosure().getPhase().name()).isEqualTo("ABORTED");
    assertThat(attempt.answer().getClosure().getPhase().name()).isEqualTo("ABORTED");
  }

  @Test
  void aPropellerMayTakeItsTimeToAbort() {
    Propeller slow =
        new Propeller() {
          @Override
          public void start(PlayedExecution execution) {
            execution.running();
          }

          @Override
          public void abort(PlayedExecution execution) {}
        };
    try (AdminServer other = new AdminServer(LocalFlyteAdmin.builder().propeller(slow))) {
      other.stub.createTask(task("t"));
      var unused =
          other.stub.createExecution(
              parse(
                      ExecutionCreateRequest.newBuilder(),
                      "project: 'flytesnacks' domain: 'development' name: 'run' spec {"
                          + " launch_plan { "
                          + id("TASK", "t")
                          + " } }")
                  .setInputs(SEVEN)
                  .build());
      PlayedExecution run = other.admin.executions().get(0);
      assertThat(
              other.stub.terminateExecution(
                  ExecutionTerminateRequest.newBuilder().setId(run.id()).build()))
          .isNotNull();

      assertThat(run.answer().getClosure().getPhase()).isEqualTo(Phase.ABORTING);
      assertThat(refusal(run::running))
          .startsWith("FAILED_PRECONDITION: Invalid phase change from aborting to RUNNING");
    }
  }

  @Test
  void attemptsOfANodeHaveLogsAndErrorsOfTheirOwn() {
    PlayedExecution run = start("run");
    TaskLog log = TaskLog.newBuilder().setUri("http://logs/0").setName("worker-0").build();
    // snippet: by-hand
    run.running();
    PlayedNode node = run.node("n").queued().running(SEVEN);
    node.task(task, 0, "container").queued().running(log).failed(ERROR);
    node.task(task, 1, "container").running().succeeded(EIGHT);
    node.succeeded(EIGHT, "file:///deck.html");
    run.succeeded(EIGHT);
    // end

    assertThat(tasks(node.id()))
        .extracting(
            each -> each.getId().getRetryAttempt(),
            each -> each.getClosure().getPhase().name(),
            each -> each.getClosure().getLogsList(),
            each -> each.getClosure().getTaskType())
        .containsExactly(
            tuple(0, "FAILED", List.of(log), "container"),
            tuple(1, "SUCCEEDED", List.of(), "container"));
    assertThat(node.answer().getClosure().getDeckUri()).isEqualTo("file:///deck.html");
    var data =
        server.stub.getNodeExecutionData(
            NodeExecutionGetDataRequest.newBuilder().setId(node.id()).build());
    assertThat(data.getFullInputs()).isEqualTo(SEVEN);
    assertThat(data.getFullOutputs()).isEqualTo(EIGHT);
    assertThat(refusal(() -> node.running()))
        .startsWith("FAILED_PRECONDITION: Invalid phase change");
    assertThat(refusal(() -> node.task(task, 0).running()))
        .startsWith("FAILED_PRECONDITION: invalid phase change from FAILED to RUNNING");
  }

  @Test
  void nodesWithinANodeAreListedWithIt() {
    PlayedExecution run = start("run").running();
    PlayedNode parent = run.node("n").runningAsParent(SEVEN);
    PlayedNode child = parent.node(0, "train").running();

    assertThat(nodes(run, ""))
        .singleElement()
        .satisfies(
            node -> {
              assertThat(node.getId().getNodeId()).isEqualTo("n");
              assertThat(node.getMetadata().getIsParentNode()).isTrue();
            });
    assertThat(nodes(run, "n")).containsExactly(child.answer());
    assertThat(child.id().getNodeId()).isEqualTo("n-0-train");
    assertThat(child.answer().getMetadata().getSpecNodeId()).isEqualTo("train");
    assertThat(refusal(() -> nodes(run, "lost")))
        .startsWith("NOT_FOUND: missing entity of type node execution");
  }

  private ExecutionList list(String request) {
    return server.stub.listExecutions(
        parse(
                ResourceListRequest.newBuilder(),
                "id { project: 'flytesnacks' domain: 'development' } " + request)
            .build());
  }

  private static List<String> names(ExecutionList list) {
    return list.getExecutionsList().stream().map(each -> each.getId().getName()).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          limit: 10                                                          | a b c
          limit: 2                                                           | a b
          limit: 2 token: '2'                                                | c
          limit: 10 sort_by { key: 'created_at' }                            | c b a
          limit: 10 filters: 'eq(phase,RUNNING)'                             | b
          limit: 10 filters: 'value_in(phase,RUNNING;SUCCEEDED)'             | b c
          limit: 10 filters: 'eq(name,a)'                                    | a
          limit: 10 filters: 'eq(workflow.name,w)+eq(launch_plan.version,1)' | a b c
          limit: 10 filters: 'eq(state,1)'                                   | d
          limit: 10 filters: 'gte(created_at,2020-01-01T00:00:00Z)'          | a b c
          """)
  void executionsAreFilteredSortedAndLimited(String request, String expected) {
    start("a");
    start("b").running();
    start("c").running().succeeded(EIGHT);
    var unused =
        server.stub.updateExecution(
            ExecutionUpdateRequest.newBuilder()
                .setId(start("d").id())
                .setState(ExecutionState.EXECUTION_ARCHIVED)
                .build());

    assertThat(names(list(request))).containsExactly(expected.split(" ", -1));
  }

  @Test
  void aFullPageNamesTheNext() {
    start("a");
    start("b");
    assertThat(list("limit: 1").getToken()).isEqualTo("1");
    assertThat(list("limit: 3").getToken()).isEmpty();
    assertThat(refusal(() -> list("limit: 1 token: 'x'")))
        .isEqualTo("INVALID_ARGUMENT: invalid pagination token x for ListExecutions");
  }

  @Test
  void whatIsBigIsNotInTheAnswer() {
    LiteralMap big =
        parse(
                LiteralMap.newBuilder(),
                "literals { key: 'o' value { scalar { primitive { string_value: '"
                    + "x".repeat(2 * 1024 * 1024)
                    + "' } } } }")
            .build();
    PlayedExecution run = start("run").running();
    run.succeeded(big);

    Execution ended = run.answer();
    assertThat(ended.getClosure().getPhase()).isEqualTo(Phase.SUCCEEDED);
    assertThat(outputs(run).getLiteralsCount()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"spread,train-1,spread-0-train-1", "spread,train-with-a-long-name,fspuc1wq"})
  void longNamesOfNodesAreHashed(String parent, String child, String name) {
    assertThat(NodeNames.within(parent, 0, child)).isEqualTo(name);
  }
}
