package org.flytekitplugins.client.internal.flyte2;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import flyteidl.admin.ExecutionOuterClass.AbortMetadata;
import flyteidl.admin.ExecutionOuterClass.Execution;
import flyteidl.admin.ExecutionOuterClass.ExecutionClosure;
import flyteidl.admin.NodeExecutionOuterClass.NodeExecution;
import flyteidl.admin.NodeExecutionOuterClass.NodeExecutionClosure;
import flyteidl.admin.NodeExecutionOuterClass.NodeExecutionMetaData;
import flyteidl.admin.TaskExecutionOuterClass.TaskExecution;
import flyteidl.admin.TaskExecutionOuterClass.TaskExecutionClosure;
import flyteidl.core.Execution.ExecutionError;
import flyteidl.core.Execution.NodeExecution.Phase;
import flyteidl.core.Execution.TaskLog;
import flyteidl.core.Execution.WorkflowExecution;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.IdentifierOuterClass.NodeExecutionIdentifier;
import flyteidl.core.IdentifierOuterClass.ResourceType;
import flyteidl.core.IdentifierOuterClass.TaskExecutionIdentifier;
import flyteidl.core.IdentifierOuterClass.WorkflowExecutionIdentifier;
import flyteidl.event.Event.TaskExecutionMetadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs and actions in Flyte 1's words: a run is an execution, an action a node of it. */
final class ExecutionMessages {
  // Its name beside the outputs; whether it is there is only seen when its address is wanted.
  private static final String REPORT = "report.html";

  private ExecutionMessages() {}

  static WorkflowExecutionIdentifier id(RunKey run) {
    return WorkflowExecutionIdentifier.newBuilder()
        .setProject(run.project())
        .setDomain(run.domain())
        .setName(run.name())
        .build();
  }

  static RunKey run(WorkflowExecutionIdentifier id) {
    return RunKey.of(id.getProject(), id.getDomain(), id.getName());
  }

  static ActionKey action(NodeExecutionIdentifier id) {
    return run(id.getExecutionId()).action(id.getNodeId());
  }

  static Identifier id(TaskKey task) {
    return Identifier.newBuilder()
        .setResourceType(ResourceType.TASK)
        .setProject(task.project())
        .setDomain(task.domain())
        .setName(task.name())
        .setVersion(task.version())
        .build();
  }

  static TaskKey task(Identifier id) {
    return TaskKey.of(id.getProject(), id.getDomain(), id.getName(), id.getVersion());
  }

  static Execution execution(ActionDetails root) {
    ExecutionClosure.Builder closure = ExecutionClosure.newBuilder().setPhase(runPhase(root));
    Instant start = root.start();
    if (start != null) {
      closure.setStartedAt(timestamp(start)).setCreatedAt(timestamp(start));
    }
    java.time.Duration ran = ran(root);
    if (ran != null) {
      closure.setDuration(duration(ran));
    }
    ActionError failure = root.error();
    if (failure != null) {
      closure.setError(error(failure));
    }
    String reason = root.abortReason();
    if (reason != null) {
      closure.setAbortMetadata(AbortMetadata.newBuilder().setCause(reason));
    }
    Execution.Builder execution =
        Execution.newBuilder().setId(id(root.id().run())).setClosure(closure);
    TaskKey task = root.task();
    if (task != null) {
      execution.getSpecBuilder().setLaunchPlan(id(task));
    }
    return execution.build();
  }

  private static WorkflowExecution.Phase runPhase(ActionDetails root) {
    switch (root.phase()) {
      case QUEUED:
        return WorkflowExecution.Phase.QUEUED;
      case WAITING_FOR_RESOURCES:
      case INITIALIZING:
      case RUNNING:
      case PAUSED:
        return WorkflowExecution.Phase.RUNNING;
      case SUCCEEDED:
      case RECOVERED:
        return WorkflowExecution.Phase.SUCCEEDED;
      case FAILED:
        return WorkflowExecution.Phase.FAILED;
      case ABORTED:
        return WorkflowExecution.Phase.ABORTED;
      case TIMED_OUT:
        return WorkflowExecution.Phase.TIMED_OUT;
      default:
        return WorkflowExecution.Phase.UNDEFINED;
    }
  }

  /**
   * An action as a node.
   *
   * @param isParent whether there are actions below it
   */
  static NodeExecution node(ActionDetails action, boolean isParent) {
    NodeExecutionClosure.Builder closure =
        NodeExecutionClosure.newBuilder().setPhase(nodePhase(action));
    Instant start = action.start();
    if (start != null) {
      closure.setStartedAt(timestamp(start)).setCreatedAt(timestamp(start));
    }
    java.time.Duration ran = ran(action);
    if (ran != null) {
      closure.setDuration(duration(ran));
    }
    ActionError failure = action.error();
    if (failure != null) {
      closure.setError(error(failure));
    }
    if (action.attemptCount() > 0) {
      closure.setDeckUri(REPORT);
    }
    return NodeExecution.newBuilder()
        .setId(
            NodeExecutionIdentifier.newBuilder()
                .setExecutionId(id(action.id().run()))
                .setNodeId(action.id().name()))
        .setMetadata(
            NodeExecutionMetaData.newBuilder()
                .setSpecNodeId(action.id().name())
                .setIsParentNode(isParent))
        .setClosure(closure)
        .build();
  }

  private static Phase nodePhase(ActionDetails action) {
    switch (action.phase()) {
      case WAITING_FOR_RESOURCES:
      case INITIALIZING:
      case RUNNING:
      case PAUSED:
        return Phase.RUNNING;
      case SUCCEEDED:
        return Phase.SUCCEEDED;
      case RECOVERED:
        return Phase.RECOVERED;
      case FAILED:
        return Phase.FAILED;
      case ABORTED:
        return Phase.ABORTED;
      case TIMED_OUT:
        return Phase.TIMED_OUT;
      default:
        return Phase.QUEUED;
    }
  }

  /** The attempts of an action; those of which Flyte tells nothing have a number alone. */
  static List<TaskExecution> attempts(ActionDetails action) {
    List<TaskExecution> all = new ArrayList<>();
    int count = Math.max(action.attemptCount(), last(action));
    for (int number = 1; number <= count; number++) {
      all.add(attempt(action, number, number == count));
    }
    return all;
  }

  private static int last(ActionDetails action) {
    return action.attempts().stream().mapToInt(ActionAttempt::number).max().orElse(0);
  }

  private static TaskExecution attempt(ActionDetails action, int number, boolean isLast) {
    TaskExecutionClosure.Builder closure =
        TaskExecutionClosure.newBuilder()
            .setTaskType(action.taskType())
            .setMetadata(
                TaskExecutionMetadata.newBuilder()
                    .setGeneratedName(
                        action.id().run().name() + "-" + action.id().name() + "-" + (number - 1)));
    ActionError failure = isLast ? action.error() : null;
    for (ActionAttempt told : action.attempts()) {
      if (told.number() == number) {
        told.logs()
            .forEach(
                (name, uri) -> closure.addLogs(TaskLog.newBuilder().setName(name).setUri(uri)));
        failure = told.error() == null ? failure : told.error();
      }
    }
    if (failure != null) {
      closure.setError(error(failure));
    }
    TaskExecutionIdentifier.Builder id =
        TaskExecutionIdentifier.newBuilder()
            .setRetryAttempt(number - 1)
            .setNodeExecutionId(
                NodeExecutionIdentifier.newBuilder()
                    .setExecutionId(id(action.id().run()))
                    .setNodeId(action.id().name()));
    TaskKey task = action.task();
    if (task != null) {
      id.setTaskId(id(task));
    }
    return TaskExecution.newBuilder().setId(id).setClosure(closure).build();
  }

  private static ExecutionError error(ActionError failure) {
    return ExecutionError.newBuilder()
        .setMessage(failure.message())
        .setKind(
            failure.kind() == ActionError.Kind.SYSTEM
                ? ExecutionError.ErrorKind.SYSTEM
                : failure.kind() == ActionError.Kind.USER
                    ? ExecutionError.ErrorKind.USER
                    : ExecutionError.ErrorKind.UNKNOWN)
        .build();
  }

  private static java.time.@Nullable Duration ran(ActionDetails action) {
    Instant start = action.start();
    Instant end = action.end();
    return !action.phase().isTerminal()
        ? null
        : action.duration() != null
            ? action.duration()
            : start == null || end == null ? null : java.time.Duration.between(start, end);
  }

  private static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  private static Duration duration(java.time.Duration duration) {
    return Duration.newBuilder()
        .setSeconds(duration.getSeconds())
        .setNanos(duration.getNano())
        .build();
  }
}
