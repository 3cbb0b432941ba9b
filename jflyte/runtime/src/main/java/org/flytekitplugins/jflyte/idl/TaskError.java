package org.flytekitplugins.jflyte.idl;

import java.time.Instant;
import java.util.List;
import org.flyte.api.v1.ContainerError;
import org.flytekitplugins.kubeflow.failure.ReplicaFailure;
import org.flytekitplugins.spi.RecoverableException;
import org.jspecify.annotations.Nullable;

/**
 * Why a task failed, as Flyte reads it from {@code error.pb}.
 *
 * @param code a short name of the kind of failure, for example {@code SYSTEM:Unknown}
 * @param message what the user gets to see
 * @param kind whether another attempt may help
 * @param origin whose failure it is, and so whose retries another attempt uses; null when nobody
 *     said so, which Flyte takes for the user's
 * @param worker the replica that failed, or null
 * @param timestamp when it failed, or null
 * @param failures the message as data: the replica that failed first, and those after it; empty if
 *     nobody has said so
 */
public record TaskError(
    String code,
    String message,
    ContainerError.Kind kind,
    RecoverableException.@Nullable Origin origin,
    @Nullable String worker,
    @Nullable Instant timestamp,
    List<ReplicaFailure> failures) {
  /** An error of which nobody has said more. */
  public TaskError(
      String code,
      String message,
      ContainerError.Kind kind,
      RecoverableException.@Nullable Origin origin,
      @Nullable String worker,
      @Nullable Instant timestamp) {
    this(code, message, kind, origin, worker, timestamp, List.of());
  }

  /** The same, as somebody else's failure. */
  public TaskError withOrigin(RecoverableException.@Nullable Origin origin) {
    return new TaskError(code, message, kind, origin, worker, timestamp, failures);
  }
}
