package org.flytekitplugins.client.internal.flyte2;

import com.google.auto.value.AutoValue;

/** Which version of a task it is. */
@AutoValue
public abstract class TaskKey {
  /**
   * The organization that is said of everything. The server drops it, but its messages want one of
   * a letter at least.
   */
  static final String ANY_ORG = "flyte";

  private static final int ORG = 1;
  private static final int PROJECT = 2;
  private static final int DOMAIN = 3;
  private static final int NAME = 4;
  private static final int VERSION = 5;

  TaskKey() {}

  /** A version of a task. */
  public static TaskKey of(String project, String domain, String name, String version) {
    return new AutoValue_TaskKey(project, domain, name, version);
  }

  /** The task of a message. */
  public static TaskKey of(Fields message) {
    return of(
        message.text(PROJECT), message.text(DOMAIN), message.text(NAME), message.text(VERSION));
  }

  /** The Flyte project. */
  public abstract String project();

  /** Its domain. */
  public abstract String domain();

  /** The task's full name. */
  public abstract String name();

  /** Its version. */
  public abstract String version();

  /** The message. */
  public Fields toMessage() {
    Fields.Builder message = name(project(), domain(), name());
    return message.text(VERSION, version()).build();
  }

  /** All versions of a task. */
  static Fields.Builder name(String project, String domain, String name) {
    return Fields.builder()
        .text(ORG, ANY_ORG)
        .text(PROJECT, project)
        .text(DOMAIN, domain)
        .text(NAME, name);
  }

  /** {@code project/domain/name/version}. */
  @Override
  public final String toString() {
    return project() + "/" + domain() + "/" + name() + "/" + version();
  }
}
