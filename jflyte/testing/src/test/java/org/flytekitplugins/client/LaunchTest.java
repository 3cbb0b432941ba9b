package org.flytekitplugins.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flytekitplugins.client.Cluster.failure;
import static org.flytekitplugins.client.Cluster.id;
import static org.flytekitplugins.client.Cluster.number;
import static org.flytekitplugins.client.Cluster.parse;

import com.google.protobuf.UnknownFieldSet;
import flyteidl.admin.ExecutionOuterClass.ExecutionCreateRequest;
import flyteidl.service.AdminServiceGrpc;
import io.grpc.Status.Code;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flyte.flytekit.SdkBindingDataFactory;
import org.flyte.flytekit.SdkLiteralTypes;
import org.flytekitplugins.client.FlyteException.Reason;
import org.flytekitplugins.client.internal.admin.AdminClient;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent to start something, and what is said if it cannot be started. */
class LaunchTest {
  private final Cluster cluster = new Cluster();
  private final FlyteClient client = cluster.client;

  @AfterEach
  void close() {
    cluster.close();
  }

  private static Literal literal(long value) {
    return Literal.ofScalar(Scalar.ofPrimitive(Primitive.ofIntegerValue(value)));
  }

  private static Launch nightly() {
    return Launch.workflow("com.acme.Nightly").input("i", literal(3)).build();
  }

  private List<ExecutionCreateRequest> requests() {
    return cluster.admin.executionRequests();
  }

  @Test
  void allThatIsSaidIsSent() {
    Execution execution =
        client
            .launch(
                Launch.launchPlan("com.acme.Nightly")
                    .version("1")
                    .input("i", literal(3))
                    .executionName("nightly-7")
                    .label("team", "vision")
                    .annotation("why", "a test")
                    .serviceAccount("trainer")
                    .rawOutputPrefix("s3://bucket/runs")
                    .maxParallelism(4)
                    .overwriteCache(true)
                    .interruptible(false)
                    .build())
            .join();

    ExecutionCreateRequest.Builder expected =
        parse(
            ExecutionCreateRequest.newBuilder(),
            "project: 'flytesnacks' domain: 'development' name: 'nightly-7' spec { launch_plan { "
                + id("LAUNCH_PLAN", "com.acme.Nightly", "1")
                + " } metadata { mode: MANUAL principal: 'flytekit-client' } labels { values { key:"
                + " 'team' value: 'vision' } } annotations { values { key: 'why' value: 'a test' }"
                + " } security_context { run_as { k8s_service_account: 'trainer' } }"
                + " max_parallelism: 4 raw_output_data_config { output_location_prefix:"
                + " 's3://bucket/runs' } interruptible { value: false } } ");
    // overwrite_cache of execution.proto, which flyteidl-protos 0.4.35 has not.
    expected
        .setInputs(number("i", 3))
        .getSpecBuilder()
        .setUnknownFields(
            UnknownFieldSet.newBuilder()
                .addField(22, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                .build());
    assertThat(requests()).containsExactly(expected.build());
    assertThat(execution.id()).isEqualTo(ExecutionId.of("flytesnacks", "development", "nightly-7"));
    assertThat(execution.consoleUrl())
        .isEqualTo(
            "http://127.0.0.1:"
                + cluster.admin.port()
                + "/console/projects/flytesnacks/domains/development/executions/nightly-7");
  }

  @Test
  void whatIsNotSaidIsLeftToTheLaunchPlan() {
    Execution execution = client.launch(nightly()).join();

    assertThat(execution.id().name()).matches("f[0-9a-f]{19}");
    assertThat(requests())
        .containsExactly(
            parse(
                    ExecutionCreateRequest.newBuilder(),
                    "project: 'flytesnacks' domain: 'development' name: '"
                        + execution.id().name()
                        + "' spec { launch_plan { "
                        + id("LAUNCH_PLAN", "com.acme.Nightly", "2")
                        + " } metadata { mode: MANUAL principal: 'flytekit-client' } }")
                .setInputs(number("i", 3))
                .build());
  }

  @Test
  void aTaskIsStartedWithAValueOfItsType() {
    client
        .launch(
            Launch.task("com.acme.Train")
                .version("1")
                .input(SdkLiteralTypes.integers().asSdkType("i"), SdkBindingDataFactory.of(5L))
                .build())
        .join();

    assertThat(requests().get(0).getSpec().getLaunchPlan())
        .isEqualTo(
            parse(
                    flyteidl.core.IdentifierOuterClass.Identifier.newBuilder(),
                    id("TASK", "com.acme.Train", "1"))
                .build());
    assertThat(requests().get(0).getInputs()).isEqualTo(number("i", 5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"com.acme.Nightly", "com.acme.Train"})
  void whateverHasTheNameIsStarted(String name) {
    client.launch(Launch.named(name).input("i", literal(1)).build()).join();

    assertThat(requests().get(0).getSpec().getLaunchPlan().getName()).isEqualTo(name);
  }

  @Test
  void aDefaultOfALaunchPlanNeedNotBeGiven() {
    client.launch(Launch.launchPlan("com.acme.AtNight").build()).join();

    assertThat(cluster.played().inputs()).isEqualTo(number("i", 7));
    LaunchableEntity plan =
        client.find(Launch.launchPlan("com.acme.AtNight").version("1").build()).join();
    assertThat(plan).hasToString("launch plan com.acme.AtNight, version 1");
    assertThat(plan.inputs()).containsOnlyKeys("i");
    assertThat(plan.required()).isEmpty();
  }

  @Test
  void aCallWhoseAnswerIsLostStartsNothingTwice() {
    // The third and the seventh call: those that create.
    var unused = cluster.admin.faults().loseAnswers(0.5, Code.UNAVAILABLE, 8);
    client.launch(nightly()).join();
    client
        .launch(
            Launch.workflow("com.acme.Nightly")
                .input("i", literal(3))
                .executionName("mine")
                .build())
        .join();

    assertThat(cluster.admin.calls().of("CreateExecution")).isEqualTo(4);
    assertThat(cluster.admin.executions()).hasSize(2);
  }

  @Test
  void aNameThatIsTakenIsRefused() {
    Launch mine =
        Launch.workflow("com.acme.Nightly").input("i", literal(3)).executionName("mine").build();
    client.launch(mine).join();

    FlyteException failure = failure(client.launch(mine));

    assertThat(failure.reason()).isEqualTo(Reason.ALREADY_EXISTS);
    assertThat(failure)
        .hasMessage(
            "launch plan com.acme.Nightly, version 2, cannot be started as execution mine: there is"
                + " one of this name; choose another");
  }

  @Test
  void aNameOfSomethingElseIsRefusedThoughTheFirstTryWasLost() {
    client
        .launch(Launch.task("com.acme.Train").input("i", literal(3)).executionName("mine").build())
        .join();
    // The third call: that which creates.
    var unused = cluster.admin.faults().fail(0.3, Code.UNAVAILABLE, 392);

    FlyteException failure =
        failure(
            client.launch(
                Launch.workflow("com.acme.Nightly")
                    .input("i", literal(3))
                    .executionName("mine")
                    .build()));

    assertThat(failure.reason()).isEqualTo(Reason.ALREADY_EXISTS);
    assertThat(cluster.admin.calls().of("CreateExecution")).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"0, true", "59, true", "61, false"})
  void anExecutionThatBeganBeforeTheCallIsSomebodyElses(long secondsBefore, boolean isOurs) {
    client.launch(nightly("mine")).join();
    LaunchableEntity entity = client.find(nightly("mine")).join();
    AdminConfig config = AdminConfig.plaintext(cluster.admin.endpoint());
    try (Connection connection =
        new Connection(
            AdminClient.connect(config),
            ConsoleAddress.of(config, null),
            "flytesnacks",
            "development",
            Duration.ofMillis(5),
            Duration.ofMinutes(1))) {
      ExecutionId id = ExecutionId.of("flytesnacks", "development", "mine");
      Instant begun = createdAt(id).plusSeconds(secondsBefore);
      var unused = cluster.admin.faults().failNext(1, Code.UNAVAILABLE);

      CompletableFuture<Execution> started =
          Executions.startedByName(
              connection,
              id,
              entity.id(),
              begun,
              connection.call(
                  AdminServiceGrpc.getCreateExecutionMethod(),
                  LaunchRequest.of(nightly("mine"), entity, id),
                  "it"));

      if (isOurs) {
        assertThat(started.join().id()).isEqualTo(id);
      } else {
        assertThat(failure(started).reason()).isEqualTo(Reason.ALREADY_EXISTS);
      }
    }
  }

  private Instant createdAt(ExecutionId id) {
    return client.execution(id).status().join().createdAt();
  }

  private static Launch nightly(String name) {
    return Launch.workflow("com.acme.Nightly").input("i", literal(3)).executionName(name).build();
  }

  @Test
  void aFaultOfTheServerIsNamed() {
    var unused = cluster.admin.faults().failNext(1, Code.DATA_LOSS);

    FlyteException failure = failure(client.executions(1));

    assertThat(failure.reason()).isEqualTo(Reason.OTHER);
    assertThat(failure)
        .hasMessage(
            "executions cannot be listed: flyteadmin answered DATA_LOSS, \"injected by"
                + " LocalFlyteAdmin\"; try again, or look at its log");
  }

  @Test
  void whatIsNotThereIsNamedWithWhatIs() {
    assertThat(failure(client.launch(Launch.workflow("com.acme.Nigthly").build())))
        .hasMessage(
            "a launch plan of workflow com.acme.Nigthly is not registered in project flytesnacks,"
                + " domain development: did you mean com.acme.Nightly?");
    assertThat(failure(client.launch(Launch.task("com.acme.Trian").build())))
        .hasMessage(
            "task com.acme.Trian is not registered in project flytesnacks, domain development: did"
                + " you mean com.acme.Train?");
    assertThat(failure(client.launch(Launch.named("Train").build())))
        .hasMessage(
            "a launch plan or task Train is not registered in project flytesnacks, domain"
                + " development: did you mean com.acme.Train?");
    assertThat(failure(client.launch(Launch.launchPlan("Whatever").build())))
        .hasMessage(
            "launch plan Whatever is not registered in project flytesnacks, domain development:"
                + " register it, or look at its name, the project and the domain");
    FlyteException version =
        failure(client.launch(Launch.workflow("com.acme.Nightly").version("3").build()));
    assertThat(version.reason()).isEqualTo(Reason.NOT_FOUND);
    assertThat(version)
        .hasMessage(
            "a launch plan of workflow com.acme.Nightly, version 3, is not registered in project"
                + " flytesnacks, domain development: its latest version is 2");
  }

  @Test
  void aWorkflowWithoutALaunchPlanSaysWhatItLacks() {
    assertThat(failure(client.launch(Launch.named("com.acme.Orphan").build())))
        .hasMessage(
            "a launch plan or task com.acme.Orphan is not registered in project flytesnacks, domain"
                + " development: there is a workflow of this name, which Flyte starts by a launch"
                + " plan only; register it with one, as jflyte does unless told otherwise");
  }

  @Test
  void inputsAreThoseOfWhatIsStarted() {
    assertThat(failure(client.launch(Launch.workflow("com.acme.Nightly").build())))
        .hasMessage(
            "launch plan com.acme.Nightly, version 2, wants the input i, which the launch has not:"
                + " give it");
    assertThat(
            failure(
                client.launch(
                    Launch.workflow("com.acme.Nightly")
                        .inputs(Map.of("i", literal(1), "epochs", literal(2)))
                        .build())))
        .hasMessage(
            "launch plan com.acme.Nightly, version 2, takes no input epochs: leave it out; it takes"
                + " i");
    Literal text = Literal.ofScalar(Scalar.ofPrimitive(Primitive.ofStringValue("three")));
    FlyteException failure =
        failure(client.launch(Launch.workflow("com.acme.Nightly").input("i", text).build()));
    assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
    assertThat(failure)
        .hasMessageStartingWith(
            "launch plan com.acme.Nightly, version 2, cannot be started as execution f")
        .hasMessageContaining("flyteadmin says \"invalid i input wrong type. Expected");
    assertThat(requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Nightly",
        "7",
        "a_b",
        "night-",
        "n1234567890123456789012345678901234567890123456789012345678901234"
      })
  void aNameThatFlyteadminWouldRefuseIsRefusedBefore(String name) {
    assertThatThrownBy(() -> Launch.task("t").executionName(name).build())
        .isInstanceOf(FlyteException.class)
        .hasMessageStartingWith("the execution's name is \"" + name + "\": write lower-case");
  }

  @Test
  void aServerThatStallsIsWaitedForAndThenSaid() {
    List<String> notes = new CopyOnWriteArrayList<>();
    try (FlyteClient hasty =
        cluster.builder().deadline(Duration.ofMillis(200)).notes(notes::add).build()) {
      var unused = cluster.admin.faults().answerNothingFor(Duration.ofMillis(500));

      hasty.launch(nightly()).join();
    }

    assertThat(notes)
        .first()
        .asString()
        .matches(
            "ListLaunchPlans failed \\(no answer within 0.2 s\\): trying again in .*, 2 of 10");
    assertThat(cluster.admin.executions()).hasSize(1);
  }

  @Test
  void aTokenIsAskedForAgainWhenItIsRefused() {
    try (LocalFlyteAdmin guarded = LocalFlyteAdmin.builder().requireToken("new").start();
        FlyteClient client =
            cluster
                .builder()
                .endpoint(guarded.endpoint())
                .token(List.of("old", "new").iterator()::next)
                .build()) {
      assertThat(client.executions(1).join()).isEmpty();
    }
  }

  @Test
  void whoHasNoTokenIsToldSo() {
    try (LocalFlyteAdmin guarded = LocalFlyteAdmin.builder().requireToken("new").start();
        FlyteClient client = cluster.builder().endpoint(guarded.endpoint()).build()) {
      FlyteException failure = failure(client.executions(1));

      assertThat(failure.reason()).isEqualTo(Reason.NOT_PERMITTED);
      assertThat(failure).hasMessageContaining("no token was sent");
    }
  }

  @Test
  void whoSaysNowhereWhereItIsIsToldSo() {
    assertThatThrownBy(
            () -> FlyteClient.builder("p", "d").environment(Map.of("HOME", "/nowhere")).build())
        .isInstanceOf(FlyteException.class)
        .hasMessageStartingWith("nothing says where flyteadmin is: set FLYTE_PLATFORM_URL");
  }
}
