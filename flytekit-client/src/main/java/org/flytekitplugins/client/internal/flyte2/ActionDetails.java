package org.flytekitplugins.client.internal.flyte2;

import com.google.auto.value.AutoValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an action is, at one moment.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/main/flyteidl2/workflow/run_definition.proto">run_definition.proto</a>
 */
@AutoValue
public abstract class ActionDetails {
  private static final int ID = 1;
  private static final int METADATA = 2;
  private static final int STATUS = 3;
  private static final int ERROR = 4;
  private static final int ABORT = 5;
  private static final int ATTEMPTS = 7;
  private static final int METADATA_PARENT = 3;
  private static final int METADATA_GROUP = 5;
  private static final int METADATA_TASK = 7;
  private static final int TASK_ID = 1;
  private static final int TASK_TYPE = 2;
  private static final int STATUS_PHASE = 1;
  private static final int STATUS_START = 2;
  private static final int STATUS_END = 3;
  private static final int STATUS_ATTEMPTS = 4;
  private static final int STATUS_DURATION = 6;
  private static final int ABORT_REASON = 1;

  ActionDetails() {}

  /** An action that is still to be said. */
  public static Builder builder(ActionKey id) {
    return new AutoValue_ActionDetails.Builder()
        .id(id)
        .phase(ActionPhase.UNSPECIFIED)
        .parent("")
        .group("")
        .taskType("")
        .attemptCount(0)
        .attempts(List.of());
  }

  /** The action of a message. */
  public static ActionDetails of(Fields message) {
    Fields status = message.message(STATUS);
    Fields metadata = message.message(METADATA);
    Fields task = metadata.message(METADATA_TASK);
    List<ActionAttempt> attempts = new ArrayList<>();
    message.messages(ATTEMPTS).forEach(one -> attempts.add(ActionAttempt.of(one)));
    return builder(ActionKey.of(message.message(ID)))
        .phase(ActionPhase.of(status.number(STATUS_PHASE)))
        .parent(metadata.text(METADATA_PARENT))
        .group(metadata.text(METADATA_GROUP))
        .task(task.messageIfAny(TASK_ID).map(TaskKey::of).orElse(null))
        .taskType(task.text(TASK_TYPE))
        .start(status.instant(STATUS_START))
        .end(status.instant(STATUS_END))
        .attemptCount((int) status.number(STATUS_ATTEMPTS))
        .duration(
            status.has(STATUS_DURATION) ? Duration.ofMillis(status.number(STATUS_DURATION)) : null)
        .error(message.messageIfAny(ERROR).map(ActionError::of).orElse(null))
        .abortReason(
            message.messageIfAny(ABORT).map(abort -> abort.text(ABORT_REASON)).orElse(null))
        .attempts(attempts)
        .build();
  }

  /** Which action it is. */
  public abstract ActionKey id();

  /** How far it is. */
  public abstract ActionPhase phase();

  /** The name of the action that has enqueued it; empty of the one that the run begins with. */
  public abstract String parent();

  /** The group that its parent has put it in; may be empty. */
  public abstract String group();

  /** The task that it runs; null if it runs none, or one that is not deployed. */
  public abstract @Nullable TaskKey task();

  /** The type of the task; may be empty. */
  public abstract String taskType();

  /** When it began; null as long as it has not. */
  public abstract @Nullable Instant start();

  /** When it ended; null as long as it has not. */
  public abstract @Nullable Instant end();

  /** How many attempts there were. */
  public abstract int attemptCount();

  /** How long it ran, once it has ended; null before. */
  public abstract @Nullable Duration duration();

  /** Why it failed; null if it has not. */
  public abstract @Nullable ActionError error();

  /** Why somebody ended it, in their words; null if nobody did. */
  public abstract @Nullable String abortReason();

  /** Its attempts, as far as Flyte tells them. */
  public abstract List<ActionAttempt> attempts();

  /** The message. */
  public Fields toMessage() {
    Duration ran = duration();
    Fields.Builder status =
        Fields.builder()
            .number(STATUS_PHASE, phase().number())
            .instant(STATUS_START, start())
            .instant(STATUS_END, end())
            .number(STATUS_ATTEMPTS, attemptCount());
    if (ran != null) {
      status.number(STATUS_DURATION, ran.toMillis());
    }
    Fields.Builder runs = Fields.builder().text(TASK_TYPE, taskType());
    TaskKey key = task();
    if (key != null) {
      runs.message(TASK_ID, key.toMessage());
    }
    Fields.Builder message =
        Fields.builder()
            .message(ID, id().toMessage())
            .message(
                METADATA,
                Fields.builder()
                    .text(METADATA_PARENT, parent())
                    .text(METADATA_GROUP, group())
                    .message(METADATA_TASK, runs.build())
                    .build())
            .message(STATUS, status.build());
    ActionError failure = error();
    if (failure != null) {
      message.message(ERROR, failure.toMessage());
    }
    String reason = abortReason();
    if (reason != null) {
      message.message(ABORT, Fields.builder().text(ABORT_REASON, reason).build());
    }
    attempts().forEach(attempt -> message.message(ATTEMPTS, attempt.toMessage()));
    return message.build();
  }

  /** How an action is said. */
  @AutoValue.Builder
  public abstract static class Builder {
    Builder() {}

    abstract Builder id(ActionKey id);

    /** How far it is. */
    public abstract Builder phase(ActionPhase phase);

    /** The name of the action that has enqueued it. */
    public abstract Builder parent(String parent);

    /** The group that its parent has put it in. */
    public abstract Builder group(String group);

    /** The task that it runs. */
    public abstract Builder task(@Nullable TaskKey task);

    /** The type of the task. */
    public abstract Builder taskType(String type);

    /** When it began. */
    public abstract Builder start(@Nullable Instant start);

    /** When it ended. */
    public abstract Builder end(@Nullable Instant end);

    /** How many attempts there were. */
    public abstract Builder attemptCount(int count);

    /** How long it ran, in whole milliseconds and at least one. */
    public abstract Builder duration(@Nullable Duration duration);

    /** Why it failed. */
    public abstract Builder error(@Nullable ActionError error);

    /** Why somebody ended it. */
    public abstract Builder abortReason(@Nullable String reason);

    /** Its attempts. */
    public abstract Builder attempts(List<ActionAttempt> attempts);

    /** The action. */
    public abstract ActionDetails build();
  }
}
