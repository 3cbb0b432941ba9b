package org.flytekitplugins.jflyte.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import flyteidl.admin.TaskOuterClass.TaskCreateRequest;
import flyteidl.core.Literals.LiteralMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flytekitplugins.client.Execution;
import org.flytekitplugins.client.ExecutionPhase;
import org.flytekitplugins.client.FlyteClient;
import org.flytekitplugins.client.Launch;
import org.flytekitplugins.client.LaunchableEntity;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.flytekitplugins.client.internal.config.Authentication.ClientCredentials;
import org.flytekitplugins.client.internal.config.SecretSource;
import org.flytekitplugins.client.internal.flyte2.ActionDetails;
import org.flytekitplugins.client.internal.flyte2.ActionPhase;
import org.flytekitplugins.client.internal.flyte2.DefaultInputs;
import org.flytekitplugins.client.internal.flyte2.DeployedTask;
import org.flytekitplugins.client.internal.flyte2.Flyte2Client;
import org.flytekitplugins.client.internal.flyte2.RunKey;
import org.flytekitplugins.client.internal.flyte2.RunSettings;
import org.flytekitplugins.client.internal.flyte2.TaskKey;
import org.flytekitplugins.jflyte.closure.ClosureContext;
import org.flytekitplugins.jflyte.closure.NamedImages;
import org.flytekitplugins.jflyte.closure.PackageSource;
import org.flytekitplugins.jflyte.closure.ProjectClosure;
import org.flytekitplugins.jflyte.fixtures.TaskPackages;
import org.flytekitplugins.jflyte.loading.ExecutionVariables;
import org.flytekitplugins.jflyte.loading.PackageClassPath;
import org.flytekitplugins.jflyte.loading.PackageLoader;
import org.flytekitplugins.jflyte.testing.LocalFlyte2;
import org.flytekitplugins.jflyte.testing.PlayedAction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workflows of a package on a played Flyte 2, each run by its driver. */
class DrivenWorkflowTest {
  private static final ExecutionVariables TARGET =
      new ExecutionVariables("digits", "development", "v7");
  private static final RunKey RUN = RunKey.of("digits", "development", "r1");

  @TempDir private Path folder;

  @Test
  void nodesAreActionsOfTheRunAndTheOutputsAreTheWorkflows() throws Exception {
    Path directory =
        packageOf()
            .workflow("Part", "return builder.apply(\"in-part\", new Add(), x).getOutputs();")
            .workflow(
                "Whole",
                """
                var first = builder.apply("first", new Add(), x).getOutputs();
                var part = builder.apply("part", new Part(), first).getOutputs();
                return builder.apply(
                    "which",
                    SdkConditions.when(
                            "high",
                            SdkConditions.gt(part, SdkBindingDataFactory.of(9L)),
                            new Twice(),
                            part)
                        .otherwise("low", new Add(), part)).getOutputs();
                """)
            .build();
    PlayedPods pods = pods();
    try (LocalFlyte2 flyte = flyte(pods)) {
      Flyte2Client client = register(flyte, directory);

      ActionDetails root = run(client, "com.acme.Whole", 10);

      assertThat(root.phase()).isEqualTo(ActionPhase.SUCCEEDED);
      assertThat(output(client)).isEqualTo(24);
      assertThat(client.actions(RUN).join().stream().skip(1))
          .extracting(action -> action.id().name(), ActionDetails::parent, ActionDetails::group)
          .containsExactly(
              tuple("first", "a0", ""),
              tuple(name("part", "in-part"), "a0", "part"),
              tuple(name("which", "high"), "a0", "which"));
    }
  }

  @Test
  void aDriverThatIsKilledGoesOnAndNoNodeRunsTwice() throws Exception {
    Path directory =
        packageOf()
            .workflow(
                "Whole",
                """
                var first = builder.apply("first", new Add(), x).getOutputs();
                var second = builder.apply("second", new Add(), first).getOutputs();
                return builder.apply("third", new Twice(), second).getOutputs();
                """)
            .build();
    PlayedPods pods = pods().driversAreProcesses().hold("second");
    try (LocalFlyte2 flyte = flyte(pods)) {
      Flyte2Client client = register(flyte, directory);
      start(client, "com.acme.Whole", 1);
      await(() -> pods.ran.contains("second"));

      pods.kill();
      await(() -> pods.driverAttempts() == 2);
      pods.release("second");

      assertThat(end(client).phase()).isEqualTo(ActionPhase.SUCCEEDED);
      assertThat(output(client)).isEqualTo(6);
      assertThat(pods.ran).containsExactly("a0", "first", "second", "third");
      assertThat(pods.driverAttempts()).isEqualTo(2);
    }
  }

  @Test
  void aNodeThatFailsIsNamedAndTheOthersAreEnded() throws Exception {
    Path directory =
        packageOf()
            .workflow(
                "Whole",
                """
                builder.apply("beside", new Add(), x);
                return builder.apply("train", new Fail(), x).getOutputs();
                """)
            .build();
    PlayedPods pods = pods().hold("beside");
    try (LocalFlyte2 flyte = flyte(pods)) {
      Flyte2Client client = register(flyte, directory);

      ActionDetails root = run(client, "com.acme.Whole", 1);

      assertThat(root.phase()).isEqualTo(ActionPhase.FAILED);
      assertThat(root.error().message()).isEqualTo("node train failed: no rows");
      assertThat(client.action(RUN.action("beside")).join().phase()).isEqualTo(ActionPhase.ABORTED);
    }
  }

  @Test
  void storageThatFailsForAMomentEndsNothingOfWhatRuns() throws Exception {
    Path directory =
        packageOf()
            .workflow(
                "Whole",
                """
                var beside = builder.apply("beside", new Twice(), x);
                var first = builder.apply("first", new Add(), x).getOutputs();
                return builder.apply("last", new Add().withUpstreamNode(beside), first).getOutputs();
                """)
            .build();
    PlayedPods pods = pods().hold("beside").outputsCannotBeReadAtFirst("first");
    try (LocalFlyte2 flyte = flyte(pods)) {
      Flyte2Client client = register(flyte, directory);
      start(client, "com.acme.Whole", 1);

      await(() -> pods.driverAttempts() == 2);
      assertThat(client.action(RUN.action("beside")).join().phase()).isEqualTo(ActionPhase.RUNNING);
      pods.release("beside");

      assertThat(end(client).phase()).isEqualTo(ActionPhase.SUCCEEDED);
      assertThat(output(client)).isEqualTo(3);
      assertThat(pods.errors)
          .singleElement()
          .asString()
          .startsWith("the outputs of a node cannot be read: cannot read file:");
      assertThat(pods.ran).containsExactlyInAnyOrder("a0", "beside", "first", "last");
    }
  }

  @Test
  void aWorkflowThatIsDoneFailsForNoStorageThatTakesItsOutputsLater() throws Exception {
    Path directory =
        packageOf()
            .workflow("Whole", "return builder.apply(\"first\", new Add(), x).getOutputs();")
            .build();
    PlayedPods pods = pods().outputsCannotBeWrittenAtFirst();
    try (LocalFlyte2 flyte = flyte(pods)) {
      Flyte2Client client = register(flyte, directory);

      assertThat(run(client, "com.acme.Whole", 1).phase()).isEqualTo(ActionPhase.SUCCEEDED);
      assertThat(output(client)).isEqualTo(2);
      assertThat(pods.errors)
          .singleElement()
          .asString()
          .startsWith("the outputs cannot be written: cannot write file:");
      assertThat(pods.ran).containsExactly("a0", "first");
    }
  }

  @Test
  void aDynamicTaskLooksUpWhatItRefersToWithTheOperatorsKey() throws Exception {
    Path directory =
        packageOf()
            .dynamicTask(
                "Steps",
                """
                Thread.currentThread().interrupt();
                return builder.apply(
                    "latest",
                    SdkRemoteTask.create(
                        "development", "digits", "com.acme.Add",
                        SdkLiteralTypes.integers().asSdkType("x"),
                        SdkLiteralTypes.integers().asSdkType("y")),
                    x).getOutputs();
                """)
            .build();
    String key = "elsewhere:443:robot:s3cr3t:acme";
    PlayedPods pods =
        pods().apiKey(Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8)));
    try (LocalFlyte2 flyte =
        LocalFlyte2.builder().requireToken().client("robot", "s3cr3t").propeller(pods).start()) {
      pods.services(flyte.endpoint());
      Flyte2Client client =
          register(
              Flyte2Client.connect(
                  AdminConfig.plaintext(flyte.endpoint())
                      .with(
                          ClientCredentials.of(
                              "robot",
                              SecretSource.ofVariable("SECRET", Map.of("SECRET", "s3cr3t")),
                              List.of(),
                              null,
                              null,
                              false))),
              directory);

      assertThat(run(client, "com.acme.Steps", 1).phase()).isEqualTo(ActionPhase.SUCCEEDED);
      assertThat(output(client)).isEqualTo(2);
    }
  }

  @Test
  void aLaunchPlanIsATaskThatKnowsItsInputs() throws Exception {
    Path directory =
        packageOf()
            .workflow("Whole", "return builder.apply(\"first\", new Add(), x).getOutputs();")
            .launchPlans(
                "Plans",
                """
                return List.of(
                    SdkLaunchPlan.of(new Whole()).withName("nightly").withFixedInput("x", 41L));
                """)
            .build();
    try (LocalFlyte2 flyte = flyte(pods())) {
      Flyte2Client client = register(flyte, directory);

      var unused =
          client
              .createRun(
                  RUN,
                  task("nightly"),
                  LiteralMap.getDefaultInstance(),
                  RunSettings.builder().build())
              .join();

      assertThat(end(client).phase()).isEqualTo(ActionPhase.SUCCEEDED);
      assertThat(output(client)).isEqualTo(42);
    }
  }

  @Test
  void anInputThatALaunchPlanHasADefaultForMayBeGivenAllTheSame() throws Exception {
    Path directory =
        packageOf()
            .workflow("Whole", "return builder.apply(\"first\", new Add(), x).getOutputs();")
            .launchPlans(
                "Plans",
                """
                return List.of(
                    SdkLaunchPlan.of(new Whole()).withName("nightly").withDefaultInput("x", 41L));
                """)
            .build();
    try (LocalFlyte2 flyte = flyte(pods())) {
      assertThat(register(flyte, directory).taskSpec(task("nightly")).join()).isPresent();
      try (FlyteClient asUsers =
          FlyteClient.builder("digits", "development")
              .environment(Map.of("HOME", folder.toString()))
              .endpoint(flyte.endpoint())
              .plaintext(true)
              .pollInterval(Duration.ofMillis(50))
              .build()) {
        Launch nightly = Launch.task("nightly").build();
        LaunchableEntity found = asUsers.find(nightly).join();
        assertThat(found.inputs()).containsOnlyKeys("x");
        assertThat(found.required()).isEmpty();

        Execution alone = asUsers.launch(nightly).join();
        Execution given =
            asUsers.launch(Launch.task("nightly").input("x", integer(7)).build()).join();

        assertThat(alone.watch().join().phase()).isEqualTo(ExecutionPhase.SUCCEEDED);
        assertThat(alone.outputs().join()).containsEntry("y", integer(42));
        assertThat(given.watch().join().phase()).isEqualTo(ExecutionPhase.SUCCEEDED);
        assertThat(given.outputs().join()).containsEntry("y", integer(8));
      }
    }
  }

  @Test
  void whatIsSaidOfARunHoldsForTheActionsThatItsDriverStarts() throws Exception {
    Path directory =
        packageOf()
            .workflow("Whole", "return builder.apply(\"first\", new Add(), x).getOutputs();")
            .build();
    RunSettings settings =
        RunSettings.builder()
            .labels(Map.of("team", "vision"))
            .annotations(Map.of("why", "test"))
            .environment(Map.of("LEVEL", "9"))
            .interruptible(true)
            .rawDataPrefix("s3://bucket/raw")
            .build();
    try (LocalFlyte2 flyte = flyte(pods())) {
      Flyte2Client client = register(flyte, directory);
      var unused = client.createRun(RUN, task("com.acme.Whole"), inputs(1), settings).join();

      assertThat(end(client).phase()).isEqualTo(ActionPhase.SUCCEEDED);
      assertThat(flyte.calls().of("GetRunDetails")).isEqualTo(1);
      PlayedAction first = flyte.executions().get(1).action().orElseThrow();
      assertThat(first.name()).isEqualTo("first");
      assertThat(first.labels()).isEqualTo(settings.labels());
      assertThat(first.annotations()).isEqualTo(settings.annotations());
      assertThat(first.environment()).containsEntry("LEVEL", "9");
    }
  }

  @Test
  void theNodesOfADynamicTaskAreActionsBelowIt() throws Exception {
    Path directory =
        packageOf()
            .dynamicTask(
                "Steps",
                """
                var first = builder.apply("first", new Add(), x).getOutputs();
                return builder.apply("second", new Twice(), first).getOutputs();
                """)
            .workflow("Whole", "return builder.apply(\"steps\", new Steps(), x).getOutputs();")
            .build();
    try (LocalFlyte2 flyte = flyte(pods())) {
      Flyte2Client client = register(flyte, directory);

      assertThat(run(client, "com.acme.Whole", 4).phase()).isEqualTo(ActionPhase.SUCCEEDED);
      assertThat(output(client)).isEqualTo(10);
      ActionNames inSteps = new ActionNames("steps");
      assertThat(client.actions(RUN).join().stream().skip(1))
          .extracting(action -> action.id().name(), ActionDetails::parent)
          .containsExactly(
              tuple("steps", "a0"),
              tuple(inSteps.of(List.of("first")), "steps"),
              tuple(inSteps.of(List.of("second")), "steps"));
    }
  }

  private TaskPackages packageOf() {
    return TaskPackages.in(folder.resolve("package"))
        .task("Add", "return x + 1;")
        .task("Twice", "return 2 * x;")
        .task("Fail", "return x;");
  }

  private PlayedPods pods() {
    return new PlayedPods(folder.resolve("pods"))
        .task("com.acme.Add", x -> x + 1)
        .task("com.acme.Twice", x -> 2 * x)
        .task(
            "com.acme.Fail",
            x -> {
              throw new IllegalArgumentException("no rows");
            });
  }

  private static LocalFlyte2 flyte(PlayedPods pods) {
    LocalFlyte2 flyte = LocalFlyte2.builder().propeller(pods).start();
    pods.services(flyte.endpoint());
    return flyte;
  }

  private static Flyte2Client register(LocalFlyte2 flyte, Path directory) throws IOException {
    return register(Flyte2Client.connect(AdminConfig.plaintext(flyte.endpoint())), directory);
  }

  private static Flyte2Client register(Flyte2Client client, Path directory) throws IOException {
    try (PackageLoader loader = new PackageLoader(PackageClassPath.ofDirectory(directory))) {
      ProjectClosure closure =
          ProjectClosure.of(
              loader.load(TARGET.toEnv()).withDefaultLaunchPlans(),
              new ClosureContext(
                  TARGET,
                  NamedImages.of(Map.of(NamedImages.DEFAULT, "team/image:7")),
                  new PackageSource.InImage(directory + "/*"),
                  (type, project, domain, name) -> "v1"));
      for (TaskCreateRequest task : DriverTasks.in(closure, "team/image:7").tasks()) {
        DeployedTask deployed =
            DeployedTask.of(task.getSpec().getTemplate(), DefaultInputs.in(task.getSpec()));
        client.deployTask(task(task.getId().getName()), deployed.toSpec()).join();
      }
    }
    return client;
  }

  private static TaskKey task(String name) {
    return TaskKey.of("digits", "development", name, "v7");
  }

  private static ActionDetails run(Flyte2Client client, String workflow, long x) {
    start(client, workflow, x);
    return end(client);
  }

  private static void start(Flyte2Client client, String workflow, long x) {
    var unused =
        client.createRun(RUN, task(workflow), inputs(x), RunSettings.builder().build()).join();
  }

  private static Literal integer(long value) {
    return Literal.ofScalar(Scalar.ofPrimitive(Primitive.ofIntegerValue(value)));
  }

  private static LiteralMap inputs(long x) {
    return LiteralMap.newBuilder().putLiterals("x", WalkTest.literal(x)).build();
  }

  private static ActionDetails end(Flyte2Client client) {
    await(() -> client.action(RUN.root()).join().phase().isTerminal());
    return client.action(RUN.root()).join();
  }

  private static long output(Flyte2Client client) {
    return WalkTest.value(client.data(RUN.root()).join().outputs().getLiteralsOrThrow("y"));
  }

  private static String name(String... path) {
    return new ActionNames("a0").of(List.of(path));
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("30 s are over").isLessThan(end);
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
