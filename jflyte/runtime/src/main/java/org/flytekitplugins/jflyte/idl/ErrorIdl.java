package org.flytekitplugins.jflyte.idl;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import flyteidl.core.Errors;
import flyteidl.core.Errors.ErrorDocument;
import flyteidl.core.Execution.ExecutionError.ErrorKind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.flyte.api.v1.ContainerError;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.kubeflow.internal.FlyteidlField;
import org.flytekitplugins.spi.RecoverableException;
import org.jspecify.annotations.Nullable;

/**
 * Error documents, the content of {@code error.pb}.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteidl/protos/flyteidl/core/errors.proto">errors.proto</a>
 */
public final class ErrorIdl {
  /** Stock jflyte's code for whatever a task throws that is no {@link ContainerError}. */
  public static final String UNKNOWN_CODE = "SYSTEM:Unknown";

  private ErrorIdl() {}

  /**
   * An error document.
   *
   * @param code a short name of the kind of failure
   * @param message what the user gets to see
   * @param kind whether another attempt may help
   * @param origin whose failure it is, or null to leave it open, as stock jflyte does
   * @param worker the replica that failed, or null
   * @param timestamp when it failed, or null
   */
  public static ErrorDocument toIdl(
      String code,
      String message,
      ContainerError.Kind kind,
      RecoverableException.@Nullable Origin origin,
      @Nullable String worker,
      @Nullable Instant timestamp) {
    Errors.ContainerError.Builder error =
        Errors.ContainerError.newBuilder().setCode(code).setMessage(message).setKind(toIdl(kind));
    if (origin != null) {
      error.setOrigin(toIdl(origin));
    }
    if (worker != null || timestamp != null) {
      error.setUnknownFields(newerFields(worker, timestamp));
    }
    return ErrorDocument.newBuilder().setError(error).build();
  }

  /** An error document. */
  public static ErrorDocument toIdl(TaskError error) {
    ErrorDocument document =
        toIdl(
            error.code(),
            error.message(),
            error.kind(),
            error.origin(),
            error.worker(),
            error.timestamp());
    return error.failures().isEmpty()
        ? document
        : document.toBuilder().setUnknownFields(ReplicaFailureIdl.toIdl(error.failures())).build();
  }

  /**
   * The error of a document.
   *
   * @throws JflyteException if the document holds no error, or one of an unknown kind
   */
  public static TaskError fromIdl(ErrorDocument document) {
    if (!document.hasError()) {
      throw new JflyteException(
          "the error document holds no error; whoever wrote it must say what failed");
    }
    Errors.ContainerError error = document.getError();
    return new TaskError(
        error.getCode(),
        error.getMessage(),
        kind(error),
        origin(error),
        worker(error),
        timestamp(error),
        ReplicaFailureIdl.fromIdl(document.getUnknownFields()));
  }

  /** The stack trace of an exception and its causes, as Java prints it. */
  public static String stackTrace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private static Errors.ContainerError.Kind toIdl(ContainerError.Kind kind) {
    return switch (kind) {
      case RECOVERABLE -> Errors.ContainerError.Kind.RECOVERABLE;
      case NON_RECOVERABLE -> Errors.ContainerError.Kind.NON_RECOVERABLE;
      default -> throw UnknownToModel.inModel("ContainerError.Kind", kind);
    };
  }

  private static ErrorKind toIdl(RecoverableException.Origin origin) {
    return switch (origin) {
      case USER -> ErrorKind.USER;
      case SYSTEM -> ErrorKind.SYSTEM;
      default -> throw UnknownToModel.inModel("Origin", origin);
    };
  }

  private static UnknownFieldSet newerFields(@Nullable String worker, @Nullable Instant timestamp) {
    UnknownFieldSet.Builder fields = UnknownFieldSet.newBuilder();
    if (timestamp != null) {
      fields.addField(
          FlyteidlField.CONTAINER_ERROR_TIMESTAMP, NewerField.of(TimeIdl.toIdl(timestamp)));
    }
    if (worker != null) {
      fields.addField(FlyteidlField.CONTAINER_ERROR_WORKER, NewerField.of(worker));
    }
    return fields.build();
  }

  private static ContainerError.Kind kind(Errors.ContainerError error) {
    return switch (error.getKind()) {
      case RECOVERABLE -> ContainerError.Kind.RECOVERABLE;
      case NON_RECOVERABLE -> ContainerError.Kind.NON_RECOVERABLE;
      default ->
          throw UnknownToModel.inMessage(
              "the kind of the error",
              error.getKindValue(),
              "0 (NON_RECOVERABLE) or 1 (RECOVERABLE)");
    };
  }

  private static RecoverableException.@Nullable Origin origin(Errors.ContainerError error) {
    return switch (error.getOrigin()) {
      case USER -> RecoverableException.Origin.USER;
      case SYSTEM -> RecoverableException.Origin.SYSTEM;
      case UNKNOWN -> null;
      default ->
          throw UnknownToModel.inMessage(
              "the origin of the error",
              error.getOriginValue(),
              "0 (UNKNOWN), 1 (USER) or 2 (SYSTEM)");
    };
  }

  private static @Nullable String worker(Errors.ContainerError error) {
    ByteString worker = last(error, FlyteidlField.CONTAINER_ERROR_WORKER);
    return worker == null ? null : worker.toStringUtf8();
  }

  private static @Nullable Instant timestamp(Errors.ContainerError error) {
    ByteString timestamp = last(error, FlyteidlField.CONTAINER_ERROR_TIMESTAMP);
    if (timestamp == null) {
      return null;
    }
    try {
      return TimeIdl.fromIdl(Timestamp.parseFrom(timestamp));
    } catch (InvalidProtocolBufferException e) {
      throw new JflyteException(
          "field 5 of the error, its timestamp, is damaged; write the document again", e);
    }
  }

  private static @Nullable ByteString last(Errors.ContainerError error, int number) {
    List<ByteString> values = error.getUnknownFields().getField(number).getLengthDelimitedList();
    return values.isEmpty() ? null : values.get(values.size() - 1);
  }
}
