package org.flytekitplugins.client;

import flyteidl.admin.ExecutionOuterClass.ExecutionRecoverRequest;
import flyteidl.admin.ExecutionOuterClass.ExecutionRelaunchRequest;
import flyteidl.admin.ExecutionOuterClass.ExecutionTerminateRequest;
import flyteidl.admin.ExecutionOuterClass.WorkflowExecutionGetDataRequest;
import flyteidl.admin.ExecutionOuterClass.WorkflowExecutionGetDataResponse;
import flyteidl.admin.ExecutionOuterClass.WorkflowExecutionGetRequest;
import flyteidl.service.AdminServiceGrpc;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.flyte.api.v1.Literal;
import org.flyte.flytekit.SdkType;
import org.flytekitplugins.client.FlyteException.Reason;
import org.flytekitplugins.client.internal.LiteralMessages;
import org.jspecify.annotations.Nullable;

/**
 * An execution on a cluster. Futures fail with a {@link FlyteException}, as the cause of what they
 * throw; what is done when they complete runs on no thread of the connection, and may wait.
 */
public final class Execution {
  private final Connection connection;
  private final ExecutionId id;

  Execution(Connection connection, ExecutionId id) {
    this.connection = connection;
    this.id = id;
  }

  /** Which execution it is. */
  public ExecutionId id() {
    return id;
  }

  /** Its page in Flyte's console. */
  public String consoleUrl() {
    return connection.consoleUrl(id);
  }

  /** How it is now. */
  public CompletableFuture<ExecutionStatus> status() {
    return connection
        .call(
            AdminServiceGrpc.getGetExecutionMethod(),
            WorkflowExecutionGetRequest.newBuilder().setId(id.toMessage()).build(),
            "execution " + id + " cannot be read")
        .thenApply(ExecutionStatus::of);
  }

  /** How its nodes are now, each before those within it. */
  public CompletableFuture<List<NodeStatus>> nodes() {
    return new NodeReader(connection).read(id);
  }

  /** The tries of a node that runs a task, in their order; none for any other. */
  public CompletableFuture<List<TaskAttempt>> attempts(NodeStatus node) {
    return new NodeReader(connection).attempts(node.execution(), node.uniqueId());
  }

  /**
   * Where the report (deck) of a node's last attempt can be read, by anybody who has the address,
   * as long as the platform lets it be good: keep it out of what others read.
   *
   * @param node of this execution, as {@link #nodes} gives it
   * @return empty if it has none
   */
  public CompletableFuture<Optional<String>> reportLink(NodeStatus node) {
    return new NodeReader(connection).reportLink(node);
  }

  /**
   * Waits for its end, however it ends. Cancelling the future ends the waiting, not the execution.
   *
   * @return how it has ended
   */
  public CompletableFuture<ExecutionStatus> watch() {
    return watch(new ExecutionListener() {});
  }

  /**
   * Waits for its end, however it ends, and tells what happens until then. Cancelling the future
   * ends the waiting, not the execution.
   *
   * @param listener is told
   * @return how it has ended
   */
  public CompletableFuture<ExecutionStatus> watch(ExecutionListener listener) {
    return new ExecutionWatch(
            this,
            new NodeReader(connection),
            connection.pollInterval(),
            connection.patience(),
            listener)
        .start();
  }

  /** Its inputs, with those that its launch plan gave. */
  public CompletableFuture<Map<String, Literal>> inputs() {
    return data()
        .thenApply(
            data ->
                Connection.translated(
                    () -> LiteralMessages.read(data.getFullInputs()), Reason.OTHER));
  }

  /** Its outputs; fails with {@link Reason#NOT_SUCCEEDED} if it has not succeeded. */
  public CompletableFuture<Map<String, Literal>> outputs() {
    return status()
        .thenCompose(
            status -> {
              if (status.phase() != ExecutionPhase.SUCCEEDED) {
                throw hasNone(status);
              }
              return data();
            })
        .thenApply(
            data -> {
              requireHandedOut(data);
              return Connection.translated(
                  () -> LiteralMessages.read(data.getFullOutputs()), Reason.OTHER);
            });
  }

  /**
   * Its outputs, as one value of the type that the task or workflow gives.
   *
   * @param type of the outputs
   */
  public <T extends @Nullable Object> CompletableFuture<T> outputs(SdkType<T> type) {
    return outputs().thenApply(type::fromLiteralMap);
  }

  @SuppressWarnings("deprecation") // it alone says how many bytes there are
  private void requireHandedOut(WorkflowExecutionGetDataResponse data) {
    if (data.getFullOutputs().getLiteralsCount() == 0 && data.getOutputs().getBytes() > 0) {
      throw new FlyteException(
          Reason.OTHER,
          "the outputs of execution "
              + id
              + " are "
              + data.getOutputs().getBytes()
              + " bytes, more than flyteadmin hands out: read them in the task that makes them, or"
              + " let it give a blob",
          null);
    }
  }

  private FlyteException hasNone(ExecutionStatus status) {
    ExecutionFailure failure = status.failure();
    String why =
        failure != null
            ? "has failed: " + failure.summary()
            : status.phase().isTerminal()
                ? "was " + status.phase().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                : "is not over";
    return new FlyteException(
        Reason.NOT_SUCCEEDED, "execution " + id + " has no outputs, because it " + why, null);
  }

  private CompletableFuture<WorkflowExecutionGetDataResponse> data() {
    return connection.call(
        AdminServiceGrpc.getGetExecutionDataMethod(),
        WorkflowExecutionGetDataRequest.newBuilder().setId(id.toMessage()).build(),
        "inputs and outputs of execution " + id + " cannot be read");
  }

  /**
   * Ends it, with all that runs in it.
   *
   * @param cause why, for whoever looks at it later
   */
  public CompletableFuture<Void> abort(String cause) {
    return connection
        .call(
            AdminServiceGrpc.getTerminateExecutionMethod(),
            ExecutionTerminateRequest.newBuilder().setId(id.toMessage()).setCause(cause).build(),
            "execution " + id + " cannot be aborted")
        .thenAccept(answer -> {});
  }

  /** Starts the same once more, with the same inputs. */
  public CompletableFuture<Execution> relaunch() {
    ExecutionId again = ExecutionNames.fresh(id.project(), id.domain());
    return Executions.started(
        connection,
        again,
        connection.call(
            AdminServiceGrpc.getRelaunchExecutionMethod(),
            ExecutionRelaunchRequest.newBuilder()
                .setId(id.toMessage())
                .setName(again.name())
                .build(),
            "execution " + id + " cannot be launched again"));
  }

  /** Starts the same once more, with what has succeeded in it taken over: only the rest runs. */
  public CompletableFuture<Execution> recover() {
    ExecutionId again = ExecutionNames.fresh(id.project(), id.domain());
    return Executions.started(
        connection,
        again,
        connection.call(
            AdminServiceGrpc.getRecoverExecutionMethod(),
            ExecutionRecoverRequest.newBuilder()
                .setId(id.toMessage())
                .setName(again.name())
                .build(),
            "execution " + id + " cannot be recovered"));
  }
}
