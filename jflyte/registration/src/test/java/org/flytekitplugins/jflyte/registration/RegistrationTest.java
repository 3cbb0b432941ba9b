package org.flytekitplugins.jflyte.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flytekitplugins.jflyte.registration.ClosedPackages.launchPlan;
import static org.flytekitplugins.jflyte.registration.ClosedPackages.launchPlanNode;
import static org.flytekitplugins.jflyte.registration.ClosedPackages.subWorkflowNode;
import static org.flytekitplugins.jflyte.registration.ClosedPackages.task;
import static org.flytekitplugins.jflyte.registration.ClosedPackages.taskNode;
import static org.flytekitplugins.jflyte.registration.ClosedPackages.template;
import static org.flytekitplugins.jflyte.registration.ClosedPackages.workflow;

import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanCreateRequest;
import flyteidl.admin.TaskOuterClass.TaskCreateRequest;
import flyteidl.admin.WorkflowOuterClass.WorkflowCreateRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.flytekitplugins.client.internal.admin.AdminClient;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.closure.ProjectClosure;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistrationTest {
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

  private RegistrationReport register(ProjectClosure closure) {
    return new Registration(client, RegistrationOptions.defaults()).register(closure);
  }

  @Test
  void everyEntityArrivesAsItIs() {
    ProjectClosure closure = ClosedPackages.of(10);

    RegistrationReport report = register(closure);

    assertThat(report.isComplete()).isTrue();
    assertThat(server.taskRequests()).containsExactlyInAnyOrderElementsOf(closure.tasks());
    assertThat(server.workflowRequests()).containsExactlyInAnyOrderElementsOf(closure.workflows());
    assertThat(server.launchPlanRequests())
        .containsExactlyInAnyOrderElementsOf(closure.launchPlans());
  }

  @Test
  void registeringTwiceChangesNothing() {
    ProjectClosure closure = ClosedPackages.of(4);
    register(closure);
    var tasks = server.tasks();
    var workflows = server.workflows();
    var plans = server.launchPlans();

    RegistrationReport second = register(closure);

    assertThat(second.entities())
        .hasSize(8)
        .allMatch(entity -> entity.result().equals(new EntityResult.Present()));
    assertThat(second.summary()).isEqualTo("nothing to do: 8 already there");
    assertThat(server.tasks()).isEqualTo(tasks);
    assertThat(server.workflows()).isEqualTo(workflows);
    assertThat(server.launchPlans()).isEqualTo(plans);
  }

  @Test
  void whatAnEarlierRunLeftOutIsAdded() {
    ProjectClosure closure = ClosedPackages.of(4);
    register(new ProjectClosure(closure.tasks().subList(0, 3), List.of(), List.of()));

    RegistrationReport report = register(closure);

    assertThat(report.isComplete()).isTrue();
    assertThat(report.summary())
        .matches("1 task, 2 workflows, 2 launch plans registered in \\d+\\.\\d s; 3 already there");
  }

  @Test
  void aLaunchPlanOfANodeComesBeforeItsWorkflow() {
    // Three floors: each workflow runs the launch plan of the one below it.
    List<WorkflowCreateRequest> workflows =
        List.of(
            workflow("a.Roof", launchPlanNode("n", "b.Middle", "")),
            workflow("b.Middle", launchPlanNode("n", "c.Ground", "")),
            workflow("c.Ground", taskNode("n", "z.Task", "")));
    List<LaunchPlanCreateRequest> plans =
        List.of(
            launchPlan("a.Roof", "a.Roof"),
            launchPlan("b.Middle", "b.Middle"),
            launchPlan("c.Ground", "c.Ground"));

    RegistrationReport report =
        register(new ProjectClosure(List.of(task("z.Task")), workflows, plans));

    assertThat(report.failures()).isEmpty();
    assertThat(server.workflowRequests())
        .extracting(request -> request.getId().getName())
        .containsExactly("c.Ground", "b.Middle", "a.Roof");
  }

  @Test
  void whatMostOthersWaitForComesFirst() {
    ProjectClosure closure =
        new ProjectClosure(
            List.of(task("a.Alone"), task("b.Alone"), task("z.Ground")),
            List.of(
                workflow("c.Roof", launchPlanNode("n", "d.Ground", "")),
                workflow("d.Ground", taskNode("n", "z.Ground", ""))),
            List.of(launchPlan("d.Ground", "d.Ground")));

    new Registration(client, RegistrationOptions.defaults().withConcurrency(1)).register(closure);

    assertThat(server.taskRequests())
        .extracting(request -> request.getId().getName())
        .containsExactly("z.Ground", "a.Alone", "b.Alone");
  }

  @Test
  void whatOnlyASubWorkflowNeedsComesBeforeTheWorkflowToo() {
    WorkflowCreateRequest outer =
        workflow("a.Outer", subWorkflowNode("n", "b.Inner", "")).toBuilder()
            .setSpec(
                workflow("a.Outer", subWorkflowNode("n", "b.Inner", "")).getSpec().toBuilder()
                    .addSubWorkflows(template("b.Inner", launchPlanNode("n", "c.Ground", ""))))
            .build();
    ProjectClosure closure =
        new ProjectClosure(
            List.of(task("z.Task")),
            List.of(outer, workflow("c.Ground", taskNode("n", "z.Task", ""))),
            List.of(launchPlan("c.Ground", "c.Ground")));

    assertThat(register(closure).failures()).isEmpty();
    assertThat(register(closure).entities())
        .allMatch(entity -> entity.result().equals(new EntityResult.Present()));
  }

  @Test
  void aCircleIsNamedAndNothingIsRegistered() {
    ProjectClosure closure =
        new ProjectClosure(
            List.of(task("z.Task")),
            List.of(
                workflow("a.One", launchPlanNode("n", "b.Two", "")),
                workflow("b.Two", launchPlanNode("n", "a.One", ""))),
            List.of(launchPlan("a.One", "a.One"), launchPlan("b.Two", "b.Two")));

    assertThatThrownBy(() -> register(closure))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "launch plans and workflows need each other in a circle, so that none of them can be"
                + " registered first: workflow a.One needs launch plan b.Two needs workflow b.Two"
                + " needs launch plan a.One needs workflow a.One; use a sub-workflow instead of one"
                + " of the launch plans");
    assertThat(server.calls().total()).isZero();
  }

  @Test
  void oneFailureTakesAlongOnlyWhatNeedsIt() {
    ProjectClosure whole = ClosedPackages.of(4);
    List<TaskCreateRequest> tasks = new ArrayList<>(whole.tasks());
    TaskCreateRequest broken = tasks.get(0);
    tasks.set(
        0,
        broken.toBuilder()
            .setSpec(
                broken.getSpec().toBuilder()
                    .setTemplate(broken.getSpec().getTemplate().toBuilder().clearType()))
            .build());

    RegistrationReport report =
        register(new ProjectClosure(tasks, whole.workflows(), whole.launchPlans()));

    assertThat(report.failures())
        .extracting(EntityReport::toString)
        .containsExactly(
            "task org.example.Task0: flyteadmin refused it: missing type",
            "workflow org.example.Workflow0: not tried because the task org.example.Task0 is not"
                + " registered",
            "launch plan org.example.Workflow0: not tried because the workflow"
                + " org.example.Workflow0 is not registered");
    assertThat(report.isComplete()).isFalse();
    assertThat(report.summary())
        .matches(
            "3 tasks, 1 workflow, 1 launch plan registered in \\d+\\.\\d s; 0 already there,"
                + " 1 failed, 2 not tried");
    assertThat(server.tasks()).hasSize(3);
    assertThat(server.launchPlans()).hasSize(1);
  }

  @Test
  void whatIsRegisteredWithAnotherContentIsShownFieldByField() {
    register(new ProjectClosure(List.of(task("a.Task", "x", "a")), List.of(), List.of()));

    RegistrationReport report =
        register(
            new ProjectClosure(
                List.of(task("a.Task", "x", "b"), task("b.Task")), List.of(), List.of()));

    assertThat(report.entities())
        .extracting(EntityReport::toString)
        .containsExactly(
            "task a.Task: version 1 is registered with another content, which never changes;"
                + " register under a new version. What differs:\n"
                + "  template.container.args[1]: registered \"a\", here \"b\"",
            "task b.Task: registered");
  }

  @Test
  void referencesToWhatThePackageHasNotAreTheServersToFind() {
    register(new ProjectClosure(List.of(task("a.Task")), List.of(), List.of()));

    RegistrationReport report =
        register(
            new ProjectClosure(
                List.of(),
                List.of(
                    workflow("a.Found", taskNode("n", "a.Task", "")),
                    workflow("b.Lost", taskNode("n", "b.Task", ""))),
                List.of()));

    assertThat(report.entities().get(0).result()).isEqualTo(new EntityResult.Created());
    assertThat(report.entities().get(1).toString())
        .startsWith("workflow b.Lost: flyteadmin refused it: failed to compile workflow for [")
        .contains("missing entity of type TASK")
        .contains("b.Task");
  }

  @Test
  void theListenerHearsOfEachEntityOnce() {
    List<String> heard = Collections.synchronizedList(new ArrayList<>());

    new Registration(
            client,
            RegistrationOptions.defaults()
                .withListener(
                    (entity, done, total) ->
                        heard.add(done + "/" + total + " " + entity.id().kind())))
        .register(ClosedPackages.of(2));

    assertThat(heard).containsExactly("1/4 task", "2/4 task", "3/4 workflow", "4/4 launch plan");
  }

  @Test
  void noMoreCallsThanAllowedAreUnderWay() {
    server.faults().latency(Duration.ofMillis(20));

    new Registration(client, RegistrationOptions.defaults().withConcurrency(7))
        .register(ClosedPackages.of(40));

    assertThat(server.calls().greatestConcurrency()).isEqualTo(7);
  }

  @Test
  void anEmptyPackageIsRegisteredAtOnce() {
    assertThat(register(new ProjectClosure(List.of(), List.of(), List.of())).summary())
        .isEqualTo("nothing to do: 0 already there");
  }

  @Test
  void anEntityThatIsThereTwiceIsRefused() {
    assertThatThrownBy(
            () ->
                register(
                    new ProjectClosure(
                        List.of(task("a.Task"), task("a.Task", "b")), List.of(), List.of())))
        .hasMessage(
            "the package holds the task a.Task of flytesnacks, development, version 1 twice: give"
                + " one of them another name, or remove it");
  }

  @Test
  void aConcurrencyBelowOneIsRefused() {
    assertThatThrownBy(() -> RegistrationOptions.defaults().withConcurrency(0))
        .hasMessage("concurrency 0 is too small: give a number of 1 or more");
  }
}
