package org.flytekitplugins.jflyte.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.fixtures.TaskPackages;
import org.flytekitplugins.jflyte.loading.PackageClassPath;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs besides whole workflows, and what runs in place of tasks. */
class LocalTargetTest {
  @TempDir private static Path folder;
  private static Path directory = Path.of("");

  private final Recorder recorder = new Recorder();

  @BeforeAll
  static void buildPackage() {
    directory =
        TaskPackages.in(folder.resolve("package"))
            .task("Next", "return x + 1;")
            .task("Pid", "return ProcessHandle.current().pid();")
            .task(
                "Flaky",
                "throw new RecoverableException(\"again\");",
                "@Override public int getRetries() { return 1; }")
            .dynamicTask("Steps", "return builder.apply(\"step\", new Next(), x).getOutputs();")
            .workflow("Whole", "return builder.apply(\"next\", new Next(), x).getOutputs();")
            .workflow("Where", "return builder.apply(\"pid\", new Pid(), x).getOutputs();")
            .workflow("Tried", "return builder.apply(\"flaky\", new Flaky(), x).getOutputs();")
            .launchPlans(
                "Plans",
                "return List.of("
                    + "SdkLaunchPlan.of(new Whole()).withName(\"com.acme.Fixed\")"
                    + ".withFixedInput(\"x\", 21L),"
                    + "SdkLaunchPlan.of(new Whole()).withName(\"com.acme.Default\")"
                    + ".withDefaultInput(\"x\", 41L));")
            .build();
  }

  private static Map<String, Literal> x(long x) {
    return Map.of("x", number(x));
  }

  private static Literal number(long number) {
    return Literal.ofScalar(Scalar.ofPrimitive(Primitive.ofIntegerValue(number)));
  }

  private long run(
      Function<LocalPackage, LocalTarget> target,
      Map<String, Literal> inputs,
      UnaryOperator<LocalExecution.Builder> more) {
    try (LocalPackage localPackage =
        LocalPackage.load(PackageClassPath.ofDirectory(directory), Map.of())) {
      return more.apply(
              LocalExecution.builder(localPackage, target.apply(localPackage))
                  .inputs(inputs)
                  .listener(recorder))
          .build(folder.resolve("run-" + System.nanoTime()))
          .run()
          .get("y")
          .scalar()
          .primitive()
          .integerValue();
    }
  }

  private long run(Function<LocalPackage, LocalTarget> target, Map<String, Literal> inputs) {
    return run(target, inputs, UnaryOperator.identity());
  }

  private static Function<LocalPackage, LocalTarget> task(String name) {
    return localPackage -> LocalTarget.task(localPackage, name);
  }

  private static Function<LocalPackage, LocalTarget> plan(String name) {
    return localPackage -> LocalTarget.launchPlan(localPackage, name);
  }

  private static Function<LocalPackage, LocalTarget> workflow(String name) {
    return localPackage -> LocalTarget.workflow(localPackage, name);
  }

  @Test
  void aTaskRunsAloneByTheLastPartOfItsName() {
    assertThat(run(task("Next"), x(7))).isEqualTo(8);
    assertThat(recorder.events).containsExactly("Next TASK RUNNING", "Next TASK SUCCEEDED");
  }

  @Test
  void aDynamicTaskRunsAloneWithWhatItMakes() {
    assertThat(run(task("com.acme.Steps"), x(7))).isEqualTo(8);
    assertThat(recorder.events).contains("Steps/step TASK SUCCEEDED");
  }

  @Test
  void aLaunchPlanFixesInputsAndHasDefaults() {
    assertThat(run(plan("Fixed"), Map.of())).isEqualTo(22);
    assertThat(run(plan("Default"), Map.of())).isEqualTo(42);
    assertThat(run(plan("Default"), x(7))).isEqualTo(8);
    assertThat(run(plan("com.acme.Whole"), x(7))).isEqualTo(8);
  }

  @Test
  void whatIsFixedCannotBeGiven() {
    assertThatThrownBy(() -> run(plan("Fixed"), x(7)))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "x is no input of launch plan com.acme.Fixed: leave it out or use one of its inputs"
                + " (none)");
  }

  @Test
  void whatIsMisspelledIsGuessed() {
    assertThatThrownBy(() -> run(task("Nxet"), x(7)))
        .hasMessage(
            "Nxet is no task of the package: name one of com.acme.Flaky, com.acme.Next,"
                + " com.acme.Pid, com.acme.Steps");
    assertThatThrownBy(() -> run(task("com.acme.next"), x(7)))
        .hasMessage("com.acme.next is no task of the package: did you mean com.acme.Next?");
    assertThatThrownBy(() -> run(workflow("com.acme.Whol"), x(7)))
        .hasMessage("the package has no workflow com.acme.Whol: did you mean com.acme.Whole?");
    assertThatThrownBy(() -> run(plan("Fixt"), x(7)))
        .hasMessageStartingWith("Fixt is no launch plan of the package: name one of");
  }

  @Test
  void somethingElseRunsInPlaceOfATask() {
    assertThat(
            run(
                workflow("com.acme.Whole"),
                x(7),
                execution ->
                    execution.replace(
                        "Next",
                        (inputs, wanted) ->
                            Map.of(
                                "y",
                                number(inputs.get("x").scalar().primitive().integerValue() * 10)))))
        .isEqualTo(70);
  }

  @Test
  void aReplacementIsTriedAsOftenAsItsTask() {
    int[] calls = new int[1];
    assertThat(
            run(
                workflow("com.acme.Tried"),
                x(7),
                execution ->
                    execution.replace(
                        "com.acme.Flaky",
                        (inputs, wanted) -> {
                          if (calls[0]++ == 0) {
                            throw new org.flytekitplugins.spi.RecoverableException("busy");
                          }
                          return Map.of("y", number(1));
                        })))
        .isEqualTo(1);
    assertThat(calls[0]).isEqualTo(2);
  }

  @Test
  void aReplacementReturnsAllOutputs() {
    assertThatThrownBy(
            () ->
                run(
                    workflow("com.acme.Whole"),
                    x(7),
                    execution -> execution.replace("Next", (inputs, wanted) -> Map.of())))
        .hasMessageContaining(
            "the replacement of task com.acme.Next does not return y: return all outputs of the"
                + " task (y)");
  }

  @Test
  void plainTasksRunInProcessesOfTheirOwnIfTheyShall() {
    assertThat(run(workflow("com.acme.Where"), x(0))).isEqualTo(ProcessHandle.current().pid());
    assertThat(
            run(workflow("com.acme.Where"), x(0), execution -> execution.separateProcesses(true)))
        .isNotEqualTo(ProcessHandle.current().pid());
  }
}
