package org.flytekitplugins.jflyte.testing;

import flyteidl.admin.ExecutionOuterClass.AbortMetadata;
import flyteidl.admin.ExecutionOuterClass.Execution;
import flyteidl.admin.ExecutionOuterClass.ExecutionClosure;
import flyteidl.admin.ExecutionOuterClass.ExecutionState;
import flyteidl.admin.ExecutionOuterClass.ExecutionStateChangeDetails;
import flyteidl.admin.ExecutionOuterClass.LiteralMapBlob;
import flyteidl.core.Compiler.CompiledWorkflowClosure;
import flyteidl.core.Execution.WorkflowExecution.Phase;
import flyteidl.core.IdentifierOuterClass.WorkflowExecutionIdentifier;
import flyteidl.core.Literals.LiteralMap;
import flyteidl.event.Event.WorkflowExecutionEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An execution, as far as events have told.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteadmin/pkg/repositories/transformers/execution.go">flyteadmin's
 *     executions</a>
 */
final class ExecutionRow {
  private static final Set<Phase> TERMINAL =
      Set.of(Phase.SUCCEEDED, Phase.FAILED, Phase.TIMED_OUT, Phase.ABORTED);

  private final CompiledWorkflowClosure workflow;
  private final LiteralMap userInputs;
  private final String inputUri;
  private final OffloadedLiterals literals;
  private final Map<String, NodeRow> nodes = new LinkedHashMap<>();
  private Execution execution;

  ExecutionRow(
      Execution execution,
      CompiledWorkflowClosure workflow,
      LiteralMap userInputs,
      LiteralMap inputs,
      OffloadedLiterals literals) {
    this.execution = execution;
    this.workflow = workflow;
    this.userInputs = userInputs;
    this.literals = literals;
    List<String> path = new ArrayList<>(path(execution.getId()));
    path.add("inputs");
    inputUri = literals.put(inputs, path);
  }

  static List<String> path(WorkflowExecutionIdentifier id) {
    return List.of(id.getProject(), id.getDomain(), id.getName());
  }

  void change(WorkflowExecutionEvent event) {
    Phase phase = execution.getClosure().getPhase();
    if (event.getPhase() != Phase.QUEUED && phase == event.getPhase()) {
      throw Refusals.alreadyRecorded(
          "This phase "
              + phase
              + " was already recorded for workflow execution "
              + Refusals.oneLine(execution.getId()));
    }
    if (TERMINAL.contains(phase)) {
      throw refused("Invalid phase change from " + phase, event);
    }
    if (phase == Phase.RUNNING && event.getPhase() == Phase.QUEUED) {
      throw refused("Cannot go from " + phase, event);
    }
    if (phase == Phase.ABORTING && !TERMINAL.contains(event.getPhase())) {
      throw refused("Invalid phase change from aborting", event);
    }
    record(event);
  }

  private RuntimeException refused(String from, WorkflowExecutionEvent event) {
    return Refusals.failedPrecondition(
        from
            + " to "
            + event.getPhase()
            + " for workflow execution "
            + Refusals.oneLine(execution.getId()));
  }

  @SuppressWarnings("deprecation") // events carry outputs, which are kept elsewhere
  private void record(WorkflowExecutionEvent event) {
    ExecutionClosure.Builder next =
        execution.getClosure().toBuilder()
            .setPhase(event.getPhase())
            .setUpdatedAt(event.getOccurredAt());
    if (event.getPhase() == Phase.RUNNING) {
      next.setStartedAt(event.getOccurredAt());
    } else if (TERMINAL.contains(event.getPhase()) && next.hasStartedAt()) {
      next.setDuration(ServerTime.between(next.getStartedAt(), event.getOccurredAt()));
    }
    switch (event.getOutputResultCase()) {
      case OUTPUT_URI -> next.setOutputs(LiteralMapBlob.newBuilder().setUri(event.getOutputUri()));
      case OUTPUT_DATA -> {
        List<String> path = new ArrayList<>(path(execution.getId()));
        path.add("offloaded_outputs");
        next.setOutputs(
            LiteralMapBlob.newBuilder().setUri(literals.put(event.getOutputData(), path)));
      }
      case ERROR -> next.setError(event.getError());
      case OUTPUTRESULT_NOT_SET -> {}
    }
    execution = execution.toBuilder().setClosure(next).build();
  }

  /** What its user has asked for; its propeller will say when it has ended. */
  void abort(String cause) {
    if (TERMINAL.contains(execution.getClosure().getPhase())) {
      throw Refusals.failedPrecondition("Cannot abort an already terminate workflow execution");
    }
    Execution.Builder next = execution.toBuilder();
    next.getClosureBuilder()
        .setPhase(Phase.ABORTING)
        .setAbortMetadata(AbortMetadata.newBuilder().setCause(cause));
    execution = next.build();
  }

  void setState(ExecutionState state) {
    Execution.Builder next = execution.toBuilder();
    next.getClosureBuilder()
        .setStateChangeDetails(
            ExecutionStateChangeDetails.newBuilder()
                .setState(state)
                .setOccurredAt(ServerTime.now()));
    execution = next.build();
  }

  boolean hasEnded() {
    return TERMINAL.contains(execution.getClosure().getPhase());
  }

  Map<String, NodeRow> nodes() {
    return nodes;
  }

  CompiledWorkflowClosure workflow() {
    return workflow;
  }

  /** The inputs that its user gave. */
  LiteralMap userInputs() {
    return userInputs;
  }

  /** Where the inputs that it runs with are. */
  String inputUri() {
    return inputUri;
  }

  @SuppressWarnings("deprecation") // it is where they are
  String outputUri() {
    return execution.getClosure().getOutputs().getUri();
  }

  Execution answer() {
    return execution;
  }
}
