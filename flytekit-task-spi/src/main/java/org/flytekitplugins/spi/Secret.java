package org.flytekitplugins.spi;

import com.google.auto.value.AutoValue;

/** A secret that Flyte mounts into a task's container: its place, never its value. */
@AutoValue
public abstract class Secret {
  /** How the value of a secret reaches the task. */
  public enum Mount {
    /** As an environment variable. */
    ENVIRONMENT,
    /** As a file. */
    FILE
  }

  Secret() {}

  /** The group of the secret: for Kubernetes secrets, the name of the secret object. */
  public abstract String group();

  /** The key within the group. */
  public abstract String key();

  /** How the value reaches the task. */
  public abstract Mount mount();

  /**
   * A secret that the task reads from an environment variable.
   *
   * @throws IllegalArgumentException if the group or the key is blank
   */
  public static Secret asEnvironment(String group, String key) {
    return of(group, key, Mount.ENVIRONMENT);
  }

  /**
   * A secret that the task reads from a file.
   *
   * @throws IllegalArgumentException if the group or the key is blank
   */
  public static Secret asFile(String group, String key) {
    return of(group, key, Mount.FILE);
  }

  private static Secret of(String group, String key, Mount mount) {
    Blank.refuse("secret.group", group, "name the group, such as the name of a Kubernetes secret");
    Blank.refuse("secret.key", key, "name the key within group \"" + group + "\"");
    return new AutoValue_Secret(group, key, mount);
  }
}
