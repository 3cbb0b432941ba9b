package org.flytekitplugins.client.internal.flyte2;

import com.google.auto.value.AutoValue;
import org.jspecify.annotations.Nullable;

/**
 * What a watch over the actions of a parent tells: that one is in another phase. The parent itself
 * is told of too.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/main/flyteidl2/workflow/state_service.proto">state_service.proto</a>
 */
@AutoValue
public abstract class ActionUpdate {
  private static final int ID = 1;
  private static final int PHASE = 2;
  private static final int ERROR = 3;
  private static final int OUTPUT_URI = 4;
  // ExecutionError, as Flyte 1 has it.
  private static final int ERROR_MESSAGE = 2;

  ActionUpdate() {}

  /** An update. */
  public static ActionUpdate of(
      ActionKey id, ActionPhase phase, @Nullable String error, String outputUri) {
    return new AutoValue_ActionUpdate(id, phase, error, outputUri);
  }

  /** The update of a message. */
  public static ActionUpdate of(Fields message) {
    return of(
        ActionKey.of(message.message(ID)),
        ActionPhase.of(message.number(PHASE)),
        message.messageIfAny(ERROR).map(error -> error.text(ERROR_MESSAGE)).orElse(null),
        message.text(OUTPUT_URI));
  }

  /** Which action it is. */
  public abstract ActionKey id();

  /** How far it is. */
  public abstract ActionPhase phase();

  /** Why it failed; null if it has not. */
  public abstract @Nullable String error();

  /** Where its outputs are; may be empty. */
  public abstract String outputUri();

  /** The message. */
  public Fields toMessage() {
    Fields.Builder message =
        Fields.builder()
            .message(ID, id().toMessage())
            .number(PHASE, phase().number())
            .text(OUTPUT_URI, outputUri());
    String words = error();
    if (words != null) {
      message.message(ERROR, Fields.builder().text(ERROR_MESSAGE, words).build());
    }
    return message.build();
  }
}
