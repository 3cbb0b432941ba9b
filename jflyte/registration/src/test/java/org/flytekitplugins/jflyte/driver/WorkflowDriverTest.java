package org.flytekitplugins.jflyte.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flytekitplugins.jflyte.driver.WalkTest.gave;
import static org.flytekitplugins.jflyte.driver.WalkTest.input;
import static org.flytekitplugins.jflyte.driver.WalkTest.inputs;
import static org.flytekitplugins.jflyte.driver.WalkTest.literal;
import static org.flytekitplugins.jflyte.driver.WalkTest.output;
import static org.flytekitplugins.jflyte.driver.WalkTest.plan;
import static org.flytekitplugins.jflyte.driver.WalkTest.task;

import flyteidl.core.Literals.Literal;
import flyteidl.core.Workflow.WorkflowMetadata.OnFailurePolicy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.execution.failure.LaunchException;
import org.flytekitplugins.jflyte.execution.process.ReplicaConsole;
import org.junit.jupiter.api.Test;

/** What a driver does with the actions of a run, and with what it hears of them. */
class WorkflowDriverTest {
  private final Run run = new Run();
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private Plan plan = plan(task("first", input("x")), task("second", output("first")));

  @Test
  void eachNodeIsStartedOnceAndTheOutputsAreTheLastOnes() throws Exception {
    run.whenStarted("first", new ActionState.Running(), gave(4));
    run.whenStarted("second", new ActionState.Running(), gave(5));

    assertThat(drive()).isEqualTo(Map.of("y", literal(5)));
    assertThat(run.calls).containsExactly("watch", "start first", "start second", "close");
    assertThat(said())
        .containsExactly("starts node first as first", "starts node second as second");
  }

  @Test
  void whatIsToldBeforeAnythingIsDoneIsHeardFirst() throws Exception {
    run.known("first", gave(4));
    run.known("second", new ActionState.Running());
    run.known("second", gave(5));

    assertThat(drive()).isEqualTo(Map.of("y", literal(5)));
    assertThat(run.calls).containsExactly("watch", "close");
  }

  @Test
  void newsThatComeLateDoNotUndoAnEnd() throws Exception {
    run.whenStarted("first", gave(4), new ActionState.Running(), new ActionState.Failed("late"));
    run.whenStarted("second", gave(5));

    assertThat(drive()).isEqualTo(Map.of("y", literal(5)));
  }

  @Test
  void whatRunsBesideAFailureIsEndedOnceWhileOneWaitsForIt() {
    plan =
        plan(
            OnFailurePolicy.FAIL_IMMEDIATELY,
            task("first", input("x")),
            task("beside", input("x")));
    run.known("beside", new ActionState.Running());
    run.whenStarted("first", new ActionState.Running(), new ActionState.Failed("no rows"));

    assertThatThrownBy(this::drive)
        .isInstanceOf(JflyteException.class)
        .hasMessage("node first failed: no rows");
    assertThat(run.calls).containsExactly("watch", "start first", "abort beside", "close");
  }

  @Test
  void anActionThatCannotBeEndedIsNamedAndDoesNotHideTheFailure() {
    plan = plan(task("first", input("x")), task("beside", input("x")));
    run.refusal = new JflyteException("Flyte does not allow it");
    run.known("beside", new ActionState.Running());
    run.known("first", new ActionState.Failed("no rows"));

    assertThatThrownBy(this::drive).hasMessage("node first failed: no rows");
    assertThat(said())
        .containsExactly(
            "ends action beside, because the workflow has failed",
            "action beside cannot be ended: Flyte does not allow it");
  }

  @Test
  void aDriverThatIsToldNothingAnyMoreEndsWhatRunsAndSaysWhy() {
    run.whenStarted("first", new ActionState.Running());
    run.breaks = new JflyteException("Flyte does not let this task watch the run");

    assertThatThrownBy(this::drive).isSameAs(run.breaks);
    assertThat(run.calls).containsExactly("watch", "start first", "close", "abort first");
  }

  @Test
  void aDriverThatIsStartedAgainLeavesWhatRunsToItself() {
    run.whenStarted("first", new ActionState.Running());
    run.breaks = new LaunchException("Flyte is away", new IOException("connection refused"));

    assertThatThrownBy(this::drive).isSameAs(run.breaks);
    assertThat(run.calls).containsExactly("watch", "start first", "close");
  }

  @Test
  void aDriverThatHasNoMemoryIsStartedAgainAndLeavesWhatRunsToItself() {
    plan = plan(task("first", input("x")), task("beside", input("x")));
    run.known("beside", new ActionState.Running());
    run.failsToStart = new OutOfMemoryError("Java heap space");

    assertThatThrownBy(this::drive)
        .isInstanceOf(LaunchException.class)
        .hasMessage("the driver cannot go on: java.lang.OutOfMemoryError: Java heap space");
    assertThat(run.calls).containsExactly("watch", "start first", "close");
  }

  private Map<String, Literal> drive() throws InterruptedException {
    ReplicaConsole console =
        new ReplicaConsole(new PrintStream(said, true, StandardCharsets.UTF_8), "");
    return new WorkflowDriver(plan, new ActionNames("a0"), run, console).run(inputs(3));
  }

  private List<String> said() {
    return said.toString(StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.replace("[jflyte] ", ""))
        .toList();
  }

  /** A run whose actions become what a test says as soon as they are started. */
  private static final class Run implements RunActions {
    final List<String> calls = new ArrayList<>();
    RuntimeException breaks;
    JflyteException refusal;
    Error failsToStart;

    private final Map<String, List<ActionState>> onceStarted = new HashMap<>();
    private final List<News> known = new ArrayList<>();
    private Consumer<News> listener;
    private Consumer<RuntimeException> broken;

    void known(String action, ActionState state) {
      known.add(new News(action, () -> state));
    }

    void whenStarted(String action, ActionState... states) {
      onceStarted.put(action, List.of(states));
    }

    @Override
    public void start(NodeAction action) {
      calls.add("start " + action.name());
      if (failsToStart != null) {
        throw failsToStart;
      }
      onceStarted
          .getOrDefault(action.name(), List.of())
          .forEach(state -> listener.accept(new News(action.name(), () -> state)));
      if (breaks != null) {
        broken.accept(breaks);
      }
    }

    @Override
    public void abort(String action) {
      calls.add("abort " + action);
      if (refusal != null) {
        throw refusal;
      }
    }

    @Override
    public Watch watch(Consumer<News> news, Consumer<RuntimeException> failure) {
      calls.add("watch");
      listener = news;
      broken = failure;
      known.forEach(news);
      return () -> calls.add("close");
    }
  }
}
