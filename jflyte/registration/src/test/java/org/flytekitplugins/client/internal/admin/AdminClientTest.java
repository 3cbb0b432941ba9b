package org.flytekitplugins.client.internal.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import flyteidl.admin.Common.NamedEntityIdentifier;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanState;
import flyteidl.admin.TaskOuterClass.TaskCreateRequest;
import flyteidl.admin.WorkflowOuterClass.WorkflowCreateRequest;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.IdentifierOuterClass.ResourceType;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.flytekitplugins.client.internal.admin.AdminListener.Retry;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.flytekitplugins.jflyte.registration.ClosedPackages;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdminClientTest {
  private final List<Retry> retries = new CopyOnWriteArrayList<>();
  private LocalFlyteAdmin server;
  private AdminClient client;

  @BeforeEach
  void start() {
    server = LocalFlyteAdmin.start();
    client = client(RetryPolicy.of(10, millis(1), millis(4), Duration.ofSeconds(30)));
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private AdminClient client(RetryPolicy policy) {
    return AdminClient.builder(AdminConfig.plaintext(server.endpoint()))
        .retries(policy)
        .listener(retries::add)
        .build();
  }

  private static Duration millis(int millis) {
    return Duration.ofMillis(millis);
  }

  private static TaskCreateRequest task(String version) {
    TaskCreateRequest.Builder task = ClosedPackages.task("a.Task").toBuilder();
    task.getIdBuilder().setVersion(version);
    return task.build();
  }

  private static NamedEntityIdentifier name(String name) {
    return NamedEntityIdentifier.newBuilder()
        .setProject("flytesnacks")
        .setDomain("development")
        .setName(name)
        .build();
  }

  @Test
  void whatIsCreatedIsThere() {
    assertThat(client.createTask(task("1")).join()).isEqualTo(Creation.created());
    assertThat(client.createTask(task("1")).join()).isEqualTo(Creation.alreadyThere());
    assertThat(client.getTask(task("1").getId()).join()).contains(server.tasks().get(0));
    assertThat(client.getTask(task("2").getId()).join()).isEmpty();
  }

  @Test
  void workflowsAndLaunchPlansToo() {
    var closure = ClosedPackages.of(2);
    closure.tasks().forEach(task -> client.createTask(task).join());
    assertThat(client.createWorkflow(closure.workflows().get(0)).join())
        .isEqualTo(Creation.created());
    assertThat(client.createLaunchPlan(closure.launchPlans().get(0)).join())
        .isEqualTo(Creation.created());
    Identifier plan = closure.launchPlans().get(0).getId();
    client.activateLaunchPlan(plan).join();

    assertThat(client.getWorkflow(closure.workflows().get(0).getId()).join())
        .contains(server.workflows().get(0));
    assertThat(client.getLaunchPlan(plan).join())
        .hasValueSatisfying(
            there -> assertThat(there.getClosure().getState()).isEqualTo(LaunchPlanState.ACTIVE));
  }

  @Test
  void theLatestVersionIsTheOneCreatedLast() {
    for (String version : List.of("3", "1", "2")) {
      client.createTask(task(version)).join();
    }
    var closure = ClosedPackages.of(2);
    closure.tasks().forEach(task -> client.createTask(task).join());
    client.createWorkflow(closure.workflows().get(0)).join();
    client.createLaunchPlan(closure.launchPlans().get(0)).join();

    assertThat(client.latestTask(name("a.Task")).join()).contains(task("2").getId());
    assertThat(client.latestWorkflow(name("org.example.Workflow0")).join())
        .contains(closure.workflows().get(0).getId());
    assertThat(client.latestLaunchPlan(name("org.example.Workflow0")).join())
        .contains(closure.launchPlans().get(0).getId());
    assertThat(client.latestTask(name("b.Task")).join()).isEmpty();
  }

  @Test
  void fieldsNewerThanTheDescriptorsArriveAndComeBack() {
    TaskCreateRequest.Builder task = task("1").toBuilder();
    UnknownFieldSet unknown =
        UnknownFieldSet.newBuilder()
            .addField(
                12,
                UnknownFieldSet.Field.newBuilder()
                    .addLengthDelimited(ByteString.copyFromUtf8("pods"))
                    .build())
            .build();
    task.getSpecBuilder().getTemplateBuilder().getMetadataBuilder().setUnknownFields(unknown);

    client.createTask(task.build()).join();

    assertThat(server.taskRequests()).containsExactly(task.build());
    assertThat(
            client
                .getTask(task.getId())
                .join()
                .orElseThrow()
                .getClosure()
                .getCompiledTask()
                .getTemplate()
                .getMetadata()
                .getUnknownFields())
        .isEqualTo(unknown);
  }

  @Test
  void theVersionOfTheServerIsTold() {
    assertThat(client.version().join().getVersion()).isEqualTo("v1.16.8");
  }

  @Test
  void whatIsRefusedIsToldInTheServersWords() {
    assertThat(client.createTask(TaskCreateRequest.getDefaultInstance()).join())
        .isEqualTo(Creation.refused("missing id"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Code.class,
      names = {"UNAVAILABLE", "DEADLINE_EXCEEDED", "INTERNAL", "RESOURCE_EXHAUSTED"})
  void whatMaySucceedLaterIsTriedAgain(Code code) {
    server.faults().failNext(9, code);

    assertThat(client.createTask(task("1")).join()).isEqualTo(Creation.created());

    assertThat(server.calls().total()).isEqualTo(10);
    assertThat(retries).hasSize(9);
    assertThat(retries.get(8))
        .satisfies(
            retry -> {
              assertThat(retry.call()).isEqualTo("CreateTask");
              assertThat(retry.tried()).isEqualTo(9);
              assertThat(retry.tries()).isEqualTo(10);
              assertThat(retry.pause()).isBetween(millis(2), millis(4));
            });
  }

  @Test
  void tenTriesAreEnough() {
    server.faults().failNext(10, Code.UNAVAILABLE);

    assertThatThrownBy(() -> client.createTask(task("1")).join())
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            AdminException.class,
            failure -> {
              assertThat(failure.code()).isEqualTo(Code.UNAVAILABLE);
              assertThat(failure.everyCallFails()).isTrue();
            })
        .hasMessage(
            "flyteadmin at "
                + server.endpoint()
                + " was not available for CreateTask, at 10 tries (injected by LocalFlyteAdmin):"
                + " try again when it is");
    assertThat(server.calls().total()).isEqualTo(10);
  }

  @ParameterizedTest
  @EnumSource(
      value = Code.class,
      names = {"UNKNOWN", "FAILED_PRECONDITION", "ABORTED", "DATA_LOSS", "OUT_OF_RANGE"})
  void whatWouldFailAgainIsTriedOnce(Code code) {
    server.faults().failNext(1, code);

    assertThatThrownBy(() -> client.createTask(task("1")).join())
        .cause()
        .isInstanceOfSatisfying(
            AdminException.class, failure -> assertThat(failure.everyCallFails()).isFalse())
        .hasMessage(
            "flyteadmin at "
                + server.endpoint()
                + " answered CreateTask with "
                + code
                + ": injected by LocalFlyteAdmin");
    assertThat(server.calls().total()).isEqualTo(1);
  }

  @Test
  void aWorkflowThatDoesNotCompileIsTriedOnceWithAnOlderServerToo() {
    server
        .faults()
        .failNext(
            1,
            Status.INTERNAL.withDescription(
                "failed to compile workflow for [x] with err\n  cycle"));

    assertThatThrownBy(() -> client.createTask(task("1")).join())
        .cause()
        .hasMessage(
            "flyteadmin at "
                + server.endpoint()
                + " answered CreateTask with INTERNAL: failed to compile workflow for [x] with err"
                + " cycle");
    assertThat(server.calls().total()).isEqualTo(1);
  }

  @Test
  void aMessageThatIsTooLargeIsTriedOnce() {
    server
        .faults()
        .failNext(
            1,
            Status.RESOURCE_EXHAUSTED.withDescription(
                "grpc: received message larger than max (5 vs. 4)"));

    assertThatThrownBy(() -> client.createTask(task("1")).join())
        .hasMessageContaining("received message larger than max");
    assertThat(server.calls().total()).isEqualTo(1);
  }

  @Test
  void aCallThatIsNotAnsweredHasAnEnd() {
    server.faults().answerNothingFor(Duration.ofMinutes(5));
    try (AdminClient hasty = client(RetryPolicy.of(2, millis(1), millis(1), millis(200)))) {
      assertThatThrownBy(() -> hasty.version().join())
          .cause()
          .hasMessage(
              "flyteadmin at "
                  + server.endpoint()
                  + " did not answer GetVersion within 0.2 s, at 2 tries: look at the server and"
                  + " at the network, or try again");
    }
    assertThat(retries)
        .singleElement()
        .satisfies(retry -> assertThat(retry.reason()).isEqualTo("no answer within 0.2 s"));
  }

  @Test
  void largeAnswersAreTaken() {
    // A request has 4 MiB at most; an answer has all tasks of a workflow.
    for (String name : List.of("a", "b", "c")) {
      client.createTask(ClosedPackages.task(name, "x".repeat(3 * 1024 * 1024))).join();
    }
    WorkflowCreateRequest workflow =
        ClosedPackages.workflow(
            "w",
            ClosedPackages.taskNode("n", "a", ""),
            ClosedPackages.taskNode("m", "b", ""),
            ClosedPackages.taskNode("o", "c", ""));
    client.createWorkflow(workflow).join();

    assertThat(client.getWorkflow(workflow.getId()).join())
        .hasValueSatisfying(
            answer -> assertThat(answer.getSerializedSize()).isGreaterThan(8 * 1024 * 1024));
  }

  @Test
  @Timeout(60)
  void manyCallsNeedNoThreadEach() throws Exception {
    // Until all are there: on a busy machine the first would be answered before the last is sent.
    server.faults().answerNothingFor(Duration.ofMinutes(5));
    int before = Thread.activeCount();
    for (int i = 0; i < 200; i++) {
      var unused = client.getTask(ClosedPackages.id(ResourceType.TASK, "t" + i));
    }
    while (server.calls().total() < 200) {
      Thread.sleep(1);
    }

    assertThat(Thread.activeCount()).isLessThan(before + 50);
    assertThat(server.calls().greatestConcurrency()).isEqualTo(200);
  }

  @Test
  void callsFailWhenTheClientIsClosed() {
    server.faults().answerNothingFor(Duration.ofMinutes(5));
    AdminClient closed = client(RetryPolicy.of(3, millis(1), millis(1), Duration.ofMinutes(1)));
    var call = closed.version();

    closed.close();

    assertThatThrownBy(call::join).cause().isInstanceOf(AdminException.class);
  }
}
