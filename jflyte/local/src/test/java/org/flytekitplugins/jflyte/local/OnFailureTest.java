package org.flytekitplugins.jflyte.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.fixtures.TaskPackages;
import org.flytekitplugins.jflyte.loading.PackageClassPath;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs once a workflow has failed. */
class OnFailureTest {
  private static final String BROKEN =
      "node break (com.acme.Break) failed: java.lang.IllegalStateException: row 17 (at"
          + " com.acme.Break:12)";

  @TempDir private static Path folder;
  private static Path directory = Path.of("");

  private final Recorder recorder = new Recorder();

  private static String onFailure(String kind, String name) {
    return "@Override public FailureNode getFailureNode() { return FailureNode."
        + kind
        + "(\"com.acme."
        + name
        + "\"); }";
  }

  @BeforeAll
  static void buildPackage() {
    String breaks = "return builder.apply(\"break\", new Break(), x).getOutputs();";
    directory =
        TaskPackages.in(folder.resolve("package"))
            .task("Break", "throw new IllegalStateException(\"row 17\");")
            .task("Next", "return x + 1;")
            .task(
                "CleanUp",
                "Files.writeString(Path.of(System.getProperty(\"clean.up\")), \"x=\" + x); return x;")
            .task("Messy", "throw new IllegalStateException(\"no broom\");")
            .workflow("Tidy", "return builder.apply(\"tidy\", new CleanUp(), x).getOutputs();")
            .workflow("Flow", breaks, onFailure("task", "CleanUp"))
            .workflow("Nested", breaks, onFailure("workflow", "Tidy"))
            .workflow("Careless", breaks, onFailure("task", "Messy"))
            .workflow("Lost", breaks, onFailure("task", "Nobody"))
            .workflow("Outer", "return builder.apply(\"flow\", new Flow(), x).getOutputs();")
            .workflow(
                "Good",
                "return builder.apply(\"next\", new Next(), x).getOutputs();",
                onFailure("task", "CleanUp"))
            .launchPlans(
                "Plans",
                "return List.of(SdkLaunchPlan.of(new Flow()).withName(\"com.acme.Fixed\")"
                    + ".withFixedInput(\"x\", 7L));")
            .build();
  }

  private Path run(String name) {
    Path written = folder.resolve("written-" + System.nanoTime());
    System.setProperty("clean.up", written.toString());
    try (LocalPackage localPackage =
        LocalPackage.load(PackageClassPath.ofDirectory(directory), Map.of())) {
      LocalTarget target =
          name.equals("com.acme.Fixed")
              ? LocalTarget.launchPlan(localPackage, name)
              : LocalTarget.workflow(localPackage, name);
      Map<String, Literal> inputs =
          target.inputs().isEmpty()
              ? Map.of()
              : Map.of("x", Literal.ofScalar(Scalar.ofPrimitive(Primitive.ofIntegerValue(3))));
      LocalExecution.builder(localPackage, target)
          .inputs(inputs)
          .listener(recorder)
          .build(folder.resolve("run-" + System.nanoTime()))
          .run();
    } finally {
      System.clearProperty("clean.up");
    }
    return written;
  }

  private void failing(String name, String sentence) {
    assertThatThrownBy(() -> run(name)).isInstanceOf(JflyteException.class).hasMessage(sentence);
  }

  private static String lastWritten() throws Exception {
    try (var files = Files.list(folder)) {
      Path last =
          files
              .filter(file -> file.getFileName().toString().startsWith("written-"))
              .max(Path::compareTo)
              .orElseThrow();
      String text = Files.readString(last);
      Files.delete(last);
      return text;
    }
  }

  @Test
  void aTaskRunsWithTheInputsOfTheWorkflowThatHasFailed() throws Exception {
    failing("com.acme.Flow", BROKEN);

    assertThat(lastWritten()).isEqualTo("x=3");
    assertThat(recorder.events)
        .containsExactly(
            "break TASK RUNNING",
            "break TASK FAILED",
            "on-failure TASK RUNNING",
            "on-failure TASK SUCCEEDED");
  }

  @Test
  void soItDoesWithTheInputsOfALaunchPlan() throws Exception {
    failing("com.acme.Fixed", BROKEN);

    assertThat(lastWritten()).isEqualTo("x=7");
  }

  @Test
  void aWorkflowMayRunToo() throws Exception {
    failing("com.acme.Nested", BROKEN);

    assertThat(lastWritten()).isEqualTo("x=3");
    assertThat(recorder.events)
        .endsWith("on-failure/tidy TASK SUCCEEDED", "on-failure WORKFLOW SUCCEEDED");
  }

  @Test
  void whatFailsThenDoesNotHideWhatFailedFirst() {
    failing(
        "com.acme.Careless",
        BROKEN
            + "; and its failure node (com.acme.Messy) failed too: java.lang.IllegalStateException:"
            + " no broom (at com.acme.Messy:12)");
  }

  @Test
  void aTaskThatThereIsNotIsNamed() {
    failing(
        "com.acme.Lost",
        BROKEN
            + "; and its failure node (com.acme.Nobody) failed too: the package has no task"
            + " com.acme.Nobody: annotate its class with @AutoService(SdkRunnableTask.class), or"
            + " name one that it has");
  }

  @Test
  void whatIsNotRunOfAPartIsSaid() {
    failing(
        "com.acme.Outer",
        BROKEN.replace("node break", "node flow/break")
            + "; and the failure node of com.acme.Flow (com.acme.CleanUp) is not run, since here only the"
            + " workflow that is started runs its own");
  }

  @Test
  void nothingRunsAfterASuccess() {
    assertThat(run("com.acme.Good")).doesNotExist();
    assertThat(recorder.events).containsExactly("next TASK RUNNING", "next TASK SUCCEEDED");
  }
}
