package org.flytekitplugins.jflyte.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.fixtures.TaskPackages;
import org.flytekitplugins.jflyte.loading.PackageClassPath;
import org.flytekitplugins.spi.TaskContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workflows of plain tasks, in this process. */
class PlainWorkflowTest {
  private static final String DOUBLE =
      "return builder.apply(\"twice\", new Twice(), x).getOutputs();";

  @TempDir private Path folder;
  private final Recorder recorder = new Recorder();

  @Test
  void nodesSubWorkflowsBranchesLaunchPlansAndDynamicTasksMakeOneTree() {
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .task("Twice", "return 2 * x;")
            .task("Next", "return x + 1;")
            .workflow("Part", DOUBLE)
            .workflow("Launched", DOUBLE)
            .launchPlans(
                "Plans",
                "return List.of(SdkLaunchPlan.of(new Launched()).withName(\"Plan\")"
                    + ".withFixedInput(\"x\", 21L));")
            .dynamicTask(
                "Steps",
                """
                SdkBindingData<Long> value = x;
                for (int i = 0; i < 2; i++) {
                  value = builder.apply("step-" + i, new Next(), value).getOutputs();
                }
                return builder.apply("part", new Part(), value).getOutputs();
                """)
            .workflow(
                "Whole",
                """
                var part = builder.apply("part", new Part(), x).getOutputs();
                var made = builder.apply("made", new Steps(), part).getOutputs();
                var plan = builder.apply(
                    "plan",
                    SdkRemoteLaunchPlan.create(
                        "development", "flytetester", "Plan", SdkTypes.nulls(),
                        SdkLiteralTypes.integers().asSdkType("y"))).getOutputs();
                return builder.apply(
                    "choice",
                    SdkConditions.when(
                            "large", SdkConditions.gt(made, SdkBindingDataFactory.of(10L)), new Next(), plan)
                        .otherwise("small", new Twice(), plan)).getOutputs();
                """)
            .build();

    assertThat(Running.run(directory, "com.acme.Whole", 3, folder.resolve("run"), recorder))
        .isEqualTo(43);

    assertThat(recorder.events)
        .containsExactly(
            "part WORKFLOW RUNNING",
            "part/twice TASK RUNNING",
            "part/twice TASK SUCCEEDED",
            "part WORKFLOW SUCCEEDED",
            "plan LAUNCH_PLAN RUNNING",
            "plan/twice TASK RUNNING",
            "plan/twice TASK SUCCEEDED",
            "plan LAUNCH_PLAN SUCCEEDED",
            "made DYNAMIC RUNNING",
            "made/step-0 TASK RUNNING",
            "made/step-0 TASK SUCCEEDED",
            "made/step-1 TASK RUNNING",
            "made/step-1 TASK SUCCEEDED",
            "made/part WORKFLOW RUNNING",
            "made/part/twice TASK RUNNING",
            "made/part/twice TASK SUCCEEDED",
            "made/part WORKFLOW SUCCEEDED",
            "made DYNAMIC SUCCEEDED",
            "choice BRANCH RUNNING",
            "choice/large TASK RUNNING",
            "choice/large TASK SUCCEEDED",
            "choice BRANCH SUCCEEDED");
  }

  @Test
  void aWorkflowIsLaunchedByItsNameWithoutALaunchPlanOfThePackage() {
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .task("Twice", "return 2 * x;")
            .workflow("Launched", DOUBLE)
            .workflow(
                "Whole",
                """
                return builder.apply(
                    "plan",
                    SdkRemoteLaunchPlan.create(
                        "development", "flytetester", "com.acme.Launched",
                        SdkLiteralTypes.integers().asSdkType("x"),
                        SdkLiteralTypes.integers().asSdkType("y")),
                    x).getOutputs();
                """)
            .build();

    assertThat(Running.run(directory, "com.acme.Whole", 21, folder.resolve("run"), recorder))
        .isEqualTo(42);
  }

  @Test
  void whatIsRecoverableIsTriedAgainAsOftenAsTheTaskSays() {
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .task(
                "Flaky",
                """
                Path file = Path.of(System.getProperty("java.io.tmpdir"), "jflyte-flaky-" + x);
                long before = Files.exists(file) ? Files.size(file) : 0;
                Files.writeString(file, "x".repeat((int) before + 1));
                if (before < 2) {
                  throw new RecoverableException("not yet");
                }
                Files.delete(file);
                return before;
                """,
                "@Override public int getRetries() { return 2; }")
            .workflow("Whole", "return builder.apply(\"flaky\", new Flaky(), x).getOutputs();")
            .build();

    long unique = System.nanoTime();
    assertThat(Running.run(directory, "com.acme.Whole", unique, folder.resolve("run"), recorder))
        .isEqualTo(2);

    assertThat(recorder.events)
        .containsExactly(
            "flaky TASK RUNNING",
            "flaky attempt 1: org.flytekitplugins.spi.RecoverableException: not yet (at"
                + " com.acme.Flaky:16)",
            "flaky attempt 2: org.flytekitplugins.spi.RecoverableException: not yet (at"
                + " com.acme.Flaky:16)",
            "flaky TASK SUCCEEDED");
  }

  @Test
  void anotherAttemptOfADynamicTaskRunsItsNodesAnew() {
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .task("Next", "return x + 1;")
            .task(
                "Flaky",
                """
                Path file = Path.of(System.getProperty("java.io.tmpdir"), "jflyte-flaky-" + x);
                if (!Files.exists(file)) {
                  Files.createFile(file);
                  throw new RecoverableException("not yet");
                }
                Files.delete(file);
                return x;
                """)
            .dynamicTask(
                "Steps",
                """
                SdkBindingData<Long> next = builder.apply("next", new Next(), x).getOutputs();
                SdkBindingData<Long> y = builder.apply("flaky", new Flaky(), next).getOutputs();
                return builder.apply("last", new Next(), y).getOutputs();
                """,
                "@Override public int getRetries() { return 1; }")
            .workflow("Whole", "return builder.apply(\"made\", new Steps(), x).getOutputs();")
            .build();

    long unique = System.nanoTime();
    assertThat(Running.run(directory, "com.acme.Whole", unique, folder.resolve("run"), recorder))
        .isEqualTo(unique + 2);

    assertThat(recorder.events)
        .containsExactly(
            "made DYNAMIC RUNNING",
            "made/next TASK RUNNING",
            "made/next TASK SUCCEEDED",
            "made/flaky TASK RUNNING",
            "made/flaky TASK FAILED",
            "made/last TASK SKIPPED",
            "made attempt 1: org.flytekitplugins.spi.RecoverableException: not yet (at"
                + " com.acme.Flaky:15)",
            "made/next TASK RUNNING",
            "made/next TASK SUCCEEDED",
            "made/flaky TASK RUNNING",
            "made/flaky TASK SUCCEEDED",
            "made/last TASK RUNNING",
            "made/last TASK SUCCEEDED",
            "made DYNAMIC SUCCEEDED");
  }

  @Test
  void anyOtherFailureEndsTheExecutionWithItsRootCause() {
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .task(
                "Broken",
                "throw new RuntimeException(\"outer\", new Error(\"inner\"));",
                "@Override public int getRetries() { return 5; }")
            .task("Twice", "return 2 * x;")
            .workflow(
                "Part",
                """
                var broken = builder.apply("broken", new Broken(), x).getOutputs();
                return builder.apply("after", new Twice(), broken).getOutputs();
                """)
            .workflow("Whole", "return builder.apply(\"part\", new Part(), x).getOutputs();")
            .build();

    assertThatThrownBy(
            () -> Running.run(directory, "com.acme.Whole", 1, folder.resolve("run"), recorder))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "node part/broken (com.acme.Broken) failed: java.lang.RuntimeException: outer,"
                + " caused by java.lang.Error: inner (at"
                + " com.acme.Broken:12)");

    assertThat(recorder.events)
        .containsExactly(
            "part WORKFLOW RUNNING",
            "part/broken TASK RUNNING",
            "part/broken TASK FAILED",
            "part WORKFLOW FAILED",
            "part/after TASK SKIPPED");
  }

  @Test
  void aContainerTaskThatCannotRunButMustIsRefusedBeforeAnythingRuns() {
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .task("Twice", "return 2 * x;")
            .containerTask("Alpine")
            .workflow(
                "Whole",
                """
                var twice = builder.apply("twice", new Twice(), x).getOutputs();
                return builder.apply("alpine", new Alpine(), twice).getOutputs();
                """)
            .build();

    assertThatThrownBy(
            () -> Running.run(directory, "com.acme.Whole", 1, folder.resolve("run"), recorder))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "node alpine: task com.acme.Alpine has neither a command nor arguments, and Flyte does not"
                + " run what its image runs by itself: override getCommand or getArgs");
    assertThat(recorder.events).isEmpty();
  }

  @Test
  void aContainerTaskInABranchThatIsNotTakenIsInNobodysWay() {
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .task("Twice", "return 2 * x;")
            .containerTask("Alpine")
            .workflow(
                "Whole",
                """
                return builder.apply(
                    "choice",
                    SdkConditions.when(
                            "large", SdkConditions.gt(x, SdkBindingDataFactory.of(10L)), new Alpine(), x)
                        .otherwise("small", new Twice(), x)).getOutputs();
                """)
            .build();

    assertThat(Running.run(directory, "com.acme.Whole", 10, folder.resolve("run"), recorder))
        .isEqualTo(20);
    assertThatThrownBy(
            () -> Running.run(directory, "com.acme.Whole", 11, folder.resolve("run"), recorder))
        .hasMessageStartingWith("node choice/large (com.acme.Alpine) failed: task com.acme.Alpine");
  }

  @Test
  void aTaskOfAnotherProjectSaysWhereItIs() {
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .workflow(
                "Whole",
                """
                return builder.apply(
                    "remote",
                    SdkRemoteTask.create(
                        "production", "labelling", "label",
                        SdkLiteralTypes.integers().asSdkType("x"),
                        SdkLiteralTypes.integers().asSdkType("y")),
                    x).getOutputs();
                """)
            .build();

    assertThatThrownBy(
            () -> Running.run(directory, "com.acme.Whole", 1, folder.resolve("run"), recorder))
        .hasMessage(
            "node remote: task label is registered in project labelling and not in the package, so"
                + " only a cluster can run it: leave it out here, or run it there");
  }

  @Test
  void filesTravelBetweenTasksThroughTaskStorage() {
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .task(
                "Store",
                """
                Path file = Files.writeString(Files.createTempFile("x", ""), "" + x);
                TaskStorage.current().checkpoints().write("last", file);
                Path back = file.resolveSibling(file.getFileName() + "-back");
                TaskStorage.current().download(TaskStorage.current().upload(file), back);
                return Long.parseLong(Files.readString(back));
                """)
            .workflow("Whole", "return builder.apply(\"store\", new Store(), x).getOutputs();")
            .build();

    assertThat(Running.run(directory, "com.acme.Whole", 7, folder.resolve("run"), recorder))
        .isEqualTo(7);
    assertThat(folder.resolve("run/store/attempt-1/checkpoints/last")).hasContent("7");
    assertThat(folder.resolve("run/store/attempt-1/raw")).isDirectory();
  }

  @Test
  void aTaskKnowsItsExecutionItselfAndItsAttempt() throws IOException {
    Path said = folder.resolve("said");
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .task(
                "Say",
                """
                TaskContext context = TaskContext.current();
                Files.writeString(
                    Path.of("SAID"),
                    context.execution().get().name() + " in "
                        + context.execution().get().project() + " runs "
                        + context.task().get().name() + " for the time "
                        + context.attempt() + "\\n",
                    java.nio.file.StandardOpenOption.CREATE,
                    java.nio.file.StandardOpenOption.APPEND);
                if (context.attempt() < 2) {
                  throw new RecoverableException("not yet");
                }
                return x;
                """
                    .replace("SAID", said.toString()),
                "@Override public int getRetries() { return 1; }")
            .workflow("Whole", "return builder.apply(\"say\", new Say(), x).getOutputs();")
            .build();

    Running.run(directory, "com.acme.Whole", 7, folder.resolve("first-run"), recorder);

    assertThat(said)
        .hasContent(
            """
            first-run in flytetester runs com.acme.Say for the time 1
            first-run in flytetester runs com.acme.Say for the time 2
            """);
    assertThat(TaskContext.current().execution()).isEmpty();
  }

  @Test
  void inputsThatAreMissingOrUnknownAreNamed() {
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .task("Next", "return x + 1;")
            .workflow("Whole", "return builder.apply(\"next\", new Next(), x).getOutputs();")
            .build();
    try (LocalPackage localPackage =
        LocalPackage.load(PackageClassPath.ofDirectory(directory), Map.of())) {
      LocalExecution.Builder execution = LocalExecution.builder(localPackage, "com.acme.Whole");

      assertThatThrownBy(() -> execution.build(folder.resolve("run")))
          .isInstanceOf(JflyteException.class)
          .hasMessage("the input x, an integer, is missing: give inputs(...) a value for x");

      execution.inputs(
          Map.of(
              "x", Literal.ofScalar(Scalar.ofPrimitive(Primitive.ofIntegerValue(1))),
              "z", Literal.ofScalar(Scalar.ofPrimitive(Primitive.ofIntegerValue(1)))));
      assertThatThrownBy(() -> execution.build(folder.resolve("run")))
          .isInstanceOf(JflyteException.class)
          .hasMessage(
              "z is no input of workflow com.acme.Whole: leave it out or use one of its inputs (x)");
      assertThat(folder.resolve("run")).doesNotExist();
    }
  }

  @Test
  void whatALibraryDoesNotSayIsSaid() {
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .task("Next", "System.loadLibrary(\"jnitensorflow\"); return x;")
            .workflow("Whole", "return builder.apply(\"next\", new Next(), x).getOutputs();")
            .build();

    assertThatThrownBy(
            () ->
                Running.run(directory, "com.acme.Whole", 1, folder.resolve("run"), new Recorder()))
        .hasMessageMatching(
            "node next \\(com\\.acme\\.Next\\) failed: TensorFlow's native library for \\S+ is not in"
                + " the package: put the jar .* there, in the version of tensorflow-core-api");
  }

  @Test
  void processesThatATaskHasStartedEndWithIt() throws Exception {
    Path pids = Files.createDirectory(folder.resolve("pids"));
    String starts =
        """
        Process child = new ProcessBuilder("sh", "-c", "sleep 600 & echo $! >grandchild; wait")
            .directory(Path.of("%s").toFile()).start();
        Files.writeString(Path.of("%s", "child"), "" + child.pid());
        while (!Files.exists(Path.of("%s", "grandchild"))) Thread.sleep(10);
        if (x == 13) throw new IllegalStateException("unlucky");
        return x + 1;
        """
            .formatted(pids, pids, pids);
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .task("Next", starts)
            .workflow("Whole", "return builder.apply(\"next\", new Next(), x).getOutputs();")
            .build();

    Running.run(directory, "com.acme.Whole", 1, folder.resolve("one"), new Recorder());
    assertThat(living(pids)).isEmpty();

    assertThatThrownBy(
            () ->
                Running.run(directory, "com.acme.Whole", 13, folder.resolve("two"), new Recorder()))
        .hasMessageContaining("unlucky");
    assertThat(living(pids)).isEmpty();
  }

  @Test
  void whatIsStartedWhileTheyEndEndsToo() throws Exception {
    Path pids = Files.createDirectory(folder.resolve("pids"));
    String starts =
        """
        new ProcessBuilder("sh", "-c",
            "trap 'sleep 600 & echo $! >grandchild; sleep 0.3; exit' TERM; echo $$ >child; sleep 600 & wait")
            .directory(Path.of("%s").toFile()).start();
        while (!Files.exists(Path.of("%s", "child"))) Thread.sleep(10);
        return x + 1;
        """
            .formatted(pids, pids);
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .task("Next", starts)
            .workflow("Whole", "return builder.apply(\"next\", new Next(), x).getOutputs();")
            .build();

    Running.run(directory, "com.acme.Whole", 1, folder.resolve("run"), new Recorder());

    assertThat(living(pids)).isEmpty();
  }

  private static List<Long> living(Path pids) throws IOException {
    List<Long> living = new ArrayList<>();
    for (String name : List.of("child", "grandchild")) {
      long pid = Long.parseLong(Files.readString(pids.resolve(name)).strip());
      ProcessHandle.of(pid).filter(ProcessHandle::isAlive).ifPresent(p -> living.add(pid));
    }
    Files.delete(pids.resolve("grandchild"));
    return living;
  }

  @Test
  void aWorkflowThatIsNotThereIsRefusedWithThoseThatAre() {
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .task("Twice", "return 2 * x;")
            .workflow("Part", DOUBLE)
            .build();

    assertThatThrownBy(
            () -> Running.run(directory, "com.acme.Whole", 1, folder.resolve("run"), recorder))
        .hasMessage(
            "the package has no workflow com.acme.Whole: name one that it has (com.acme.Part)");
  }
}
