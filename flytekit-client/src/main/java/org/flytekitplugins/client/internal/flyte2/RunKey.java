package org.flytekitplugins.client.internal.flyte2;

import com.google.auto.value.AutoValue;

/** Which run it is. */
@AutoValue
public abstract class RunKey {
  private static final int ORG = 1;
  private static final int PROJECT = 2;
  private static final int DOMAIN = 3;
  private static final int NAME = 4;

  RunKey() {}

  /**
   * A run.
   *
   * @param name at most 30 lower-case letters, digits and dashes
   */
  public static RunKey of(String project, String domain, String name) {
    return new AutoValue_RunKey(project, domain, name);
  }

  /** The run of a message. */
  public static RunKey of(Fields message) {
    return of(message.text(PROJECT), message.text(DOMAIN), message.text(NAME));
  }

  /** The Flyte project. */
  public abstract String project();

  /** Its domain. */
  public abstract String domain();

  /** The run's name. */
  public abstract String name();

  /** An action of it. */
  public ActionKey action(String name) {
    return ActionKey.of(this, name);
  }

  /** The action that the run begins with, and whose end is the run's. */
  public ActionKey root() {
    return action(ActionKey.ROOT);
  }

  /** The message. */
  public Fields toMessage() {
    return Fields.builder()
        .text(ORG, TaskKey.ANY_ORG)
        .text(PROJECT, project())
        .text(DOMAIN, domain())
        .text(NAME, name())
        .build();
  }

  /** {@code project/domain/name}. */
  @Override
  public final String toString() {
    return project() + "/" + domain() + "/" + name();
  }
}
