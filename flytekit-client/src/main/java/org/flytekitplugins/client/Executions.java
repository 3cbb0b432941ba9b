package org.flytekitplugins.client;

import flyteidl.admin.ExecutionOuterClass.ExecutionCreateResponse;
import flyteidl.admin.ExecutionOuterClass.WorkflowExecutionGetRequest;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.service.AdminServiceGrpc;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.flytekitplugins.client.FlyteException.Reason;
import org.flytekitplugins.client.internal.admin.AdminException;

/**
 * What calls that start something come to. If Flyte says that there is an execution of the name, an
 * earlier try of the same call may have started it, whose answer was lost.
 */
final class Executions {
  /** How much later than ours Flyte's clock may be behind, and an execution still be ours. */
  private static final Duration SKEW = Duration.ofMinutes(1);

  private Executions() {}

  /** The execution that a call has started, by a name by lot, which is nobody else's. */
  static CompletableFuture<Execution> started(
      Connection connection, ExecutionId id, CompletableFuture<ExecutionCreateResponse> call) {
    return started(connection, id, call, () -> CompletableFuture.completedFuture(true));
  }

  /**
   * The execution that a call has started, by a name of the user's, who may have given it to
   * another one before: ours runs the same, and did not begin before the call.
   *
   * @param entity what it runs
   * @param begun when the call was made first
   */
  static CompletableFuture<Execution> startedByName(
      Connection connection,
      ExecutionId id,
      Identifier entity,
      Instant begun,
      CompletableFuture<ExecutionCreateResponse> call) {
    return started(
        connection,
        id,
        call,
        () ->
            connection
                .call(
                    AdminServiceGrpc.getGetExecutionMethod(),
                    WorkflowExecutionGetRequest.newBuilder().setId(id.toMessage()).build(),
                    "whether execution " + id + " is the one that was asked for cannot be seen")
                .thenApply(
                    found ->
                        found.getSpec().getLaunchPlan().equals(entity)
                            && !ExecutionStatus.instant(found.getClosure().getCreatedAt())
                                .isBefore(begun.minus(SKEW))));
  }

  private static CompletableFuture<Execution> started(
      Connection connection,
      ExecutionId id,
      CompletableFuture<ExecutionCreateResponse> call,
      Supplier<CompletableFuture<Boolean>> isOurs) {
    CompletableFuture<Execution> result = new CompletableFuture<>();
    var unused =
        call.whenComplete(
            (answer, failure) -> {
              if (failure == null) {
                result.complete(
                    new Execution(
                        connection, answer.hasId() ? ExecutionId.of(answer.getId()) : id));
                return;
              }
              Throwable cause = Connection.cause(failure);
              if (tried(cause) <= 1 || reason(cause) != Reason.ALREADY_EXISTS) {
                result.completeExceptionally(told(cause, id));
                return;
              }
              CompletableFuture<Boolean> look;
              try {
                look = isOurs.get();
              } catch (RuntimeException | Error e) {
                // Nobody else would see it, and the caller would wait for ever.
                result.completeExceptionally(e);
                return;
              }
              var unusedLook =
                  look.whenComplete(
                      (ours, unseen) -> {
                        if (unseen != null) {
                          result.completeExceptionally(Connection.cause(unseen));
                        } else if (ours) {
                          result.complete(new Execution(connection, id));
                        } else {
                          result.completeExceptionally(cause);
                        }
                      });
            });
    return result;
  }

  private static Throwable told(Throwable failure, ExecutionId id) {
    // The answer of a call that was made may be what was lost.
    return tried(failure) > 0 && reason(failure) == Reason.UNREACHABLE
        ? new FlyteException(
            Reason.UNREACHABLE,
            failure.getMessage() + "; execution " + id + " may have been started all the same",
            failure)
        : failure;
  }

  private static Reason reason(Throwable failure) {
    return failure instanceof FlyteException ? ((FlyteException) failure).reason() : Reason.OTHER;
  }

  private static int tried(Throwable failure) {
    return failure.getCause() instanceof AdminException
        ? ((AdminException) failure.getCause()).tried()
        : 0;
  }
}
