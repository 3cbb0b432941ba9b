package org.flytekitplugins.jflyte.testing;

import flyteidl.admin.TaskExecutionOuterClass.TaskExecution;
import flyteidl.admin.TaskExecutionOuterClass.TaskExecutionClosure;
import flyteidl.core.Execution.TaskExecution.Phase;
import flyteidl.core.Execution.TaskLog;
import flyteidl.core.IdentifierOuterClass.TaskExecutionIdentifier;
import flyteidl.event.Event.TaskExecutionEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * An attempt of a node's task, as far as events have told.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteadmin/pkg/repositories/transformers/task_execution.go">flyteadmin's
 *     task executions</a>
 */
final class TaskRow {
  private static final Set<Phase> TERMINAL = Set.of(Phase.SUCCEEDED, Phase.FAILED, Phase.ABORTED);

  private final TaskExecutionIdentifier id;
  private final OffloadedLiterals literals;
  private String inputUri = "";
  private int phaseVersion;
  private TaskExecutionClosure closure;

  TaskRow(TaskExecutionEvent first, OffloadedLiterals literals) {
    this.literals = literals;
    id = id(first);
    closure =
        TaskExecutionClosure.newBuilder()
            .setCreatedAt(first.getOccurredAt())
            .setTaskType(first.getTaskType())
            .build();
    record(first);
  }

  static TaskExecutionIdentifier id(TaskExecutionEvent event) {
    return TaskExecutionIdentifier.newBuilder()
        .setTaskId(event.getTaskId())
        .setNodeExecutionId(event.getParentNodeExecutionId())
        .setRetryAttempt(event.getRetryAttempt())
        .build();
  }

  void change(TaskExecutionEvent event) {
    Phase phase = closure.getPhase();
    if (phase == event.getPhase() && event.getPhaseVersion() <= phaseVersion) {
      throw Refusals.alreadyRecorded(
          "have already recorded task execution phase "
              + phase
              + " (version: "
              + event.getPhaseVersion()
              + ") for "
              + Refusals.oneLine(id));
    }
    if (TERMINAL.contains(phase)) {
      throw Refusals.failedPrecondition(
          "invalid phase change from "
              + phase
              + " to "
              + event.getPhase()
              + " for task execution "
              + Refusals.oneLine(id));
    }
    record(event);
  }

  @SuppressWarnings("deprecation") // events carry outputs, which are kept elsewhere
  private void record(TaskExecutionEvent event) {
    if (!event.getInputUri().isEmpty()) {
      inputUri = event.getInputUri();
    }
    phaseVersion = event.getPhaseVersion();
    TaskExecutionClosure.Builder next =
        closure.toBuilder()
            .setPhase(event.getPhase())
            .setUpdatedAt(event.getOccurredAt())
            .clearLogs()
            .addAllLogs(merged(closure.getLogsList(), event.getLogsList()));
    if (!event.getReason().isEmpty()) {
      next.setReason(event.getReason());
    }
    if (event.hasCustomInfo()) {
      next.setCustomInfo(event.getCustomInfo());
    }
    if (event.hasMetadata()) {
      next.setMetadata(event.getMetadata());
    }
    if (event.getPhase() == Phase.RUNNING && !next.hasStartedAt()) {
      next.setStartedAt(event.getOccurredAt());
    }
    if (TERMINAL.contains(event.getPhase())) {
      if (next.hasStartedAt()) {
        next.setDuration(ServerTime.between(next.getStartedAt(), event.getOccurredAt()));
      }
      switch (event.getOutputResultCase()) {
        case OUTPUT_URI -> next.setOutputUri(event.getOutputUri());
        case OUTPUT_DATA -> next.setOutputUri(literals.put(event.getOutputData(), path()));
        case ERROR -> next.setError(event.getError());
        case OUTPUTRESULT_NOT_SET -> {}
      }
    }
    closure = next.build();
  }

  private List<String> path() {
    List<String> path = new ArrayList<>(NodeRow.path(id.getNodeExecutionId()));
    path.add(id.getTaskId().getName());
    path.add(Integer.toString(id.getRetryAttempt()));
    path.add("offloaded_outputs");
    return path;
  }

  /** The latest links, and those from before that they do not stand for. */
  private static List<TaskLog> merged(List<TaskLog> before, List<TaskLog> latest) {
    Set<String> known = new HashSet<>();
    for (TaskLog log : latest) {
      known.add(log.getUri());
      if (!log.getName().isEmpty()) {
        known.add(log.getName());
      }
    }
    List<TaskLog> all = new ArrayList<>(latest);
    for (TaskLog log : before) {
      if (!known.contains(log.getUri()) && !known.contains(log.getName())) {
        all.add(log);
      }
    }
    return all;
  }

  boolean isRunning() {
    return !TERMINAL.contains(closure.getPhase());
  }

  TaskExecution answer() {
    return TaskExecution.newBuilder()
        .setId(id)
        .setInputUri(inputUri)
        .setClosure(closure)
        .setIsParent(false)
        .build();
  }
}
