package org.flytekitplugins.jflyte.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flytekitplugins.jflyte.testing.AdminServer.refusal;
import static org.flytekitplugins.jflyte.testing.Requests.id;
import static org.flytekitplugins.jflyte.testing.Requests.launchPlan;
import static org.flytekitplugins.jflyte.testing.Requests.node;
import static org.flytekitplugins.jflyte.testing.Requests.parse;
import static org.flytekitplugins.jflyte.testing.Requests.task;
import static org.flytekitplugins.jflyte.testing.Requests.workflow;

import flyteidl.admin.LaunchPlanOuterClass.ActiveLaunchPlanRequest;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanCreateRequest;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanState;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanUpdateRequest;
import flyteidl.core.IdentifierOuterClass.Identifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaunchPlanRulesTest {
  private final AdminServer server = new AdminServer();

  @BeforeEach
  void createWorkflow() {
    server.stub.createTask(task("t"));
    server.stub.createWorkflow(workflow("w", node("n", "t")));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static LaunchPlanCreateRequest plan(String spec) {
    return parse(launchPlan("p", "w").toBuilder(), "spec { " + spec + " }").build();
  }

  @Test
  void whatIsFreeIsAddedAsRequired() {
    server.stub.createLaunchPlan(launchPlan("p", "w"));

    assertThat(server.admin.launchPlans().get(0).getSpec().getDefaultInputs())
        .isEqualTo(server.admin.launchPlans().get(0).getClosure().getExpectedInputs())
        .satisfies(inputs -> assertThat(inputs.getParametersMap().get("i").getRequired()).isTrue());
    assertThat(server.admin.launchPlanRequests()).containsExactly(launchPlan("p", "w"));
  }

  @Test
  void theSameAgainIsThereAndAnotherContentIsRefused() {
    server.stub.createLaunchPlan(launchPlan("p", "w"));

    assertThat(refusal(() -> server.stub.createLaunchPlan(launchPlan("p", "w"))))
        .isEqualTo("ALREADY_EXISTS: launch plan with identical structure already exists");
    assertThat(refusal(() -> server.stub.createLaunchPlan(plan("max_parallelism: 3"))))
        .startsWith("INVALID_ARGUMENT: p launch plan with different structure already exists.");
  }

  @Test
  void theWorkflowHasToBeThere() {
    assertThat(refusal(() -> server.stub.createLaunchPlan(launchPlan("p", "lost"))))
        .startsWith("NOT_FOUND: missing entity of type WORKFLOW");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          fixed_inputs { literals { key: 'x' value { INT } } }     | unexpected fixed_input x
          fixed_inputs { literals { key: 'i' value { } } }         | missing valid literal in fixed_inputs i
          fixed_inputs { literals { key: 'i' value { TEXT } } }    | invalid fixed_input wrong type i, expected simple: INTEGER, got simple: STRING instead
          default_inputs { parameters { key: 'x' value { var { TYPE } default { INT } } } } | unexpected default_input x
          default_inputs { parameters { key: 'i' value { default { INT } } } } | The Variable component of the Parameter i in default_inputs either is missing, or has a missing Type
          default_inputs { parameters { key: 'i' value { var { TYPE } } } } | Invalid variable i in default_inputs - variable has neither default, nor is required. One must be specified
          default_inputs { parameters { key: 'i' value { var { TYPE } default { TEXT } } } } | Type mismatch for Parameter i in default_inputs has type simple: INTEGER, expected simple: STRING
          default_inputs { parameters { key: 'i' value { var { type { simple: STRING } } default { TEXT } } } } | invalid default_input wrong type i, expected simple: INTEGER, got simple: STRING instead
          entity_metadata { schedule { cron_expression: '* * * * *' } } | Cannot create a launch plan with a schedule if there is an unbound required input. [i] is required
          """)
  void whatDoesNotFitTheWorkflowIsRefused(String spec, String words) {
    String whole =
        spec.replace("INT }", "scalar { primitive { integer: 1 } } }")
            .replace("TEXT", "scalar { primitive { string_value: 'x' } }")
            .replace("TYPE", "type { simple: INTEGER }");

    assertThat(refusal(() -> server.stub.createLaunchPlan(plan(whole))))
        .isEqualTo("INVALID_ARGUMENT: " + words);
  }

  @Test
  void onlyOneVersionIsActive() {
    server.stub.createLaunchPlan(launchPlan("p", "w"));
    server.stub.createLaunchPlan(
        parse(launchPlan("p", "w").toBuilder(), "id { version: '2' }").build());

    activate("1");
    activate("2");

    assertThat(server.admin.launchPlans())
        .extracting(plan -> plan.getClosure().getState())
        .containsExactly(LaunchPlanState.INACTIVE, LaunchPlanState.ACTIVE);
    assertThat(
            server
                .stub
                .getActiveLaunchPlan(
                    parse(
                            ActiveLaunchPlanRequest.newBuilder(),
                            "id { project: 'flytesnacks' domain: 'development' name: 'p' }")
                        .build())
                .getId()
                .getVersion())
        .isEqualTo("2");
    assertThat(refusal(() -> activate("3")))
        .startsWith("NOT_FOUND: missing entity of type LAUNCH_PLAN");
  }

  private void activate(String version) {
    var unused =
        server.stub.updateLaunchPlan(
            LaunchPlanUpdateRequest.newBuilder()
                .setId(parse(Identifier.newBuilder(), id("LAUNCH_PLAN", "p", version)))
                .setState(LaunchPlanState.ACTIVE)
                .build());
  }
}
