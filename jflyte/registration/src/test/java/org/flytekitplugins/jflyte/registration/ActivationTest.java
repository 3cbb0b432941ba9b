package org.flytekitplugins.jflyte.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flytekitplugins.jflyte.registration.ClosedPackages.launchPlan;
import static org.flytekitplugins.jflyte.registration.ClosedPackages.task;
import static org.flytekitplugins.jflyte.registration.ClosedPackages.taskNode;
import static org.flytekitplugins.jflyte.registration.ClosedPackages.workflow;

import flyteidl.admin.LaunchPlanOuterClass.LaunchPlan;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanCreateRequest;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanState;
import flyteidl.admin.TaskOuterClass.TaskCreateRequest;
import flyteidl.admin.WorkflowOuterClass.WorkflowCreateRequest;
import io.grpc.Status;
import java.util.List;
import org.flytekitplugins.client.internal.admin.AdminClient;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.flytekitplugins.jflyte.closure.ProjectClosure;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which version of a launch plan is active, before and after. */
class ActivationTest {
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

  private static ProjectClosure version(String version) {
    return version(version, task("a.Task"));
  }

  /** A task, a workflow and its launch plan. */
  private static ProjectClosure version(String version, TaskCreateRequest task) {
    TaskCreateRequest.Builder taskRequest = task.toBuilder();
    taskRequest.getIdBuilder().setVersion(version);
    taskRequest.getSpecBuilder().getTemplateBuilder().getIdBuilder().setVersion(version);
    WorkflowCreateRequest.Builder workflow =
        workflow("a.Flow", taskNode("n", "a.Task", "")).toBuilder();
    workflow.getIdBuilder().setVersion(version);
    workflow.getSpecBuilder().getTemplateBuilder().getIdBuilder().setVersion(version);
    workflow
        .getSpecBuilder()
        .getTemplateBuilder()
        .getNodesBuilder(0)
        .getTaskNodeBuilder()
        .getReferenceIdBuilder()
        .setVersion(version);
    LaunchPlanCreateRequest.Builder plan = launchPlan("a.Flow", "a.Flow").toBuilder();
    plan.getIdBuilder().setVersion(version);
    plan.getSpecBuilder().getWorkflowIdBuilder().setVersion(version);
    return new ProjectClosure(
        List.of(taskRequest.build()), List.of(workflow.build()), List.of(plan.build()));
  }

  private Registration activating() {
    return new Registration(client, RegistrationOptions.defaults().withActivateLaunchPlans(true));
  }

  private Registration registering() {
    return new Registration(client, RegistrationOptions.defaults());
  }

  private List<String> active() {
    return server.launchPlans().stream()
        .filter(plan -> plan.getClosure().getState() == LaunchPlanState.ACTIVE)
        .map(LaunchPlan::getId)
        .map(id -> id.getName() + " " + id.getVersion())
        .toList();
  }

  private static String plan(RegistrationReport report) {
    return report.entities().get(2).toString();
  }

  private static String plan(RegistrationPlan plan) {
    return plan.entities().get(2).toString();
  }

  @Test
  void nothingIsActivatedUnlessAskedFor() {
    RegistrationReport report = registering().register(version("1"));

    assertThat(plan(report)).isEqualTo("launch plan a.Flow: registered");
    assertThat(report.activated()).isEmpty();
    assertThat(active()).isEmpty();
  }

  @Test
  void theFirstVersionIsActivatedWhereNoneWasActive() {
    RegistrationReport report = activating().register(version("1"));

    assertThat(plan(report))
        .isEqualTo("launch plan a.Flow: registered, version 1 activated, none was active before");
    assertThat(report.activated()).containsExactly(report.entities().get(2));
    assertThat(report.summary())
        .matches(
            "1 task, 1 workflow, 1 launch plan registered in .* s; 0 already there, 1 activated");
    assertThat(active()).containsExactly("a.Flow 1");
  }

  @Test
  void aLaterVersionTakesTheEarliersPlace() {
    activating().register(version("1"));

    RegistrationReport report = activating().register(version("2"));

    assertThat(report.entities().get(2).activation()).isEqualTo(new Activation("2", "1"));
    assertThat(plan(report))
        .endsWith("registered, version 2 activated, version 1 was active before");
    assertThat(active()).containsExactly("a.Flow 2");
  }

  @Test
  void whatIsActiveIsNotActivatedAgain() {
    activating().register(version("1"));
    int calls = server.calls().of("UpdateLaunchPlan");

    RegistrationReport report = activating().register(version("1"));

    assertThat(report.summary()).isEqualTo("nothing to do: 3 already there");
    assertThat(plan(report))
        .isEqualTo("launch plan a.Flow: already there, version 1 was active already");
    assertThat(server.calls().of("UpdateLaunchPlan")).isEqualTo(calls);
  }

  @Test
  void whatIsThereButNotActiveIsActivated() {
    registering().register(version("1"));

    RegistrationReport report = activating().register(version("1"));

    assertThat(plan(report))
        .isEqualTo(
            "launch plan a.Flow: already there, version 1 activated, none was active before");
    assertThat(report.summary())
        .matches(
            "0 tasks, 0 workflows, 0 launch plans registered in .* s; 3 already there,"
                + " 1 activated");
  }

  @Test
  void whatCannotBeActivatedIsRegisteredAllTheSame() {
    registering().register(version("1"));

    RegistrationReport report = registerWithoutPermissionToActivate();

    assertThat(report.isComplete()).isFalse();
    assertThat(plan(report))
        .startsWith("launch plan a.Flow: registered, but not activated: ")
        .contains("does not permit GetActiveLaunchPlan");
    assertThat(report.summary())
        .matches(
            "0 tasks, 0 workflows, 0 launch plans registered in .* s; 3 already there,"
                + " 1 not activated");
  }

  private RegistrationReport registerWithoutPermissionToActivate() {
    return new Registration(
            client,
            RegistrationOptions.defaults()
                .withActivateLaunchPlans(true)
                .withListener(
                    (entity, done, total) -> {
                      if (done == total) {
                        server.faults().failNext(1, Status.Code.PERMISSION_DENIED);
                      }
                    }))
        .register(version("1"));
  }

  @Test
  void aPlanTellsWhatWouldBeActivatedAndWhatIsActiveNow() {
    assertThat(plan(activating().plan(version("1"))))
        .isEqualTo("launch plan a.Flow: would be created and activated; none is active now");
    activating().register(version("1"));
    assertThat(plan(activating().plan(version("2"))))
        .isEqualTo("launch plan a.Flow: would be created and activated; version 1 is active now");
    registering().register(version("2"));

    RegistrationPlan plan = activating().plan(version("2"));

    assertThat(plan(plan))
        .isEqualTo(
            "launch plan a.Flow: already there, would be activated; version 1 is active now");
    assertThat(plan.summary())
        .isEqualTo(
            "0 would be created, 3 already there, 0 with another content, 1 would be activated");
    assertThat(plan.differs()).isTrue();
    assertThat(active()).containsExactly("a.Flow 1");
  }

  @Test
  void aPlanHasNothingToDoWhereTheVersionIsActive() {
    activating().register(version("1"));

    RegistrationPlan plan = activating().plan(version("1"));

    assertThat(plan(plan)).isEqualTo("launch plan a.Flow: already there and active");
    assertThat(plan.summary()).isEqualTo("nothing to do: 3 already there");
    assertThat(plan.differs()).isFalse();
  }

  @Test
  void nothingWouldBeActivatedOfAPackageThatCannotBeRegistered() {
    registering().register(version("1"));

    RegistrationPlan plan = activating().plan(version("1", task("a.Task", "other")));

    assertThat(plan(plan)).isEqualTo("launch plan a.Flow: already there");
    assertThat(plan.summary())
        .isEqualTo("0 would be created, 2 already there, 1 with another content");
  }
}
