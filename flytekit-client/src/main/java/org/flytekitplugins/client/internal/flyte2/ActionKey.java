package org.flytekitplugins.client.internal.flyte2;

import com.google.auto.value.AutoValue;

/** Which action of a run it is. */
@AutoValue
public abstract class ActionKey {
  /** The name of the action that a run begins with. */
  public static final String ROOT = "a0";

  private static final int RUN = 1;
  private static final int NAME = 2;

  ActionKey() {}

  /** An action of a run. */
  public static ActionKey of(RunKey run, String name) {
    return new AutoValue_ActionKey(run, name);
  }

  /** The action of a message. */
  public static ActionKey of(Fields message) {
    return of(RunKey.of(message.message(RUN)), message.text(NAME));
  }

  /** The run that it is of. */
  public abstract RunKey run();

  /** Its name, which no other action of the run has. */
  public abstract String name();

  /** The message. */
  public Fields toMessage() {
    return Fields.builder().message(RUN, run().toMessage()).text(NAME, name()).build();
  }

  /** {@code project/domain/run/name}. */
  @Override
  public final String toString() {
    return run() + "/" + name();
  }
}
