package org.flytekitplugins.client.internal.flyte2;

import com.google.auto.value.AutoValue;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One try of an action. */
@AutoValue
public abstract class ActionAttempt {
  private static final int PHASE = 1;
  private static final int START = 2;
  private static final int END = 3;
  private static final int ERROR = 4;
  private static final int ATTEMPT = 5;
  private static final int LOGS = 6;
  private static final int LOG_URI = 1;
  private static final int LOG_NAME = 2;

  ActionAttempt() {}

  /** A try. */
  public static ActionAttempt of(
      int number,
      ActionPhase phase,
      @Nullable Instant start,
      @Nullable Instant end,
      @Nullable ActionError error,
      Map<String, String> logs) {
    return new AutoValue_ActionAttempt(
        number, phase, start, end, error, Collections.unmodifiableMap(new LinkedHashMap<>(logs)));
  }

  /** The try of a message. */
  public static ActionAttempt of(Fields message) {
    Map<String, String> logs = new LinkedHashMap<>();
    message.messages(LOGS).forEach(log -> logs.put(log.text(LOG_NAME), log.text(LOG_URI)));
    return of(
        (int) message.number(ATTEMPT),
        ActionPhase.of(message.number(PHASE)),
        message.instant(START),
        message.instant(END),
        message.messageIfAny(ERROR).map(ActionError::of).orElse(null),
        logs);
  }

  /** Its number, from 1 up. */
  public abstract int number();

  /** How far it is. */
  public abstract ActionPhase phase();

  /** When it began; null as long as it has not. */
  public abstract @Nullable Instant start();

  /** When it ended; null as long as it has not. */
  public abstract @Nullable Instant end();

  /** Why it failed; null if it has not, or if it was tried again. */
  public abstract @Nullable ActionError error();

  /** The links that Flyte has to its logs, by their titles. */
  public abstract Map<String, String> logs();

  /** The message. */
  public Fields toMessage() {
    Fields.Builder message =
        Fields.builder()
            .number(PHASE, phase().number())
            .instant(START, start())
            .instant(END, end())
            .number(ATTEMPT, number());
    ActionError failure = error();
    if (failure != null) {
      message.message(ERROR, failure.toMessage());
    }
    logs()
        .forEach(
            (name, uri) ->
                message.message(
                    LOGS, Fields.builder().text(LOG_URI, uri).text(LOG_NAME, name).build()));
    return message.build();
  }
}
