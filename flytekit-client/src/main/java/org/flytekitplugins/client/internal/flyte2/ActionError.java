package org.flytekitplugins.client.internal.flyte2;

import com.google.auto.value.AutoValue;

/** Why an action, or an attempt of it, failed. Flyte 2 keeps no code of it. */
@AutoValue
public abstract class ActionError {
  private static final int MESSAGE = 1;
  private static final int KIND = 2;

  /** Whose fault it is. */
  public enum Kind {
    /** Flyte does not say. */
    UNSPECIFIED(0),
    /** The task's. */
    USER(1),
    /** The platform's. */
    SYSTEM(2);

    private final int number;

    Kind(int number) {
      this.number = number;
    }
  }

  ActionError() {}

  /** A failure. */
  public static ActionError of(String message, Kind kind) {
    return new AutoValue_ActionError(message, kind);
  }

  /** The failure of a message. */
  public static ActionError of(Fields message) {
    long kind = message.number(KIND);
    return of(
        message.text(MESSAGE),
        kind == Kind.USER.number
            ? Kind.USER
            : kind == Kind.SYSTEM.number ? Kind.SYSTEM : Kind.UNSPECIFIED);
  }

  /** What the task says, or Flyte where the task could not say anything. */
  public abstract String message();

  /** Whose fault it is. */
  public abstract Kind kind();

  /** The message. */
  public Fields toMessage() {
    return Fields.builder().text(MESSAGE, message()).number(KIND, kind().number).build();
  }
}
