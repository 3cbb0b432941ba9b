package org.flytekitplugins.client;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.flytekitplugins.client.FlyteException.Reason;
import org.jspecify.annotations.Nullable;

/** Looks at an execution again and again until it has ended, and tells what has changed. */
final class ExecutionWatch {
  // Who watches from the start wants to see it begin, and short ones end.
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

  /** Why an answer may be missing that comes a little later, such as a server's fault. */
  private static final Set<Reason> MAY_PASS = Set.of(Reason.UNREACHABLE, Reason.OTHER);

  /** The same of nodes: Flyte 2 may list a run a little later than it shows it. */
  private static final Set<Reason> MAY_PASS_FOR_NODES =
      Set.of(Reason.UNREACHABLE, Reason.OTHER, Reason.NOT_FOUND);

  private final Execution execution;
  private final NodeReader nodes;
  private final Duration interval;
  private final Duration patience;
  private final ExecutionListener listener;
  private final CompletableFuture<ExecutionStatus> result = new CompletableFuture<>();
  private final Map<List<String>, NodeStatus> known = new HashMap<>();
  private @Nullable ExecutionPhase phase;
  private Duration pause = FIRST_PAUSE;
  private @Nullable Long answered;

  /**
   * @param patience how long it goes on while flyteadmin, which has answered before, does not, or
   *     with a fault of its own; an execution that has ended by then has, whatever its nodes did
   */
  ExecutionWatch(
      Execution execution,
      NodeReader nodes,
      Duration interval,
      Duration patience,
      ExecutionListener listener) {
    this.execution = execution;
    this.nodes = nodes;
    this.interval = interval;
    this.patience = patience;
    this.listener = listener;
  }

  /** The execution as it has ended. Whoever cancels this ends the watch, not the execution. */
  CompletableFuture<ExecutionStatus> start() {
    look();
    return result;
  }

  // The execution first: when it has ended, the nodes that are read after it have.
  private void look() {
    CompletableFuture<Void> unused =
        execution
            .status()
            .thenCompose(this::lookAtNodes)
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    failed(Connection.cause(failure), MAY_PASS);
                  }
                });
  }

  private CompletableFuture<Void> lookAtNodes(ExecutionStatus status) {
    if (answered == null) {
      answered = System.nanoTime();
    }
    return nodes
        .read(execution.id())
        .handle(
            (all, failure) -> {
              if (failure == null) {
                tell(status, all);
              } else if (status.phase().isTerminal() && !isPatient()) {
                end(status);
              } else {
                failed(Connection.cause(failure), MAY_PASS_FOR_NODES);
              }
              return null;
            });
  }

  private void failed(Throwable failure, Set<Reason> passing) {
    boolean mayPass =
        failure instanceof FlyteException && passing.contains(((FlyteException) failure).reason());
    if (mayPass && isPatient()) {
      lookLater();
    } else {
      result.completeExceptionally(failure);
    }
  }

  private boolean isPatient() {
    return answered != null && System.nanoTime() - answered < patience.toNanos();
  }

  private void tell(ExecutionStatus status, List<NodeStatus> all) {
    if (result.isDone()) {
      return;
    }
    answered = System.nanoTime();
    if (status.phase() != phase && !status.phase().isTerminal()) {
      listener.changed(status);
    }
    all.forEach(this::tell);
    if (status.phase().isTerminal()) {
      end(status);
      return;
    }
    phase = status.phase();
    lookLater();
  }

  private void end(ExecutionStatus status) {
    if (!result.isDone()) {
      listener.changed(status);
      result.complete(status);
    }
  }

  private void lookLater() {
    if (result.isDone()) {
      return;
    }
    pause = pause.compareTo(interval) < 0 ? pause : interval;
    CompletableFuture.delayedExecutor(pause.toNanos(), TimeUnit.NANOSECONDS).execute(this::look);
    pause = pause.multipliedBy(2);
  }

  private void tell(NodeStatus node) {
    NodeStatus before = known.put(node.path(), node);
    if (before == null) {
      listener.changed(node);
      return;
    }
    ExecutionFailure failure = node.failure() == null ? before.failure() : node.failure();
    boolean isRetried = before.attempt() > 0 && node.attempt() > before.attempt();
    if (isRetried && failure != null) {
      listener.retrying(node, failure);
    }
    if (isRetried || node.phase() != before.phase() || !node.entity().equals(before.entity())) {
      listener.changed(node);
    }
  }
}
