package org.flytekitplugins.jflyte.execution.failure;

import com.google.protobuf.InvalidProtocolBufferException;
import flyteidl.core.Errors.ErrorDocument;
import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.flyte.api.v1.ContainerError;
import org.flytekitplugins.jflyte.Flyte;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.idl.ErrorIdl;
import org.flytekitplugins.jflyte.idl.StableBytes;
import org.flytekitplugins.jflyte.idl.TaskError;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.failure.ReplicaFailure;
import org.flytekitplugins.spi.RecoverableException;
import org.flytekitplugins.spi.RecoverableException.Origin;
import org.jspecify.annotations.Nullable;

/** What an error document says about an exception, and about another replica's. */
public final class FailureDocuments {
  private FailureDocuments() {}

  /**
   * A replica's failure. Recoverable if the exception or one of its causes is a {@link
   * ContainerError} of that kind, or a {@link RecoverableException}.
   */
  public static TaskError of(Throwable failure, Replica replica, Instant when) {
    TaskError error = of(failure, replica.toString(), when, Origin.USER);
    ReplicaFailure asData =
        ReplicaFailure.of(
            replica,
            when,
            error.code(),
            error.kind() == ContainerError.Kind.RECOVERABLE,
            error.origin() == null ? Origin.USER : error.origin(),
            RootCause.chain(failure));
    return with(error, error.kind(), error.message(), List.of(asData));
  }

  /**
   * A plain task's failure: as stock jflyte writes it, but for {@link RecoverableException} and for
   * the code, which is the class of what the task threw and not that of nobody's failure.
   */
  public static TaskError ofPlainTask(Throwable failure) {
    if (failure instanceof ContainerError error) {
      return new TaskError(error.getCode(), message(error), error.getKind(), null, null, null);
    }
    return of(failure, null, null, null);
  }

  private static TaskError of(
      Throwable failure,
      @Nullable String worker,
      @Nullable Instant when,
      @Nullable Origin otherOrigin) {
    RecoverableException recoverable = null;
    boolean isRecoverable = false;
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable t = failure; t != null && seen.add(t); t = t.getCause()) {
      if (recoverable == null && t instanceof RecoverableException found) {
        recoverable = found;
      }
      // Stock jflyte looks at the outermost only.
      isRecoverable |=
          (t == failure || worker != null)
              && t instanceof ContainerError error
              && error.getKind() == ContainerError.Kind.RECOVERABLE;
    }
    isRecoverable |= recoverable != null;
    return new TaskError(
        code(failure, recoverable),
        message(failure),
        isRecoverable ? ContainerError.Kind.RECOVERABLE : ContainerError.Kind.NON_RECOVERABLE,
        recoverable == null ? otherOrigin : recoverable.origin(),
        worker,
        when);
  }

  private static String code(Throwable failure, @Nullable RecoverableException recoverable) {
    if (failure instanceof ContainerError error) {
      return error.getCode();
    }
    if (failure instanceof PluginNotEnabledException) {
      return PluginNotEnabledException.CODE;
    }
    if (failure instanceof WrongInputsException) {
      return WrongInputsException.CODE;
    }
    if (recoverable != null) {
      return recoverable.origin() == Origin.SYSTEM ? "SYSTEM:Recoverable" : "USER:Recoverable";
    }
    return "USER:" + name(failure.getClass());
  }

  // As it stands in the code: Rows.BadRow is BadRow; what has no name is what it is compiled to.
  private static String name(Class<?> type) {
    String name = type.getSimpleName();
    return name.isEmpty() ? type.getName().substring(type.getName().lastIndexOf('.') + 1) : name;
  }

  private static String message(Throwable failure) {
    String message = failure.getMessage();
    return failure instanceof ContainerError && message != null ? message : logged(failure);
  }

  /** What a pod's log says about a failure: the way through the code, if it is in the code. */
  public static String logged(Throwable failure) {
    String message = failure.getMessage();
    return RootCause.isSentence(failure) && message != null
        ? message
        : ErrorIdl.stackTrace(failure).strip();
  }

  /**
   * What a replica reports, or hands to the primary: its failure with its name in front. A pod that
   * should have been several is none of them, and wrong inputs are nobody's fault.
   */
  public static TaskError named(TaskError failure, Replica replica) {
    return failure.code().equals(PluginNotEnabledException.CODE)
            || failure.code().equals(WrongInputsException.CODE)
        ? failure
        : with(
            failure, failure.kind(), replica + " failed: " + failure.message(), failure.failures());
  }

  /**
   * What the primary reports when it failed after another replica had relayed a failure: that one
   * first, because its own is likely to be a consequence.
   */
  public static TaskError join(TaskError relay, TaskError own, Replica primary) {
    return with(
        relay,
        kind(relay, own),
        isSame(relay, own)
            ? relay.message()
            : relay.message() + "\n(" + primary + " then failed: " + own.message() + ")",
        inOrder(relay.failures(), own.failures()));
  }

  /**
   * What replicas report among which nobody leads, the likely cause in front: a failure of the
   * platform, such as a lost peer, comes behind what a replica did, and else the order is that of
   * time.
   *
   * @param reported what is reported already, with names in front
   * @param own another failure, with the name of its replica in front
   */
  public static TaskError causeFirst(TaskError reported, TaskError own) {
    boolean isOwnFirst =
        isPlatforms(reported) == isPlatforms(own)
            ? isBefore(own.timestamp(), reported.timestamp())
            : isPlatforms(reported);
    TaskError first = isOwnFirst ? own : reported;
    TaskError then = isOwnFirst ? reported : own;
    return with(
        first,
        kind(first, then),
        isSame(first, then) ? first.message() : first.message() + "\n(then " + then.message() + ")",
        inOrder(first.failures(), then.failures()));
  }

  // Replicas whose names stand in front never say the same.
  private static boolean isSame(TaskError one, TaskError other) {
    return one.message().equals(other.message());
  }

  private static boolean isPlatforms(TaskError error) {
    return error.origin() == Origin.SYSTEM;
  }

  private static boolean isBefore(@Nullable Instant one, @Nullable Instant other) {
    return one != null && other != null && one.isBefore(other);
  }

  private static ContainerError.Kind kind(TaskError one, TaskError other) {
    return one.kind() == ContainerError.Kind.RECOVERABLE
            && other.kind() == ContainerError.Kind.RECOVERABLE
        ? ContainerError.Kind.RECOVERABLE
        : ContainerError.Kind.NON_RECOVERABLE;
  }

  // Of a relay without data nobody knows who failed first: its consequence must not look like it.
  private static List<ReplicaFailure> inOrder(
      List<ReplicaFailure> relayed, List<ReplicaFailure> own) {
    return relayed.isEmpty() ? List.of() : Stream.concat(relayed.stream(), own.stream()).toList();
  }

  /** The same failure, of a replica that Flyte knows by another name. */
  public static TaskError ofWorker(TaskError error, String worker) {
    return new TaskError(
        error.code(),
        error.message(),
        error.kind(),
        error.origin(),
        worker,
        error.timestamp(),
        error.failures());
  }

  private static TaskError with(
      TaskError error, ContainerError.Kind kind, String message, List<ReplicaFailure> failures) {
    return new TaskError(
        error.code(), message, kind, error.origin(), error.worker(), error.timestamp(), failures);
  }

  /** The bytes of a document that Flyte reads. */
  public static byte[] write(TaskError error, Flyte flyte) {
    return flyte == Flyte.TWO ? ActionDocument.write(error) : write(error);
  }

  /**
   * Reads a document that Flyte reads too.
   *
   * @param uri where it is from; if it cannot be understood, the result says so
   * @return null if it is one of Flyte's own, which says nothing of the attempt
   */
  public static @Nullable TaskError read(byte[] document, String uri, Flyte flyte) {
    return flyte == Flyte.TWO ? ActionDocument.read(document) : read(document, uri);
  }

  /** The bytes of a document. */
  public static byte[] write(TaskError error) {
    return StableBytes.of(ErrorIdl.toIdl(error));
  }

  /**
   * Reads a document.
   *
   * @param uri where it is from; if it cannot be understood, the result says so
   */
  public static TaskError read(byte[] document, String uri) {
    try {
      return ErrorIdl.fromIdl(ErrorDocument.parseFrom(document));
    } catch (InvalidProtocolBufferException | JflyteException e) {
      return new TaskError(
          ErrorIdl.UNKNOWN_CODE,
          "a replica failed, but "
              + uri
              + ", where it says why, cannot be understood ("
              + e.getMessage()
              + "): look at the logs of the replicas",
          ContainerError.Kind.NON_RECOVERABLE,
          Origin.USER,
          null,
          null);
    }
  }
}
