package org.flytekitplugins.jflyte.testing.propeller;

import flyteidl.core.Compiler.CompiledTask;
import flyteidl.core.Execution.ExecutionError;
import flyteidl.core.Execution.TaskLog;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.IdentifierOuterClass.ResourceType;
import flyteidl.core.Literals.LiteralMap;
import flyteidl.core.Tasks.TaskTemplate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flyte.api.v1.Literal;
import org.flytekitplugins.jflyte.idl.LiteralIdl;
import org.flytekitplugins.jflyte.local.AttemptFailure;
import org.flytekitplugins.jflyte.local.LocalExecutionListener;
import org.flytekitplugins.jflyte.local.NodeKind;
import org.flytekitplugins.jflyte.local.NodeState;
import org.flytekitplugins.jflyte.local.NodeStatus;
import org.flytekitplugins.jflyte.testing.PlayedExecution;
import org.flytekitplugins.jflyte.testing.PlayedNode;
import org.flytekitplugins.jflyte.testing.PlayedTask;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.localcluster.JobListener;
import org.flytekitplugins.spi.RecoverableException.Origin;
import org.jspecify.annotations.Nullable;

/**
 * Tells flyteadmin of nodes and attempts what propeller tells.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flytepropeller/pkg/controller/nodes/executor.go">executor.go</a>
 */
final class NodeEvents implements LocalExecutionListener {
  private static final Set<NodeKind> WITH_TASK =
      EnumSet.of(NodeKind.TASK, NodeKind.CONTAINER, NodeKind.TRAINING, NodeKind.DYNAMIC);

  /** A node that has begun. */
  private static final class Told {
    final PlayedNode played;
    final NodeKind kind;
    final String specNode;
    int attempt;
    boolean dynamic;
    @Nullable AttemptFailure failure;

    Told(PlayedNode played, NodeKind kind, String specNode) {
      this.played = played;
      this.kind = kind;
      this.specNode = specNode;
    }
  }

  private final PlayedExecution execution;
  private final Path folder;
  private final Map<String, String> topLevelNames;
  private final Map<String, TaskTemplate> tasks = new HashMap<>();
  private final Map<List<String>, Told> nodes = new HashMap<>();
  private volatile boolean aborting;
  private @Nullable ExecutionError error;

  /**
   * Events of an execution.
   *
   * @param folder where what it writes is
   * @param topLevelNames what nodes are called in the registered workflow, where that is another
   *     name than here
   */
  NodeEvents(PlayedExecution execution, Path folder, Map<String, String> topLevelNames) {
    this.execution = execution;
    this.folder = folder;
    this.topLevelNames = topLevelNames;
    for (CompiledTask task : execution.workflow().getTasksList()) {
      tasks.put(task.getTemplate().getId().getName(), task.getTemplate());
    }
  }

  /** Whatever ends from now on has been aborted, which the execution tells itself. */
  void abort() {
    aborting = true;
  }

  /** Why the first node has failed; null if none has. */
  @Nullable ExecutionError error() {
    return error;
  }

  @Override
  public void started(NodeStatus status, Map<String, Literal> inputs) {
    Told told = begin(status);
    LiteralMap given = LiteralIdl.toIdl(inputs);
    told.played.queued();
    if (!WITH_TASK.contains(status.kind())) {
      told.played.runningAsParent(given);
      return;
    }
    told.played.running(given);
    attempt(told, status);
  }

  private Told begin(NodeStatus status) {
    List<String> path = status.path();
    String own = path.get(path.size() - 1);
    Told told;
    if (path.size() == 1) {
      String name = topLevelNames.getOrDefault(own, own);
      told = new Told(execution.node(name), status.kind(), name);
    } else {
      Told parent = told(path.subList(0, path.size() - 1));
      if (parent.kind == NodeKind.DYNAMIC && !parent.dynamic) {
        parent.dynamic = true;
        parent.played.runningDynamically();
      }
      // Flyte's compiler puts the name of a branch node before those of its branches.
      String name = parent.kind == NodeKind.BRANCH ? parent.specNode + "-" + own : own;
      told = new Told(parent.played.node(parent.attempt, name), status.kind(), name);
    }
    nodes.put(path, told);
    return told;
  }

  private Told told(List<String> path) {
    Told told = nodes.get(path);
    if (told == null) {
      throw new IllegalStateException(path + " has not begun");
    }
    return told;
  }

  private void attempt(Told told, NodeStatus status) {
    PlayedTask task = task(told, status).queued();
    // A job runs when its replicas do; its links tell which these are.
    if (told.kind != NodeKind.TRAINING) {
      task.running(LogLinks.ofPod(told.played.id(), told.attempt).toArray(new TaskLog[0]));
    }
  }

  private PlayedTask task(Told told, NodeStatus status) {
    TaskTemplate template = tasks.get(status.entity());
    Identifier id =
        template == null
            // What only a dynamic task knows is of the same package.
            ? execution.workflow().getPrimary().getTemplate().getId().toBuilder()
                .setResourceType(ResourceType.TASK)
                .setName(status.entity())
                .build()
            : template.getId();
    return told.played.task(id, told.attempt, template == null ? "" : template.getType());
  }

  @Override
  public List<JobListener> jobListeners(NodeStatus status, TrainingCluster cluster) {
    Told told = told(status.path());
    task(told, status)
        .running(LogLinks.ofJob(told.played.id(), told.attempt, cluster).toArray(new TaskLog[0]));
    return List.of();
  }

  @Override
  public void attemptFailed(NodeStatus status, AttemptFailure failure) {
    Told told = told(status.path());
    told.failure = failure;
    if (!aborting && WITH_TASK.contains(told.kind)) {
      task(told, status).failed(error(failure.code(), failure.message(), failure.origin()));
    }
  }

  @Override
  public void retrying(NodeStatus status, String failure) {
    Told told = told(status.path());
    told.attempt++;
    nodes
        .keySet()
        .removeIf(
            path ->
                path.size() > status.path().size()
                    && path.subList(0, status.path().size()).equals(status.path()));
    attempt(told, status);
  }

  @Override
  public void succeeded(NodeStatus status, Map<String, Literal> outputs) {
    Told told = told(status.path());
    LiteralMap all = LiteralIdl.toIdl(outputs);
    if (WITH_TASK.contains(told.kind)) {
      task(told, status).succeeded(all);
    }
    Path deck = deck(status);
    if (Files.exists(deck)) {
      told.played.succeeded(all, deck.toUri().toString());
    } else {
      told.played.succeeded(all);
    }
  }

  private Path deck(NodeStatus status) {
    Path node = folder;
    for (String id : status.path()) {
      node = node.resolve(id);
    }
    return node.resolve("attempt-" + status.attempt())
        .resolve(execution.action().isPresent() ? "report.html" : "deck.html");
  }

  @Override
  public void changed(NodeStatus status) {
    Told told = nodes.get(status.path());
    if (status.state() != NodeState.FAILED || told == null || aborting) {
      return;
    }
    ExecutionError why = told.failure == null ? error : last(told.failure, status.attempt());
    if (why == null) {
      why = error("UnknownError", status.name() + " failed", Origin.USER);
    }
    error = why;
    told.played.failed(why);
  }

  /** What a node says that is not tried again: of a retryable failure, how often it has been. */
  private static ExecutionError last(AttemptFailure failure, int attempts) {
    if (!failure.recoverable()) {
      return error(failure.code(), failure.message(), failure.origin());
    }
    return error(
        "RetriesExhausted|" + failure.code(),
        String.format(
            "[%d/%d] currentAttempt done. Last Error: %s::%s",
            attempts, attempts, failure.origin(), failure.message()),
        failure.origin());
  }

  static ExecutionError error(String code, String message, Origin origin) {
    return ExecutionError.newBuilder()
        .setCode(code)
        .setMessage(message)
        .setKind(
            origin == Origin.SYSTEM
                ? ExecutionError.ErrorKind.SYSTEM
                : ExecutionError.ErrorKind.USER)
        .build();
  }
}
