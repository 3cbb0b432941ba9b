package org.flytekitplugins.jflyte.driver;

import flyteidl.core.Literals.Literal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.execution.failure.LaunchException;
import org.flytekitplugins.jflyte.execution.process.ReplicaConsole;

/** Does what {@link Walk} says until the workflow has ended. */
final class WorkflowDriver {
  private final Plan plan;
  private final ActionNames names;
  private final RunActions runActions;
  private final ReplicaConsole console;
  private final Map<String, ActionState> actions = new HashMap<>();
  private final Set<String> aborted = new HashSet<>();
  private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();

  WorkflowDriver(Plan plan, ActionNames names, RunActions runActions, ReplicaConsole console) {
    this.plan = plan;
    this.names = names;
    this.runActions = runActions;
    this.console = console;
  }

  /**
   * Runs it.
   *
   * @param given the inputs
   * @return its outputs
   * @throws JflyteException if it has failed; the message names the node
   * @throws LaunchException if this attempt cannot go on, and another one may
   */
  Map<String, Literal> run(Map<String, Literal> given) throws InterruptedException {
    Map<String, Literal> inputs = plan.inputs(given);
    RunActions.Watch watch =
        runActions.watch(
            news -> events.add(() -> heard(news)),
            failure ->
                events.add(
                    () -> {
                      throw failure;
                    }));
    try (watch) {
      return drive(inputs);
    } catch (VirtualMachineError e) {
      // It says something of this pod, and nothing of the workflow.
      throw new LaunchException("the driver cannot go on: " + e, e);
    } catch (RuntimeException | Error e) {
      // Nobody goes on with what runs, unless this driver is started again.
      if (FinalFailures.isFinal(e)) {
        actions.forEach(
            (name, state) -> {
              if (state instanceof ActionState.Running) {
                abort(name);
              }
            });
      }
      throw e;
    }
  }

  private Map<String, Literal> drive(Map<String, Literal> inputs) throws InterruptedException {
    hearAll();
    while (true) {
      Step step = Walk.step(plan, inputs, names, actions);
      step.abort().forEach(this::abort);
      for (NodeAction action : step.start()) {
        console.say("starts node " + String.join("/", action.path()) + " as " + action.name());
        runActions.start(action);
        actions.put(action.name(), new ActionState.Running());
      }
      if (step.end() instanceof Step.Succeeded succeeded) {
        return succeeded.outputs();
      }
      if (step.end() instanceof Step.Failed failed) {
        throw new JflyteException(failed.message());
      }
      events.take().run();
      hearAll();
    }
  }

  private void hearAll() {
    for (Runnable event = events.poll(); event != null; event = events.poll()) {
      event.run();
    }
  }

  private void heard(RunActions.News news) {
    ActionState before = actions.get(news.action());
    // What has ended stays so, whatever is told late.
    if (before == null || before instanceof ActionState.Running) {
      actions.put(news.action(), news.state().get());
    }
  }

  /** Ends an action, once. */
  private void abort(String action) {
    if (!aborted.add(action)) {
      return;
    }
    console.say("ends action " + action + ", because the workflow has failed");
    try {
      runActions.abort(action);
    } catch (RuntimeException e) {
      console.say("action " + action + " cannot be ended: " + e.getMessage());
    }
  }
}
