package org.flytekitplugins.client.internal.flyte2;

import com.google.auto.value.AutoValue;
import com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * An action to enqueue below another one that runs.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/main/flyteidl2/actions/actions_service.proto">actions_service.proto</a>
 */
@AutoValue
public abstract class NewAction {
  private static final int ID = 1;
  private static final int PARENT = 2;
  private static final int INPUT_URI = 3;
  private static final int OUTPUT_BASE = 4;
  private static final int GROUP = 5;
  private static final int TASK = 7;
  private static final int TASK_ID = 1;
  private static final int TASK_SPEC = 2;

  NewAction() {}

  /**
   * An action that is still to be said.
   *
   * @param id its name is of at most 30 characters, and no other action's of the run
   */
  public static Builder builder(ActionKey id) {
    return new AutoValue_NewAction.Builder().id(id).group("");
  }

  /** The action of a message. */
  public static NewAction of(Fields message) {
    Fields task = message.message(TASK);
    return builder(ActionKey.of(message.message(ID)))
        .parent(message.text(PARENT))
        .inputUri(message.text(INPUT_URI))
        .outputBase(message.text(OUTPUT_BASE))
        .group(message.text(GROUP))
        .task(task.messageIfAny(TASK_ID).map(TaskKey::of).orElse(null))
        .taskSpec(task.messageBytes(TASK_SPEC))
        .build();
  }

  /** Which action it will be. */
  public abstract ActionKey id();

  /** The name of the action that enqueues it. */
  public abstract String parent();

  /** Where its inputs are. */
  public abstract String inputUri();

  /** Where the run puts outputs: {@code _U_RUN_BASE} of the parent's environment. */
  public abstract String outputBase();

  /** A group of actions that it is shown in; may be empty. */
  public abstract String group();

  /** The task that it runs; null if none that is deployed. */
  public abstract @Nullable TaskKey task();

  /** The task as TaskSpec, with its template in field 1. */
  public abstract ByteString taskSpec();

  /** The message. */
  public Fields toMessage() {
    Fields.Builder runs = Fields.builder();
    TaskKey key = task();
    if (key != null) {
      runs.message(TASK_ID, key.toMessage());
    }
    return Fields.builder()
        .message(ID, id().toMessage())
        .text(PARENT, parent())
        .text(INPUT_URI, inputUri())
        .text(OUTPUT_BASE, outputBase())
        .text(GROUP, group())
        .message(TASK, runs.message(TASK_SPEC, Fields.parse(taskSpec())).build())
        .build();
  }

  /** How an action is said. */
  @AutoValue.Builder
  public abstract static class Builder {
    Builder() {}

    abstract Builder id(ActionKey id);

    /** The name of the action that enqueues it. */
    public abstract Builder parent(String parent);

    /** Where its inputs are. */
    public abstract Builder inputUri(String uri);

    /** Where the run puts outputs. */
    public abstract Builder outputBase(String uri);

    /** A group of actions that it is shown in. */
    public abstract Builder group(String group);

    /** The task that it runs. */
    public abstract Builder task(@Nullable TaskKey task);

    /** The task as TaskSpec. */
    public abstract Builder taskSpec(ByteString spec);

    /** The action. */
    public abstract NewAction build();
  }
}
