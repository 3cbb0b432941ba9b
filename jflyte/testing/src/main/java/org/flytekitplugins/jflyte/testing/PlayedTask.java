package org.flytekitplugins.jflyte.testing;

import flyteidl.admin.TaskExecutionOuterClass.TaskExecution;
import flyteidl.core.Execution.ExecutionError;
import flyteidl.core.Execution.TaskExecution.Phase;
import flyteidl.core.Execution.TaskLog;
import flyteidl.core.IdentifierOuterClass.NodeExecutionIdentifier;
import flyteidl.core.IdentifierOuterClass.TaskExecutionIdentifier;
import flyteidl.core.Literals.LiteralMap;
import flyteidl.event.Event.TaskExecutionEvent;
import flyteidl.event.Event.TaskExecutionMetadata;
import java.util.List;

/** An attempt of a node's task of a {@link PlayedExecution}. */
public final class PlayedTask {
  private final Executions executions;
  private final TaskExecutionIdentifier id;
  private final String type;

  PlayedTask(Executions executions, TaskExecutionIdentifier id, String type) {
    this.executions = executions;
    this.id = id;
    this.type = type;
  }

  /** Which one it is. */
  public TaskExecutionIdentifier id() {
    return id;
  }

  /** As GetTaskExecution answers it now. */
  public TaskExecution answer() {
    return executions.task(id);
  }

  /** It waits. */
  public PlayedTask queued() {
    return tell(event(Phase.QUEUED));
  }

  /** Its pods are being made. */
  public PlayedTask initializing(String reason) {
    return tell(event(Phase.INITIALIZING).setReason(reason));
  }

  /** It runs, and there are its logs. */
  public PlayedTask running(TaskLog... logs) {
    return tell(event(Phase.RUNNING).addAllLogs(List.of(logs)));
  }

  /** It has succeeded. */
  public void succeeded(LiteralMap outputs) {
    tell(withOutputs(event(Phase.SUCCEEDED), outputs));
  }

  /** It has failed. */
  public void failed(ExecutionError error) {
    tell(event(Phase.FAILED).setError(error));
  }

  /** It has been aborted. */
  public void aborted() {
    tell(event(Phase.ABORTED));
  }

  private TaskExecutionEvent.Builder event(Phase phase) {
    return TaskExecutionEvent.newBuilder()
        .setTaskId(id.getTaskId())
        .setParentNodeExecutionId(id.getNodeExecutionId())
        .setRetryAttempt(id.getRetryAttempt())
        .setPhase(phase)
        .setTaskType(type)
        .setMetadata(TaskExecutionMetadata.newBuilder().setGeneratedName(generatedName()))
        .setEventVersion(1)
        .setOccurredAt(ServerTime.now());
  }

  // What its pod or job is called; of nodes within others propeller makes a hash.
  private String generatedName() {
    NodeExecutionIdentifier node = id.getNodeExecutionId();
    return node.getExecutionId().getName() + "-" + node.getNodeId() + "-" + id.getRetryAttempt();
  }

  @SuppressWarnings("deprecation") // propeller sends them
  private static TaskExecutionEvent.Builder withOutputs(
      TaskExecutionEvent.Builder event, LiteralMap outputs) {
    return event.setOutputData(outputs);
  }

  private PlayedTask tell(TaskExecutionEvent.Builder event) {
    executions.record(event.build());
    return this;
  }
}
