package org.flytekitplugins.jflyte.tests;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.flytekitplugins.client.NodeStatus;
import org.flytekitplugins.client.TaskAttempt;
import org.flytekitplugins.jflyte.fixtures.TaskPackages;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.flytekitplugins.jflyte.testing.junit.LocalFlyteAdminExtension;
import org.flytekitplugins.jflyte.testing.propeller.LocalPropeller;
import org.flytekitplugins.jflyte.testing.propeller.PackageRegistration;
import org.flytekitplugins.localcluster.FaultPlan;
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
      LocalFlyteAdminExtension.of(
          LocalFlyteAdmin.builder()
              .propeller(
                  LocalPropeller.builder()
                      .faults("Killed", FaultPlan.parse("worker-0@2"))
                      .faults("Fragile", FaultPlan.parse("worker-0@2"))
                      .build()));

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
    String steps = "for (int s = 1; s <= 3; s++) { ProgressLog.current().step(s, Map.of()); }\n";
    String worker = "TrainingContext.current().replica().toString().equals(\"worker-0\")";
    String tillKilled = steps + "if (TaskContext.current().attempt() == 1) Thread.sleep(60_000);";
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .task("Next", "return x + 1;")
            .task("Twice", "return 2 * x;")
            .task(
                "Busy",
                "throw new RecoverableException(\"busy in attempt \" + TaskContext.current().attempt());",
                "@Override public int getRetries() { return 1; }")
            .training(
                "Train",
                "TfJob.builder().chief(1).worker(1)",
                "if (x < 0 && "
                    + worker
                    + ") throw new IllegalStateException(\"no rows\");"
                    + "if (x < 0) Thread.sleep(60_000); return 10 * x;",
                "")
            .training(
                "Killed",
                "TfJob.builder().chief(1).worker(1)",
                tillKilled + " return 10 * x;",
                "@Override public int getRetries() { return 1; }")
            .training(
                "Fragile", "TfJob.builder().chief(1).worker(1)", tillKilled + " return 10 * x;", "")
            .training(
                "Crashing",
                "TfJob.builder().worker(w -> w.replicas(1).restartPolicy(RestartPolicy.ON_FAILURE))"
                    + ".runPolicy(r -> r.backoffLimit(6))",
                """
                Path starts = Path.of("%s");
                Files.writeString(starts, "x", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                if (Files.size(starts) <= 5) { Runtime.getRuntime().halt(7); }
                return Files.size(starts);
                """
                    .formatted(folder.resolve("starts")),
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

  private static List<TaskAttempt> attempts(Execution run) {
    List<TaskAttempt> attempts = new ArrayList<>();
    for (NodeStatus node : run.nodes().join()) {
      attempts.addAll(run.attempts(node).join());
    }
    return attempts;
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
  void aKilledWorkerIsNamedAndItsTaskTriedAgain(FlyteClient client) {
    Execution run = start(client, task("Killed", 3));

    assertThat(output(run)).isEqualTo(30);
    List<TaskAttempt> attempts = attempts(run);
    assertThat(attempts).hasSize(2);
    assertThat(Objects.requireNonNull(attempts.get(0).failure()).message())
        .startsWith("worker-0 exited with code 137");
    assertThat(attempts.get(1).failure()).isNull();
  }

  @Test
  void withoutRetriesAKilledWorkerEndsTheExecution(FlyteClient client) {
    assertThat(failure(start(client, task("Fragile", 3))))
        .startsWith("worker-0 exited with code 137");
  }

  @Test
  void aTaskIsTriedAsOftenAsItSays(FlyteClient client) {
    Execution run = start(client, task("Busy", 3));

    assertThat(failure(run)).contains("busy in attempt 2");
    assertThat(attempts(run))
        .extracting(attempt -> Objects.requireNonNull(attempt.failure()).summary())
        .satisfiesExactly(
            first -> assertThat(first).contains("busy in attempt 1"),
            second -> assertThat(second).contains("busy in attempt 2"));
  }

  @Test
  void nobodyWaitsForTheKubelet(FlyteClient client) {
    long before = System.nanoTime();

    // Of the waits before the restarts, none, 10 s, 20 s, 40 s and 80 s, nothing passes here.
    assertThat(output(start(client, task("Crashing", 0)))).isEqualTo(6);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(60));
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
