package org.flytekitplugins.client;

import com.google.auto.value.AutoValue;
import flyteidl.admin.TaskExecutionOuterClass.TaskExecution;
import flyteidl.admin.TaskExecutionOuterClass.TaskExecutionClosure;
import flyteidl.core.Execution.TaskLog;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One try of a node that runs a task. */
@AutoValue
public abstract class TaskAttempt {
  TaskAttempt() {}

  static TaskAttempt of(TaskExecution execution) {
    TaskExecutionClosure closure = execution.getClosure();
    Map<String, String> logs = new LinkedHashMap<>();
    for (TaskLog log : closure.getLogsList()) {
      logs.put(log.getName(), log.getUri());
    }
    return new AutoValue_TaskAttempt(
        execution.getId().getRetryAttempt() + 1,
        execution.getId().getTaskId().getName(),
        execution.getId().getTaskId().getVersion(),
        closure.getTaskType(),
        closure.getMetadata().getGeneratedName(),
        Collections.unmodifiableMap(logs),
        closure.hasError() ? ExecutionFailure.of(closure.getError()) : null);
  }

  /** Its number, from 1 up. */
  public abstract int number();

  /** The task's name. */
  public abstract String task();

  /** The task's version. */
  public abstract String version();

  /** The type of the task, as its template has it, like {@code container}; may be empty. */
  public abstract String taskType();

  /** The name of the pod or job that Flyte made for it; empty as long as it has made none. */
  public abstract String resource();

  /** The links that Flyte has to its logs, by their titles; it has none unless configured. */
  public abstract Map<String, String> logs();

  /** Why it failed; null if it has not. */
  public abstract @Nullable ExecutionFailure failure();
}
