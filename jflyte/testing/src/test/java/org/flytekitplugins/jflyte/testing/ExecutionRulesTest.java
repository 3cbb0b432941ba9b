package org.flytekitplugins.jflyte.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flytekitplugins.jflyte.testing.AdminServer.refusal;
import static org.flytekitplugins.jflyte.testing.Requests.id;
import static org.flytekitplugins.jflyte.testing.Requests.launchPlan;
import static org.flytekitplugins.jflyte.testing.Requests.node;
import static org.flytekitplugins.jflyte.testing.Requests.parse;
import static org.flytekitplugins.jflyte.testing.Requests.task;
import static org.flytekitplugins.jflyte.testing.Requests.workflow;

import com.google.protobuf.UnknownFieldSet;
import flyteidl.admin.ExecutionOuterClass.Execution;
import flyteidl.admin.ExecutionOuterClass.ExecutionCreateRequest;
import flyteidl.admin.ExecutionOuterClass.ExecutionMetadata.ExecutionMode;
import flyteidl.admin.ExecutionOuterClass.ExecutionRecoverRequest;
import flyteidl.admin.ExecutionOuterClass.ExecutionRelaunchRequest;
import flyteidl.admin.ExecutionOuterClass.WorkflowExecutionGetDataRequest;
import flyteidl.admin.ExecutionOuterClass.WorkflowExecutionGetRequest;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.IdentifierOuterClass.WorkflowExecutionIdentifier;
import flyteidl.core.Literals.LiteralMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What flyteadmin starts, with which inputs, and what it refuses to. */
class ExecutionRulesTest {
  private static final String ONE =
      "literals { key: 'i' value { scalar { primitive { integer: 1 } } } }";
  private static final String TWO = ONE.replace("integer: 1", "integer: 2");

  private final AdminServer server =
      new AdminServer(LocalFlyteAdmin.builder().projects("flytesnacks").domains("development"));

  @BeforeEach
  void register() {
    server.stub.createTask(task("t"));
    server.stub.createWorkflow(workflow("w", node("n", "t")));
    server.stub.createLaunchPlan(launchPlan("free", "w"));
    server.stub.createLaunchPlan(
        parse(
                launchPlan("defaults", "w").toBuilder(),
                "spec { default_inputs { parameters { key: 'i' value { var { type { simple: INTEGER"
                    + " } } default { scalar { primitive { integer: 1 } } } } } } }")
            .build());
    server.stub.createLaunchPlan(
        parse(launchPlan("fixed", "w").toBuilder(), "spec { fixed_inputs { " + ONE + " } }")
            .build());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static ExecutionCreateRequest request(String type, String name, String more) {
    return parse(
            ExecutionCreateRequest.newBuilder(),
            "project: 'flytesnacks' domain: 'development' spec { launch_plan { "
                + id(type, name)
                + " } } "
                + more)
        .build();
  }

  private WorkflowExecutionIdentifier start(String type, String name, String more) {
    return server.stub.createExecution(request(type, name, more)).getId();
  }

  private Execution get(WorkflowExecutionIdentifier id) {
    return server.stub.getExecution(WorkflowExecutionGetRequest.newBuilder().setId(id).build());
  }

  private LiteralMap inputs(WorkflowExecutionIdentifier id) {
    return server
        .stub
        .getExecutionData(WorkflowExecutionGetDataRequest.newBuilder().setId(id).build())
        .getFullInputs();
  }

  private static LiteralMap literals(String text) {
    return parse(LiteralMap.newBuilder(), text).build();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          free     | inputs { ONE }      | ONE
          defaults | ''                  | ONE
          defaults | inputs { TWO }      | TWO
          fixed    | ''                  | ONE
          free     | spec { inputs { TWO } } | TWO
          """)
  void inputsAreThoseOfTheUserAndOfTheLaunchPlan(String plan, String given, String all) {
    assertThat(inputs(start("LAUNCH_PLAN", plan, literal(given))))
        .isEqualTo(literals(literal(all)));
  }

  private static String literal(String text) {
    return text.replace("ONE", ONE).replace("TWO", TWO);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          LAUNCH_PLAN | free  | ""  | INVALID_ARGUMENT: expected_inputs i missing
          TASK        | t     | ""  | INVALID_ARGUMENT: expected_inputs i missing
          LAUNCH_PLAN | fixed | inputs { TWO } | INVALID_ARGUMENT: invalid input i
          LAUNCH_PLAN | free  | inputs { literals { key: 'j' value { scalar { primitive { integer: 1 } } } } } | INVALID_ARGUMENT: invalid input j
          LAUNCH_PLAN | free  | inputs { literals { key: 'i' value { scalar { primitive { string_value: '1' } } } } } | INVALID_ARGUMENT: invalid i input wrong type. Expected simple: INTEGER, but got simple: STRING
          LAUNCH_PLAN | free  | inputs { literals { key: 'i' value { } } } | INVALID_ARGUMENT: missing valid literal in inputs i
          LAUNCH_PLAN | free  | name: '1st' inputs { ONE } | INVALID_ARGUMENT: invalid name format: 1st, does not match regex '^[a-z][a-z\\-0-9]*$'
          LAUNCH_PLAN | free  | name: 'aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg' inputs { ONE } | INVALID_ARGUMENT: size of name exceeded length 63 : aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg
          LAUNCH_PLAN | free  | project: 'other' inputs { ONE } | INVALID_ARGUMENT: failed to validate that project [other] and domain [development] are registered, err: [missing entity of type project]
          LAUNCH_PLAN | free  | spec { launch_plan { version: '' } } | INVALID_ARGUMENT: missing version
          LAUNCH_PLAN | free  | spec { labels { values { key: '-' value: '' } } } inputs { ONE } | INVALID_ARGUMENT: invalid label key [-]: [name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character]
          LAUNCH_PLAN | free  | spec { notifications { notifications { phases: FAILED email { } } } } inputs { ONE } | INVALID_ARGUMENT: missing recipients
          """)
  void whatCannotBeStartedIsRefused(String type, String name, String more, String words) {
    assertThat(refusal(() -> start(type, name, literal(more)))).isEqualTo(words);
    assertThat(server.admin.executions()).isEmpty();
  }

  @Test
  void theSpecIsWanted() {
    assertThat(
            refusal(
                () ->
                    server.stub.createExecution(
                        request("TASK", "t", "").toBuilder().clearSpec().build())))
        .isEqualTo("INVALID_ARGUMENT: missing spec");
  }

  @Test
  void aNameIsTakenOnce() {
    WorkflowExecutionIdentifier id = start("LAUNCH_PLAN", "defaults", "name: 'run'");

    assertThat(id.getName()).isEqualTo("run");
    assertThat(refusal(() -> start("LAUNCH_PLAN", "defaults", "name: 'run'")))
        .startsWith("ALREADY_EXISTS: value with matching already exists");
  }

  @Test
  void whoeverGivesNoNameGetsOne() {
    assertThat(start("LAUNCH_PLAN", "defaults", "").getName())
        .matches("a[b-z2-9]{19}")
        .isNotEqualTo(start("LAUNCH_PLAN", "defaults", "").getName());
  }

  @Test
  void aTaskRunsInAWorkflowOfItsOwn() {
    server.stub.createTask(task("com.acme.PrepareTheDigits"));

    Execution execution = get(start("TASK", "com.acme.PrepareTheDigits", "inputs { " + ONE + " }"));

    Identifier workflow = execution.getClosure().getWorkflowId();
    assertThat(workflow.getName()).isEqualTo(".flytegen.com.acme.PrepareTheDigits");
    assertThat(
            server.admin.executions().get(0).workflow().getPrimary().getTemplate().getNodesList())
        .extracting(each -> each.getId())
        .containsExactly("start-node", "end-node", NodeNames.ofTask("com.acme.PrepareTheDigits"));
    assertThat(server.admin.workflowRequests()).hasSize(1);
  }

  @Test
  void aRelaunchHasTheInputsOfItsUser() {
    WorkflowExecutionIdentifier first =
        start("LAUNCH_PLAN", "defaults", "name: 'first' inputs { " + TWO + " }");

    WorkflowExecutionIdentifier second =
        server
            .stub
            .relaunchExecution(
                ExecutionRelaunchRequest.newBuilder()
                    .setId(first)
                    .setName("second")
                    .setUnknownFields(
                        UnknownFieldSet.newBuilder()
                            .addField(4, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                            .build())
                    .build())
            .getId();

    assertThat(inputs(second)).isEqualTo(literals(TWO));
    Execution relaunched = get(second);
    assertThat(relaunched.getSpec().getMetadata().getMode()).isEqualTo(ExecutionMode.RELAUNCH);
    assertThat(relaunched.getSpec().getMetadata().getReferenceExecution()).isEqualTo(first);
    assertThat(relaunched.getSpec().getUnknownFields().getField(22).getVarintList())
        .containsExactly(1L);
    assertThat(server.admin.executionRequests()).hasSize(1);
  }

  @Test
  void aRecoveryRefersToWhatItRecovers() {
    WorkflowExecutionIdentifier first = start("LAUNCH_PLAN", "defaults", "name: 'first'");

    WorkflowExecutionIdentifier second =
        server
            .stub
            .recoverExecution(ExecutionRecoverRequest.newBuilder().setId(first).build())
            .getId();

    assertThat(get(second).getSpec().getMetadata().getMode()).isEqualTo(ExecutionMode.RECOVERED);
    assertThat(get(second).getSpec().getMetadata().getReferenceExecution()).isEqualTo(first);
  }

  @Test
  void whatWasNeverStartedCannotBeFound() {
    WorkflowExecutionIdentifier lost =
        WorkflowExecutionIdentifier.newBuilder()
            .setProject("flytesnacks")
            .setDomain("development")
            .setName("lost")
            .build();
    String words =
        "NOT_FOUND: missing entity of type execution with identifier project: \"flytesnacks\""
            + " domain: \"development\" name: \"lost\"";

    assertThat(refusal(() -> get(lost))).isEqualTo(words);
    assertThat(refusal(() -> inputs(lost))).isEqualTo(words);
    assertThat(
            refusal(
                () ->
                    server.stub.relaunchExecution(
                        ExecutionRelaunchRequest.newBuilder().setId(lost).build())))
        .isEqualTo(words);
    assertThat(refusal(() -> get(lost.toBuilder().setName("").build())))
        .isEqualTo("INVALID_ARGUMENT: missing name");
  }
}
