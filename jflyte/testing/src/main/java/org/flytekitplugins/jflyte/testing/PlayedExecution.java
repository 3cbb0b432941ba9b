package org.flytekitplugins.jflyte.testing;

import flyteidl.admin.ExecutionOuterClass.Execution;
import flyteidl.core.Compiler.CompiledWorkflowClosure;
import flyteidl.core.Execution.ExecutionError;
import flyteidl.core.Execution.WorkflowExecution.Phase;
import flyteidl.core.IdentifierOuterClass.NodeExecutionIdentifier;
import flyteidl.core.IdentifierOuterClass.TaskExecutionIdentifier;
import flyteidl.core.IdentifierOuterClass.WorkflowExecutionIdentifier;
import flyteidl.core.Literals.LiteralMap;
import flyteidl.event.Event.WorkflowExecutionEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An execution of a {@link LocalFlyteAdmin} in the hands of whoever plays it. It advances as
 * propeller's events make it, and refuses what flyteadmin refuses: once it has ended, it has ended.
 *
 * <pre>{@code
 * PlayedExecution run = admin.executions().get(0).running();
 * run.node("train").running().task(trainId, 0).running(log).failed(error);
 * run.node("train").failed(error);
 * run.failed(error);
 * }</pre>
 */
public final class PlayedExecution {
  private static final int POLL_MILLIS = 10;

  private final Executions executions;
  private final OffloadedLiterals literals;
  private final WorkflowExecutionIdentifier id;
  private final CompiledWorkflowClosure workflow;
  private final LiteralMap inputs;
  private final @Nullable PlayedAction action;

  PlayedExecution(
      Executions executions,
      OffloadedLiterals literals,
      WorkflowExecutionIdentifier id,
      CompiledWorkflowClosure workflow,
      LiteralMap inputs) {
    this(executions, literals, id, workflow, inputs, null);
  }

  private PlayedExecution(
      Executions executions,
      OffloadedLiterals literals,
      WorkflowExecutionIdentifier id,
      CompiledWorkflowClosure workflow,
      LiteralMap inputs,
      @Nullable PlayedAction action) {
    this.executions = executions;
    this.literals = literals;
    this.id = id;
    this.workflow = workflow;
    this.inputs = inputs;
    this.action = action;
  }

  /** The same as an action of Flyte 2. */
  PlayedExecution as(PlayedAction played) {
    return new PlayedExecution(executions, literals, id, workflow, inputs, played);
  }

  /** The action of Flyte 2 that it is; empty on Flyte 1. */
  public Optional<PlayedAction> action() {
    return Optional.ofNullable(action);
  }

  /** Which one it is. */
  public WorkflowExecutionIdentifier id() {
    return id;
  }

  /** What it runs: of a task, a workflow of one node. */
  public CompiledWorkflowClosure workflow() {
    return workflow;
  }

  /** All inputs, those that the launch plan adds too. */
  public LiteralMap inputs() {
    return inputs;
  }

  /** As GetExecution answers it now. */
  public Execution answer() {
    return executions.execution(true, id);
  }

  /**
   * Waits until it has ended.
   *
   * @param patience how long at most
   * @return as GetExecution answers it then
   * @throws IllegalStateException if it has not ended by then
   */
  public Execution await(Duration patience) throws InterruptedException {
    Instant deadline = Instant.now().plus(patience);
    while (!executions.hasEnded(id)) {
      if (Instant.now().isAfter(deadline)) {
        throw new IllegalStateException(
            "execution " + id.getName() + " has not ended after " + patience + ": " + answer());
      }
      Thread.sleep(POLL_MILLIS);
    }
    return answer();
  }

  /** Its outputs; none before it has succeeded. */
  public LiteralMap outputs() {
    return executions.outputs(id);
  }

  /** It waits. */
  public PlayedExecution queued() {
    return tell(event(Phase.QUEUED));
  }

  /** It runs. */
  public PlayedExecution running() {
    return tell(event(Phase.RUNNING));
  }

  /** It has succeeded. */
  public void succeeded(LiteralMap outputs) {
    tell(event(Phase.SUCCEEDING));
    tell(withOutputs(event(Phase.SUCCEEDED), outputs));
  }

  /** It has failed. */
  public void failed(ExecutionError error) {
    tell(event(Phase.FAILING).setError(error));
    tell(event(Phase.FAILED).setError(error));
  }

  /** It has been aborted, with all of its nodes that had not ended. */
  public void aborted() {
    for (NodeExecutionIdentifier node : executions.runningNodes(id)) {
      PlayedNode played = new PlayedNode(executions, literals, node, "", "");
      for (TaskExecutionIdentifier task : executions.runningTasks(node)) {
        new PlayedTask(executions, task, "").aborted();
      }
      played.aborted();
    }
    tell(event(Phase.ABORTED));
  }

  /**
   * A node of its workflow.
   *
   * @param node its id there
   */
  public PlayedNode node(String node) {
    return new PlayedNode(
        executions,
        literals,
        NodeExecutionIdentifier.newBuilder().setExecutionId(id).setNodeId(node).build(),
        "",
        node);
  }

  private WorkflowExecutionEvent.Builder event(Phase phase) {
    return WorkflowExecutionEvent.newBuilder()
        .setExecutionId(id)
        .setPhase(phase)
        .setOccurredAt(ServerTime.now());
  }

  @SuppressWarnings("deprecation") // propeller sends them
  private static WorkflowExecutionEvent.Builder withOutputs(
      WorkflowExecutionEvent.Builder event, LiteralMap outputs) {
    return event.setOutputData(outputs);
  }

  private PlayedExecution tell(WorkflowExecutionEvent.Builder event) {
    executions.record(event.build());
    return this;
  }
}
