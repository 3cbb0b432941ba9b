package org.flytekitplugins.client;

import flyteidl.admin.ExecutionOuterClass.ExecutionCreateResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.flytekitplugins.client.FlyteException.Reason;
import org.flytekitplugins.client.internal.admin.AdminException;

/** What calls that start something come to. */
final class Executions {
  private Executions() {}

  /**
   * The execution that a call has started. If flyteadmin says that there is one of its name, an
   * earlier try of the same call has started it, whose answer was lost: names by lot are nobody
   * else's, and a name of the user's was free at the first try.
   */
  static CompletableFuture<Execution> started(
      Connection connection, ExecutionId id, CompletableFuture<ExecutionCreateResponse> call) {
    return call.handle(
        (answer, failure) -> {
          if (failure == null) {
            return new Execution(connection, answer.hasId() ? ExecutionId.of(answer.getId()) : id);
          }
          Throwable cause = Connection.cause(failure);
          if (cause instanceof FlyteException && isOurs((FlyteException) cause)) {
            return new Execution(connection, id);
          }
          if (cause instanceof FlyteException
              && ((FlyteException) cause).reason() == Reason.UNREACHABLE) {
            // Its answer may be what was lost.
            throw new FlyteException(
                Reason.UNREACHABLE,
                cause.getMessage() + "; execution " + id + " may have been started all the same",
                cause);
          }
          throw new CompletionException(cause);
        });
  }

  private static boolean isOurs(FlyteException failure) {
    return failure.reason() == Reason.ALREADY_EXISTS
        && failure.getCause() instanceof AdminException
        && ((AdminException) failure.getCause()).tried() > 1;
  }
}
