package org.flytekitplugins.jflyte.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
import org.flytekitplugins.jflyte.fixtures.TaskPackages;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.flytekitplugins.jflyte.testing.junit.LocalFlyteAdminExtension;
import org.flytekitplugins.jflyte.testing.propeller.LocalPropeller;
import org.flytekitplugins.jflyte.testing.propeller.PackageRegistration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** From sources to outputs: what {@code register} has sent runs from what it has staged. */
@Timeout(120)
final class RunRegisteredTest {
  @RegisterExtension
  static final LocalFlyteAdminExtension FLYTE =
      LocalFlyteAdminExtension.of(LocalFlyteAdmin.builder().propeller(LocalPropeller.create()));

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

  @BeforeAll
  static void register(LocalFlyteAdmin flyteadmin) {
    String worker = "TrainingContext.current().replica().toString().equals(\"worker-0\")";
    Path directory =
        TaskPackages.in(folder.resolve("package"))
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
                "Alpine",
                "@Override public List<String> getCommand() { return List.of(\"no-such\"); }")
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
            .workflow("Trained", "return builder.apply(\"train\", new Train(), x).getOutputs();")
            .launchPlans(
                "Plans",
                "return List.of("
                    + "SdkLaunchPlan.of(new Part()).withName(\"com.acme.Nightly\").withFixedInput(\"x\", 21L),"
                    + "SdkLaunchPlan.of(new Part()).withName(\"com.acme.Usual\").withDefaultInput(\"x\", 4L));")
            .build();
    PackageRegistration.of(directory.toString()).stagedIn(folder.resolve("staging")).at(flyteadmin);
  }

  private static Execution start(FlyteClient client, Launch.Builder what) {
    return client.launch(what.build()).join();
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
  void partsBranchesAndDynamicTasksRun(FlyteClient client) {
    Execution run = start(client, Launch.workflow("com.acme.Whole").inputs(Map.of("x", number(2))));

    // Twice is 4, two steps make 6, which is large.
    assertThat(output(run)).isEqualTo(60);
    assertThat(run.nodes().join())
        .extracting(node -> String.join("/", node.path()) + " " + node.phase())
        .containsExactly(
            "part SUCCEEDED",
            "part/twice SUCCEEDED",
            "steps SUCCEEDED",
            "steps/first SUCCEEDED",
            "steps/second SUCCEEDED",
            "choice SUCCEEDED",
            "choice/large SUCCEEDED");
  }

  @Test
  void launchPlansHaveDefaultsAndFixedInputs(FlyteClient client) {
    assertThat(output(start(client, Launch.launchPlan("com.acme.Nightly")))).isEqualTo(42);
    assertThat(output(start(client, Launch.launchPlan("com.acme.Usual")))).isEqualTo(8);
    assertThat(output(start(client, Launch.launchPlan("com.acme.Usual").input("x", number(5)))))
        .isEqualTo(10);
  }

  @Test
  void whoseWorkerFailsSaysWhichAndWhy(FlyteClient client) {
    Execution run =
        start(client, Launch.workflow("com.acme.Trained").inputs(Map.of("x", number(-1))));

    assertThat(failure(run))
        .startsWith("worker-0 failed: java.lang.IllegalStateException: no rows");
  }

  @Test
  void executionsRunBesideEachOther(FlyteClient client) {
    List<Execution> dynamic = new ArrayList<>();
    List<Execution> trainings = new ArrayList<>();
    for (int i = 1; i <= 2; i++) {
      trainings.add(start(client, task("Train", i)));
      dynamic.add(start(client, task("Steps", i)));
    }

    assertThat(trainings).extracting(RunRegisteredTest::output).containsExactly(10L, 20L);
    assertThat(dynamic).extracting(RunRegisteredTest::output).containsExactly(3L, 4L);
  }

  @Test
  void launchPlansOfOtherRegistrationsAreRefused(LocalFlyteAdmin flyteadmin, FlyteClient client) {
    PackageRegistration.of(launching().toString())
        .as("flytesnacks", "development", "later")
        .stagedIn(folder.resolve("staging"))
        .at(flyteadmin);

    assertThat(failure(start(client, launchingNow())))
        .isEqualTo(
            "node plan of workflow com.acme.Launching runs launch plan com.acme.Part of another"
                + " registration (flytesnacks/development, version test), which the played"
                + " propeller does not run: leave it out of what is tested here");
  }

  @Test
  void launchPlansOfTheOnlyPackageRunWithinTheirNode() {
    Path directory = launching();
    try (LocalFlyteAdmin flyteadmin =
            LocalFlyteAdmin.builder()
                .propeller(LocalPropeller.builder().packagePath(directory + "/*").build())
                .start();
        FlyteClient client =
            FlyteClient.builder("flytesnacks", "development")
                .environment(Map.of())
                .endpoint(flyteadmin.endpoint())
                .plaintext(true)
                .build()) {
      Path part =
          TaskPackages.in(folder.resolve("part"))
              .task("Twice", "return 2 * x;")
              .workflow("Part", PART)
              .build();
      PackageRegistration.of(part.toString()).at(flyteadmin);
      PackageRegistration.of(directory.toString())
          .as("flytesnacks", "development", "later")
          .at(flyteadmin);

      Execution run = start(client, launchingNow());

      assertThat(output(run)).isEqualTo(14);
      assertThat(run.nodes().join())
          .extracting(node -> String.join("/", node.path()) + " " + node.phase())
          .containsExactly("plan SUCCEEDED", "plan/twice SUCCEEDED");
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
  void whatCannotRunHereIsSaid(FlyteClient client) {
    assertThat(
            failure(
                start(client, Launch.workflow("com.acme.Shipped").inputs(Map.of("x", number(1))))))
        .startsWith("node alpine: task com.acme.Alpine")
        .contains("no-such");
  }
}
