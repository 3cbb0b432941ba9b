package org.flytekitplugins.jflyte.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flytekitplugins.client.Execution;
import org.flytekitplugins.client.ExecutionPhase;
import org.flytekitplugins.client.ExecutionStatus;
import org.flytekitplugins.client.FlyteClient;
import org.flytekitplugins.client.Launch;
import org.flytekitplugins.jflyte.Flyte;
import org.flytekitplugins.jflyte.fixtures.TaskPackages;
import org.flytekitplugins.jflyte.testing.PlayedFlyte;
import org.flytekitplugins.jflyte.testing.propeller.LocalPropeller;
import org.flytekitplugins.jflyte.testing.propeller.PackageRegistration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * From sources to outputs, on either Flyte: what {@code register} has sent runs from what it has
 * staged.
 */
@Timeout(120)
@ParameterizedClass
@EnumSource
final class RunRegisteredTest {
  private static final String PART =
      "return builder.apply(\"twice\", new Twice(), x).getOutputs();";

  private static final String LAUNCHING =
      """
      return builder.apply("plan", SdkRemoteLaunchPlan.create(
          "development", "flytesnacks", "com.acme.Part",
          SdkLiteralTypes.integers().asSdkType("x"),
          SdkLiteralTypes.integers().asSdkType("y")), x).getOutputs();
      """;

  @TempDir private static Path folder;
  private static PlayedFlyte server;
  private static FlyteClient client;

  @Parameter private Flyte flyte;

  @BeforeParameterizedClassInvocation
  static void register(Flyte flyte) {
    server = PlayedFlyte.builder(flyte).propeller(LocalPropeller.create()).start();
    client = client(server);
    PackageRegistration.of(built().toString()).stagedIn(folder.resolve("staging")).at(server);
  }

  @AfterParameterizedClassInvocation
  static void close() {
    client.close();
    server.close();
  }

  private static FlyteClient client(PlayedFlyte server) {
    return FlyteClient.builder("flytesnacks", "development")
        .environment(Map.of())
        .endpoint(server.endpoint())
        .plaintext(true)
        .pollInterval(Duration.ofMillis(50))
        .build();
  }

  private static Path built() {
    Path directory = folder.resolve("package");
    if (Files.exists(directory)) {
      return directory;
    }
    String worker = "TrainingContext.current().replica().toString().equals(\"worker-0\")";
    return TaskPackages.in(directory)
        .task("Next", "return x + 1;")
        .task("Twice", "return 2 * x;")
        .training(
            "Train",
            "TfJob.builder().chief(1).worker(1)",
            "if (x < 0 && "
                + worker
                + ") throw new IllegalStateException(\"no rows\");"
                + "if (x < 0) Thread.sleep(60_000); return 10 * x;",
            "")
        .containerTask(
            "Alpine", "@Override public List<String> getCommand() { return List.of(\"no-such\"); }")
        .dynamicTask(
            "Steps",
            """
                var first = builder.apply("first", new Next(), x).getOutputs();
                return builder.apply("second", new Next(), first).getOutputs();
                """)
        .workflow("Part", PART)
        .workflow(
            "Whole",
            """
                var part = builder.apply("part", new Part(), x).getOutputs();
                var steps = builder.apply("steps", new Steps(), part).getOutputs();
                return builder.apply(
                    "choice",
                    SdkConditions.when(
                            "large", SdkConditions.gt(steps, SdkBindingDataFactory.of(5L)), new Train(), steps)
                        .otherwise("small", new Twice(), steps)).getOutputs();
                """)
        .workflow(
            "Shipped",
            """
                var next = builder.apply("next", new Next(), x).getOutputs();
                return builder.apply("alpine", new Alpine(), next).getOutputs();
                """)
        .workflow(
            "Trained",
            "return builder.apply(\"train\", new Train(), x).getOutputs();",
            "@Override public FailureNode getFailureNode() {"
                + " return FailureNode.task(\"com.acme.Next\"); }")
        .launchPlans(
            "Plans",
            "return List.of("
                + "SdkLaunchPlan.of(new Part()).withName(\"com.acme.Nightly\").withFixedInput(\"x\", 21L),"
                + "SdkLaunchPlan.of(new Part()).withName(\"com.acme.Usual\").withDefaultInput(\"x\", 4L));")
        .build();
  }

  private static Execution start(Launch.Builder what) {
    return client.launch(what.build()).join();
  }

  /** What differs. */
  private <T> T on(T flyte1, T flyte2) {
    return flyte == Flyte.ONE ? flyte1 : flyte2;
  }

  /** Names of actions may have a hash of where they are. */
  private static List<String> nodes(Execution run) {
    return run.nodes().join().stream()
        .map(
            node ->
                String.join("/", node.path()).replaceAll("--[a-z2-9]{8}", "") + " " + node.phase())
        .toList();
  }

  private static Literal number(long number) {
    return Literal.ofScalar(Scalar.ofPrimitive(Primitive.ofIntegerValue(number)));
  }

  private static Launch.Builder task(String name, long x) {
    return Launch.task("com.acme." + name).input("x", number(x));
  }

  private static long output(Execution run) {
    ExecutionStatus end = run.watch().join();
    assertThat(end.phase()).as("%s", end.failure()).isEqualTo(ExecutionPhase.SUCCEEDED);
    return run.outputs().join().get("y").scalar().primitive().integerValue();
  }

  private static String failure(Execution run) {
    ExecutionStatus end = run.watch().join();
    assertThat(end.phase()).isEqualTo(ExecutionPhase.FAILED);
    return Objects.requireNonNull(end.failure()).message();
  }

  @Test
  void partsBranchesAndDynamicTasksRun() {
    Execution run = start(Launch.workflow("com.acme.Whole").input("x", number(2)));

    // Twice is 4, two steps make 6, which is large.
    assertThat(output(run)).isEqualTo(60);
    assertThat(nodes(run))
        .containsExactlyElementsOf(
            on(
                List.of(
                    "part SUCCEEDED",
                    "part/twice SUCCEEDED",
                    "steps SUCCEEDED",
                    "steps/first SUCCEEDED",
                    "steps/second SUCCEEDED",
                    "choice SUCCEEDED",
                    "choice/large SUCCEEDED"),
                List.of(
                    "a0 SUCCEEDED",
                    "a0/twice SUCCEEDED",
                    "a0/steps SUCCEEDED",
                    "a0/steps/first SUCCEEDED",
                    "a0/steps/second SUCCEEDED",
                    "a0/large SUCCEEDED")));
  }

  @Test
  void launchPlansHaveDefaultsAndFixedInputs() {
    assertThat(output(start(Launch.launchPlan("com.acme.Nightly")))).isEqualTo(42);
    assertThat(output(start(Launch.launchPlan("com.acme.Usual")))).isEqualTo(8);
    // On Flyte 2 a run by hand takes the defaults as they are.
    if (flyte == Flyte.ONE) {
      assertThat(output(start(Launch.launchPlan("com.acme.Usual").input("x", number(5)))))
          .isEqualTo(10);
    }
  }

  @Test
  void whoseWorkerFailsSaysWhichAndWhyAndTheFailureNodeRuns() {
    Execution run = start(Launch.workflow("com.acme.Trained").input("x", number(-1)));

    assertThat(failure(run))
        .startsWith(
            on("", "node train failed: ")
                + "worker-0 failed: java.lang.IllegalStateException: no rows");
    assertThat(nodes(run))
        .containsExactlyElementsOf(
            on(
                List.of("train FAILED", "on-failure SUCCEEDED"),
                List.of("a0 FAILED", "a0/train FAILED", "a0/on-failure SUCCEEDED")));
  }

  @Test
  void executionsRunBesideEachOther() {
    List<Execution> dynamic = new ArrayList<>();
    List<Execution> trainings = new ArrayList<>();
    for (int i = 1; i <= 2; i++) {
      trainings.add(start(task("Train", i)));
      dynamic.add(start(task("Steps", i)));
    }

    assertThat(trainings).extracting(RunRegisteredTest::output).containsExactly(10L, 20L);
    assertThat(dynamic).extracting(RunRegisteredTest::output).containsExactly(3L, 4L);
  }

  @Test
  void launchPlansOfOtherRegistrationsRunOnFlyte2Only() {
    PackageRegistration.of(launching().toString())
        .as("flytesnacks", "development", "later")
        .stagedIn(folder.resolve("staging"))
        .at(server);

    Execution run = start(launchingNow());

    if (flyte == Flyte.TWO) {
      assertThat(output(run)).isEqualTo(14);
    } else {
      assertThat(failure(run))
          .isEqualTo(
              "node plan of workflow com.acme.Launching runs launch plan com.acme.Part of another"
                  + " registration (flytesnacks/development, version test), which the played"
                  + " propeller does not run: leave it out of what is tested here");
    }
  }

  @Test
  void launchPlansOfTheOnlyPackageRun() {
    Path directory = launching();
    LocalPropeller propeller = LocalPropeller.builder().packagePath(directory + "/*").build();
    try (PlayedFlyte other = PlayedFlyte.builder(flyte).propeller(propeller).start();
        FlyteClient itsClient = client(other)) {
      Path part =
          TaskPackages.in(folder.resolve("part-" + flyte))
              .task("Twice", "return 2 * x;")
              .workflow("Part", PART)
              .build();
      PackageRegistration.of(part.toString()).at(other);
      PackageRegistration.of(directory.toString())
          .as("flytesnacks", "development", "later")
          .at(other);

      Execution run = itsClient.launch(launchingNow().build()).join();

      assertThat(output(run)).isEqualTo(14);
      assertThat(nodes(run))
          .containsExactlyElementsOf(
              on(
                  List.of("plan SUCCEEDED", "plan/twice SUCCEEDED"),
                  List.of("a0 SUCCEEDED", "a0/plan SUCCEEDED", "a0/plan/twice SUCCEEDED")));
    }
  }

  private static Path launching() {
    return TaskPackages.in(folder.resolve("launching-" + System.nanoTime()))
        .task("Twice", "return 2 * x;")
        .workflow("Part", PART)
        .workflow("Launching", LAUNCHING)
        .build();
  }

  private static Launch.Builder launchingNow() {
    return Launch.workflow("com.acme.Launching").version("later").input("x", number(7));
  }

  @Test
  void whatCannotRunHereIsSaid() {
    assertThat(failure(start(Launch.workflow("com.acme.Shipped").input("x", number(1)))))
        .startsWith(
            on(
                "node alpine: task com.acme.Alpine starts no-such, which is in its image",
                // An action has its task's files only, and a container task has none.
                "node alpine failed: no task of .flytegen.com.acme.Alpine names the files"));
  }
}
