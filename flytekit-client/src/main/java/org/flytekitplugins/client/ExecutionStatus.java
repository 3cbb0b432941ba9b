package org.flytekitplugins.client;

import com.google.auto.value.AutoValue;
import com.google.protobuf.Timestamp;
import flyteidl.admin.ExecutionOuterClass;
import flyteidl.admin.ExecutionOuterClass.ExecutionClosure;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How an execution is, at one moment. */
@AutoValue
public abstract class ExecutionStatus {
  ExecutionStatus() {}

  static ExecutionStatus of(ExecutionOuterClass.Execution execution) {
    ExecutionClosure closure = execution.getClosure();
    com.google.protobuf.Duration ran = closure.getDuration();
    return new AutoValue_ExecutionStatus(
        ExecutionId.of(execution.getId()),
        ExecutionPhase.of(closure.getPhase()),
        execution.getSpec().getLaunchPlan().getName(),
        execution.getSpec().getLaunchPlan().getVersion(),
        closure.hasStartedAt() ? instant(closure.getStartedAt()) : null,
        closure.hasCreatedAt() ? instant(closure.getCreatedAt()) : null,
        closure.hasDuration() ? Duration.ofSeconds(ran.getSeconds(), ran.getNanos()) : null,
        closure.hasError() ? ExecutionFailure.of(closure.getError()) : null,
        closure.hasAbortMetadata() ? closure.getAbortMetadata().getCause() : null);
  }

  static Instant instant(Timestamp moment) {
    return Instant.ofEpochSecond(moment.getSeconds(), moment.getNanos());
  }

  /** Which execution it is. */
  public abstract ExecutionId id();

  /** How far it is. */
  public abstract ExecutionPhase phase();

  /** The name of the launch plan or task that was started. */
  public abstract String entity();

  /** Its version. */
  public abstract String version();

  /** When it began; null as long as it has not. */
  public abstract @Nullable Instant startedAt();

  /** When it was asked for; null if flyteadmin does not say. */
  public abstract @Nullable Instant createdAt();

  /** How long it ran, once it has ended; null before. */
  public abstract @Nullable Duration duration();

  /** Why it failed; null if it has not. */
  public abstract @Nullable ExecutionFailure failure();

  /** Why somebody ended it, in their words; null if nobody did. */
  public abstract @Nullable String abortCause();
}
