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

  private final Execution execution;
  private final NodeReader nodes;
  private final Duration interval;
  private final Duration patience;
  private final ExecutionListener listener;
  private final CompletableFuture<ExecutionStatus> result = new CompletableFuture<>();
  private final Map<List<String>, NodeStatus> known = new HashMap<>();
  private @Nullable ExecutionPhase phase;
  private Duration pause = FIRST_PAUSE;
  private long answered;

  /**
   * @param patience how long it goes on while flyteadmin, which has answered before, does not, or
   *     with a fault of its own
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
            .thenCompose(status -> nodes.read(execution.id()).thenAccept(all -> tell(status, all)))
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    failed(Connection.cause(failure));
                  }
                });
  }

  private void failed(Throwable failure) {
    boolean mayPass =
        failure instanceof FlyteException && MAY_PASS.contains(((FlyteException) failure).reason());
    if (mayPass && phase != null && System.nanoTime() - answered < patience.toNanos()) {
      lookLater();
    } else {
      result.completeExceptionally(failure);
    }
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
      if (status.phase() != phase) {
        listener.changed(status);
      }
      result.complete(status);
      return;
    }
    phase = status.phase();
    lookLater();
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
