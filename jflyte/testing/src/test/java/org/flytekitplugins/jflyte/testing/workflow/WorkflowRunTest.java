package org.flytekitplugins.jflyte.testing.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flytekitplugins.jflyte.testing.workflow.TaskValues.inputs;
import static org.flytekitplugins.jflyte.testing.workflow.TaskValues.outputs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.fixtures.TaskPackages;
import org.flytekitplugins.spi.RecoverableException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever writes workflows tests them without a cluster. */
class WorkflowRunTest {
  @TempDir private static Path folder;
  private static String classPath = "";

  @BeforeAll
  static void buildPackage() {
    classPath =
        TaskPackages.in(folder.resolve("package"))
                .task("Next", "return x + 1;")
                .training("Train", "TfJob.builder().worker(2)", "return 10 * x;", "")
                .workflow(
                    "Whole",
                    """
                    var next = builder.apply("next", new Next(), x).getOutputs();
                    var far = builder.apply("far", SdkRemoteTask.create(
                        "development", "flytetester", "org.other.Far",
                        SdkLiteralTypes.integers().asSdkType("x"),
                        SdkLiteralTypes.integers().asSdkType("y")), next).getOutputs();
                    return builder.apply("train", new Train(), far).getOutputs();
                    """)
                .launchPlans(
                    "Plans",
                    "return List.of(SdkLaunchPlan.of(new Whole()).withName(\"com.acme.Nightly\")"
                        + ".withFixedInput(\"x\", 21L));")
                .build()
            + "/*";
  }

  private static WorkflowRun whole() {
    return WorkflowRun.ofWorkflow("com.acme.Whole").classPath(classPath);
  }

  @Test
  void tasksAreReplacedByValuesAndFunctions() {
    List<TaskValues> seen = new ArrayList<>();
    TaskValues ended =
        whole()
            .with("x", 7)
            .replace(
                "Far",
                given -> {
                  seen.add(given);
                  return outputs().with("y", given.integer("x") * 2);
                })
            .replace("Train", outputs().with("y", 3))
            .run();

    assertThat(ended.integer("y")).isEqualTo(3);
    assertThat(seen).containsExactly(inputs().with("x", 8L));
  }

  @Test
  void whatIsNotReplacedRuns() {
    assertThat(
            whole()
                .with("x", 7)
                .replace("Far", given -> outputs().with("y", given.integer("x")))
                .singleProcess()
                .run()
                .asMap())
        .containsExactly(java.util.Map.entry("y", 80L));
  }

  @Test
  void aFaultThatDoesNotHappenIsNoSuccess() {
    assertThatThrownBy(
            () ->
                WorkflowRun.ofTask("Train")
                    .classPath(classPath)
                    .with("x", 7)
                    .faults("Train", "worker-1@900")
                    .run())
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "task com.acme.Train: the fault worker-1@900 has not happened: worker-1 has reported no"
                + " step; ask for one that can, or for none");
  }

  @Test
  void aTaskAndALaunchPlanRunByTheirNames() {
    assertThat(WorkflowRun.ofTask("Next").classPath(classPath).with("x", 1).run().integer("y"))
        .isEqualTo(2);
    assertThat(
            WorkflowRun.ofLaunchPlan("Nightly")
                .classPath(classPath)
                .replace("Far", given -> outputs().with("y", given.integer("x")))
                .replace("Train", given -> outputs().with("y", given.integer("x")))
                .run()
                .integer("y"))
        .isEqualTo(22);
  }

  @Test
  void aReplacementThatIsBusyIsTriedAgainAsItsTask() {
    AtomicInteger calls = new AtomicInteger();

    assertThatThrownBy(
            () ->
                whole()
                    .with("x", 7)
                    .replace(
                        "Far",
                        given -> {
                          calls.incrementAndGet();
                          throw new RecoverableException("busy");
                        })
                    .run())
        .isInstanceOf(JflyteException.class)
        .hasMessageStartingWith("node far (org.other.Far) failed")
        .hasMessageContaining("busy");
    assertThat(calls).hasValue(1);
  }

  @Test
  void whatIsNotOfItsTypeIsSaid() {
    assertThatThrownBy(() -> whole().with("x", "seven").run())
        .hasMessage(
            "x of workflow com.acme.Whole is seven (String), but an integer is wanted: give it one");
    assertThatThrownBy(
            () ->
                WorkflowRun.ofTask("Next")
                    .classPath(classPath)
                    .with("x", 1)
                    .replace("Next", outputs().with("y", 0.5))
                    .run())
        .hasMessageContaining(
            "y of the replacement of task Next is 0.5 (Double), but an integer is wanted");
    assertThatThrownBy(() -> whole().run())
        .hasMessage("the input x, an integer, is missing: give inputs(...) a value for x");
    assertThatThrownBy(() -> whole().replace("Trian", outputs()).with("x", 1).run())
        .hasMessageContaining("Trian is no task of the package");
  }

  @Test
  void nothingStaysBehind() throws Exception {
    Path kept = folder.resolve("kept");
    assertThat(
            WorkflowRun.ofTask("Next")
                .classPath(classPath)
                .with("x", 1)
                .folder(kept)
                .run()
                .integer("y"))
        .isEqualTo(2);
    assertThat(kept).isDirectory();
  }
}
