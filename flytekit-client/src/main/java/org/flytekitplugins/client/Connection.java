package org.flytekitplugins.client;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.flytekitplugins.client.FlyteException.Reason;
import org.flytekitplugins.client.internal.admin.AdminClient;
import org.flytekitplugins.client.internal.admin.AdminException;
import org.flytekitplugins.client.internal.admin.Backend;
import org.flytekitplugins.client.internal.admin.CallRefusal;
import org.flytekitplugins.kubeflow.internal.SentenceException;

/** Calls whose failures are those of {@link FlyteClient}, for one project and domain. */
final class Connection implements AutoCloseable {
  private final AdminClient admin;
  private final ConsoleAddress console;
  private final String project;
  private final String domain;
  private final Duration pollInterval;
  private final Duration patience;

  Connection(
      AdminClient admin,
      ConsoleAddress console,
      String project,
      String domain,
      Duration pollInterval,
      Duration patience) {
    this.admin = admin;
    this.console = console;
    this.project = project;
    this.domain = domain;
    this.pollInterval = pollInterval;
    this.patience = patience;
  }

  String project() {
    return project;
  }

  String domain() {
    return domain;
  }

  Duration pollInterval() {
    return pollInterval;
  }

  Duration patience() {
    return patience;
  }

  /** The page of an execution in Flyte's console. */
  String consoleUrl(ExecutionId execution) {
    return isFlyte2() ? console.ofRun(execution) : console.of(execution);
  }

  /** Whether it is Flyte 2 that has answered. */
  boolean isFlyte2() {
    return admin.backend() == Backend.FLYTE_2;
  }

  /**
   * A call. What follows it may wait: it runs on none of the connection's own threads.
   *
   * @param what did not come about if it fails, like {@code execution p/d/x cannot be ended}
   */
  <Q, R> CompletableFuture<R> call(MethodDescriptor<Q, R> method, Q request, String what) {
    return admin
        .call(method, request)
        .handleAsync(
            (answer, failure) -> {
              if (failure == null) {
                return answer;
              }
              throw exception(failure, what);
            });
  }

  static Throwable cause(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** What is read or made here may be refused as well. */
  static <T> T translated(Supplier<T> action, Reason reason) {
    try {
      return action.get();
    } catch (SentenceException e) {
      throw new FlyteException(reason, String.valueOf(e.getMessage()), e);
    }
  }

  private static RuntimeException exception(Throwable failure, String what) {
    Throwable cause = cause(failure);
    if (cause instanceof CallRefusal) {
      return new FlyteException(Reason.REFUSED, String.valueOf(cause.getMessage()), cause);
    }
    if (!(cause instanceof AdminException)) {
      return new FlyteException(Reason.OTHER, what + ": " + cause, cause);
    }
    AdminException refusal = (AdminException) cause;
    Reason reason = reason(refusal);
    return new FlyteException(
        reason,
        refusal.everyCallFails()
            ? String.valueOf(refusal.getMessage())
            : what + ": " + why(reason, refusal),
        refusal);
  }

  private static String why(Reason reason, AdminException refusal) {
    String words = refusal.words().replaceAll("\\s+", " ");
    switch (reason) {
      case NOT_FOUND:
        return "it is not there; look at its name, the project and the domain";
      case ALREADY_EXISTS:
        return "there is one of this name; choose another";
      case REFUSED:
        return refusal.backend().words()
            + " says \""
            + words
            + "\""
            + (refusal.isTooLarge() ? "; give large inputs as blobs" : "");
      default:
        return refusal.backend().words()
            + " answered "
            + refusal.code()
            + (words.isEmpty() ? "" : ", \"" + words + "\"")
            + "; try again, or look at its log";
    }
  }

  private static Reason reason(AdminException refusal) {
    if (refusal.code() == Status.Code.UNAUTHENTICATED
        || refusal.code() == Status.Code.PERMISSION_DENIED) {
      return Reason.NOT_PERMITTED;
    }
    if (refusal.everyCallFails()) {
      return Reason.UNREACHABLE;
    }
    if (refusal.isTooLarge()) {
      return Reason.REFUSED;
    }
    switch (refusal.code()) {
      case NOT_FOUND:
        return Reason.NOT_FOUND;
      case ALREADY_EXISTS:
        return Reason.ALREADY_EXISTS;
      case INVALID_ARGUMENT:
      case FAILED_PRECONDITION:
        return Reason.REFUSED;
      default:
        return Reason.OTHER;
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
