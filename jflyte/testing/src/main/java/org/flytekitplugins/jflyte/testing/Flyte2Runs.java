package org.flytekitplugins.jflyte.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import flyteidl.admin.ExecutionOuterClass.Execution;
import flyteidl.admin.ExecutionOuterClass.ExecutionClosure;
import flyteidl.admin.ExecutionOuterClass.ExecutionTerminateRequest;
import flyteidl.admin.NodeExecutionOuterClass.NodeExecution;
import flyteidl.admin.NodeExecutionOuterClass.NodeExecutionListRequest;
import flyteidl.admin.TaskExecutionOuterClass.TaskExecution;
import flyteidl.admin.TaskExecutionOuterClass.TaskExecutionListRequest;
import flyteidl.core.Compiler.CompiledTask;
import flyteidl.core.Compiler.CompiledWorkflow;
import flyteidl.core.Compiler.CompiledWorkflowClosure;
import flyteidl.core.Execution.ExecutionError;
import flyteidl.core.Execution.WorkflowExecution.Phase;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.IdentifierOuterClass.ResourceType;
import flyteidl.core.Literals.LiteralMap;
import flyteidl.core.Tasks.TaskTemplate;
import flyteidl.core.Workflow.WorkflowTemplate;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.flytekitplugins.client.internal.flyte2.ActionAttempt;
import org.flytekitplugins.client.internal.flyte2.ActionData;
import org.flytekitplugins.client.internal.flyte2.ActionDetails;
import org.flytekitplugins.client.internal.flyte2.ActionError;
import org.flytekitplugins.client.internal.flyte2.ActionKey;
import org.flytekitplugins.client.internal.flyte2.ActionPhase;
import org.flytekitplugins.client.internal.flyte2.NewAction;
import org.flytekitplugins.client.internal.flyte2.RunKey;
import org.flytekitplugins.client.internal.flyte2.RunSettings;
import org.flytekitplugins.client.internal.flyte2.TaskKey;
import org.jspecify.annotations.Nullable;

/**
 * The runs of a {@link LocalFlyte2}. Each action is an execution of its task alone in the hands of
 * a {@link Propeller}; what that tells, is told here in Flyte 2's words.
 */
final class Flyte2Runs {
  private static final int ALL = 1000;
  private static final String REPORT = "report.html";

  private final Flyte2Tasks tasks;
  private final Flyte2Files files;
  private final Propeller propeller;
  private final Supplier<Map<String, String>> services;
  private final Executions executions =
      new Executions(
          new Registry(
              new IdentifierRules(Set.of(), Set.of()),
              new TaskRules(new TaskResourceRules(Map.of()))));
  private final Map<ActionKey, Flyte2Action> actions = new LinkedHashMap<>();

  /**
   * No runs.
   *
   * @param services what all pods find in their environment, once something is started
   */
  Flyte2Runs(
      Flyte2Tasks tasks,
      Flyte2Files files,
      Propeller propeller,
      Supplier<Map<String, String>> services) {
    this.tasks = tasks;
    this.files = files;
    this.propeller = propeller;
    this.services = services;
  }

  /** Starts a task, whatever its inputs are. */
  ActionDetails create(RunKey run, TaskKey task, LiteralMap inputs, RunSettings settings) {
    if (!tasks.has(task)) {
      throw Status.INTERNAL.withDescription("task not found").asRuntimeException();
    }
    ByteString spec = tasks.spec(task);
    Flyte2Action action =
        new Flyte2Action(
            run.root(),
            "",
            "",
            task,
            Flyte2Tasks.template(spec).getType(),
            Flyte2Tasks.withDefaults(spec, inputs),
            settings);
    start(action, spec, "run " + run.name());
    return details(run.root());
  }

  void enqueue(NewAction asked, RunSettings settings) {
    TaskKey task = asked.task();
    TaskTemplate template = Flyte2Tasks.template(asked.taskSpec());
    Identifier id = template.getId();
    start(
        new Flyte2Action(
            asked.id(),
            asked.parent(),
            asked.group(),
            task != null
                ? task
                : TaskKey.of(id.getProject(), id.getDomain(), id.getName(), id.getVersion()),
            template.getType(),
            Flyte2Files.literals(asked.inputUri()),
            settings),
        asked.taskSpec(),
        "action " + asked.id().name());
  }

  private void requireGoing(Flyte2Action parent) {
    if (executions.hasEnded(parent.execution())
        || executions.execution(true, parent.execution()).getClosure().getPhase()
            == Phase.ABORTING) {
      throw Status.FAILED_PRECONDITION
          .withDescription("action " + parent.key().name() + " has ended")
          .asRuntimeException();
    }
  }

  private void start(Flyte2Action action, ByteString spec, String what) {
    synchronized (this) {
      if (!action.parent().isEmpty()) {
        requireGoing(action(action.key().run().action(action.parent())));
      }
      if (actions.putIfAbsent(action.key(), action) != null) {
        throw Status.INTERNAL.withDescription(what + " already exists").asRuntimeException();
      }
      Flyte2Files.write(files.inputs(action.key()), action.inputs().toByteArray());
      executions.start(
          action.execution(), closure(action, Flyte2Tasks.template(spec)), action.inputs());
    }
    propeller.start(played(action));
  }

  private static CompiledWorkflowClosure closure(Flyte2Action action, TaskTemplate template) {
    TaskKey task = action.task();
    Identifier id =
        Identifier.newBuilder()
            .setResourceType(ResourceType.TASK)
            .setProject(task.project())
            .setDomain(task.domain())
            .setName(task.name())
            .setVersion(task.version())
            .build();
    TaskTemplate whole = template.toBuilder().setId(id).build();
    var asked = new SingleTask(id, whole).workflow();
    WorkflowTemplate.Builder workflow =
        asked.getSpec().getTemplate().toBuilder().setId(asked.getId());
    workflow.getNodesBuilder(0).setId(action.key().name());
    return CompiledWorkflowClosure.newBuilder()
        .setPrimary(CompiledWorkflow.newBuilder().setTemplate(workflow))
        .addTasks(CompiledTask.newBuilder().setTemplate(whole))
        .build();
  }

  private synchronized Flyte2Action action(ActionKey key) {
    Flyte2Action action = actions.get(key);
    if (action == null) {
      throw Status.NOT_FOUND.withDescription("action " + key + " not found").asRuntimeException();
    }
    return action;
  }

  /** The actions of a run, in the order in which they were asked for. */
  synchronized List<Flyte2Action> of(RunKey run) {
    return actions.values().stream().filter(one -> one.key().run().equals(run)).toList();
  }

  synchronized List<Flyte2Action> roots(String project, String domain) {
    List<Flyte2Action> roots = new ArrayList<>();
    for (Flyte2Action one : actions.values()) {
      RunKey run = one.key().run();
      if (one.parent().isEmpty() && run.project().equals(project) && run.domain().equals(domain)) {
        roots.add(0, one);
      }
    }
    return roots;
  }

  void abort(RunKey run, String reason) {
    abort(run.root(), reason);
  }

  /** Ends one action, and what is below it. */
  void abort(ActionKey key, String reason) {
    abort(action(key), reason);
    of(key.run()).stream()
        .filter(one -> one.parent().equals(key.name()))
        .forEach(below -> abort(below.key(), reason));
  }

  private void abort(Flyte2Action action, String reason) {
    try {
      executions.terminate(
          ExecutionTerminateRequest.newBuilder()
              .setId(action.execution())
              .setCause(reason)
              .build());
      propeller.abort(executions.played(action.execution()));
    } catch (StatusRuntimeException hasEnded) {
      // Flyte 2 says nothing of it.
    }
  }

  /** What an action was asked for with. */
  RunSettings settings(ActionKey key) {
    return action(key).settings();
  }

  /** How an action is, as GetActionDetails tells it. */
  ActionDetails details(ActionKey key) {
    Flyte2Action action = action(key);
    Execution execution = executions.execution(true, action.execution());
    ExecutionClosure closure = execution.getClosure();
    ActionPhase phase = phase(closure.getPhase());
    Instant start = instant(closure.getStartedAt());
    Instant end = phase.isTerminal() ? instant(closure.getUpdatedAt()) : null;
    List<ActionAttempt> attempts = attempts(action, phase);
    return ActionDetails.builder(key)
        .phase(phase)
        .parent(action.parent())
        .group(action.group())
        .task(action.task())
        .taskType(action.taskType())
        .start(start == null ? instant(closure.getCreatedAt()) : start)
        .end(end)
        .duration(
            start == null || end == null
                ? null
                : Duration.ofMillis(Math.max(1, Duration.between(start, end).toMillis())))
        .attemptCount(Math.max(1, attempts.size()))
        .error(phase == ActionPhase.FAILED ? error(closure.getError(), attempts) : null)
        .abortReason(phase == ActionPhase.ABORTED ? closure.getAbortMetadata().getCause() : null)
        .attempts(attempts)
        .build();
  }

  private static ActionPhase phase(Phase phase) {
    return switch (phase) {
      case UNDEFINED, QUEUED -> ActionPhase.QUEUED;
      case SUCCEEDED -> ActionPhase.SUCCEEDED;
      case FAILED -> ActionPhase.FAILED;
      case ABORTED -> ActionPhase.ABORTED;
      case TIMED_OUT -> ActionPhase.TIMED_OUT;
      default -> ActionPhase.RUNNING;
    };
  }

  private static @Nullable Instant instant(Timestamp at) {
    return at.getSeconds() == 0 ? null : Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
  }

  private static ActionError error(ExecutionError error, List<ActionAttempt> attempts) {
    ActionAttempt last = attempts.isEmpty() ? null : attempts.get(attempts.size() - 1);
    return last != null && last.error() != null ? last.error() : of(error);
  }

  private static ActionError of(ExecutionError error) {
    return ActionError.of(
        error.getMessage(),
        error.getKind() == ExecutionError.ErrorKind.SYSTEM
            ? ActionError.Kind.SYSTEM
            : ActionError.Kind.USER);
  }

  /** The error of an attempt that was tried again is told nowhere. */
  private List<ActionAttempt> attempts(Flyte2Action action, ActionPhase phase) {
    List<TaskExecution> told = tasks(action);
    List<ActionAttempt> attempts = new ArrayList<>();
    for (TaskExecution one : told) {
      boolean isLast = attempts.size() == told.size() - 1;
      int number = one.getId().getRetryAttempt() + 1;
      attempts.add(
          ActionAttempt.of(
              number,
              isLast && phase.isTerminal() ? phase : attemptPhase(one),
              instant(one.getClosure().getCreatedAt()),
              null,
              isLast && phase == ActionPhase.FAILED && one.getClosure().hasError()
                  ? of(one.getClosure().getError())
                  : null,
              Map.of(
                  "Flyte Console", "http://localhost:8080/v2/runs/" + action.key().run().name())));
    }
    return attempts;
  }

  private static ActionPhase attemptPhase(TaskExecution one) {
    return switch (one.getClosure().getPhase()) {
      case FAILED -> ActionPhase.FAILED;
      case SUCCEEDED -> ActionPhase.SUCCEEDED;
      case ABORTED -> ActionPhase.ABORTED;
      case RUNNING -> ActionPhase.RUNNING;
      default -> ActionPhase.QUEUED;
    };
  }

  private List<TaskExecution> tasks(Flyte2Action action) {
    return node(action)
        .map(
            node ->
                executions
                    .tasks(
                        TaskExecutionListRequest.newBuilder()
                            .setNodeExecutionId(node.getId())
                            .setLimit(ALL)
                            .build())
                    .getTaskExecutionsList())
        .orElse(List.of());
  }

  private Optional<NodeExecution> node(Flyte2Action action) {
    return executions
        .nodes(
            NodeExecutionListRequest.newBuilder()
                .setWorkflowExecutionId(action.execution())
                .setLimit(ALL)
                .build())
        .getNodeExecutionsList()
        .stream()
        .filter(node -> node.getId().getNodeId().equals(action.key().name()))
        .findFirst();
  }

  ActionData data(ActionKey key) {
    Flyte2Action action = action(key);
    return ActionData.of(
        action.inputs(),
        executions.outputs(action.execution()),
        files.inputs(key).toUri().toString(),
        outputUri(key));
  }

  /** Where the outputs of an action are; empty as long as it has not succeeded. */
  String outputUri(ActionKey key) {
    ActionDetails details = details(key);
    if (!details.phase().isSuccess()) {
      return "";
    }
    Path file = files.attempt(key, details.attemptCount()).resolve("outputs.pb");
    if (!Files.exists(file)) {
      Flyte2Files.write(file, executions.outputs(action(key).execution()).toByteArray());
    }
    return file.toUri().toString();
  }

  /** The report of an attempt. */
  Path report(ActionKey key, int attempt) {
    String deck = node(action(key)).map(node -> node.getClosure().getDeckUri()).orElse("");
    if (deck.isEmpty() || !Files.exists(Path.of(URI.create(deck)))) {
      throw Status.NOT_FOUND.withDescription("no report").asRuntimeException();
    }
    Path report = files.attempt(key, attempt).resolve(REPORT);
    try {
      Flyte2Files.write(report, Files.readAllBytes(Path.of(URI.create(deck))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return report;
  }

  /** The executions that play actions, in the order in which these were asked for. */
  synchronized List<PlayedExecution> played() {
    return actions.values().stream().map(this::played).toList();
  }

  private PlayedExecution played(Flyte2Action action) {
    return executions
        .played(action.execution())
        .as(PlayedAction.of(action, files.base(action.key().run()), services.get()));
  }
}
