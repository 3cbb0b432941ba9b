package org.flytekitplugins.spi;

import com.google.auto.value.AutoValue;
import org.jspecify.annotations.Nullable;

/**
 * A secret that Flyte mounts into a task's container: its place, never its value, which {@link
 * Secrets} reads.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteidl/protos/flyteidl/core/security.proto">security.proto</a>
 */
@AutoValue
public abstract class Secret {
  /** How the value of a secret reaches the task. */
  public enum Mount {
    /** As the platform decides; Flyte's own webhook makes files of Kubernetes secrets. */
    ANY,
    /** As an environment variable. */
    ENVIRONMENT,
    /** As a file. */
    FILE
  }

  Secret() {}

  /** The group of the secret: for Kubernetes secrets, the name of the secret object. */
  public abstract String group();

  /** The version of the group, or null. Kubernetes secrets have none, and Flyte passes it over. */
  public abstract @Nullable String groupVersion();

  /** The key within the group. */
  public abstract String key();

  /** How the value reaches the task. */
  public abstract Mount mount();

  /**
   * The environment variable that Flyte sets beside its own, or null: to the value of a secret that
   * comes as a variable, and to the path of one that comes as a file.
   */
  public abstract @Nullable String environmentName();

  /**
   * A secret that reaches the task as the platform decides.
   *
   * @throws IllegalArgumentException if the group or the key is blank
   */
  public static Secret of(String group, String key) {
    return of(group, key, Mount.ANY);
  }

  /**
   * A secret that the task gets as an environment variable.
   *
   * @throws IllegalArgumentException if the group or the key is blank
   */
  public static Secret asEnvironment(String group, String key) {
    return of(group, key, Mount.ENVIRONMENT);
  }

  /**
   * A secret that the task gets as a file.
   *
   * @throws IllegalArgumentException if the group or the key is blank
   */
  public static Secret asFile(String group, String key) {
    return of(group, key, Mount.FILE);
  }

  /**
   * The secret in one version of its group, for secret managers that keep several.
   *
   * @throws IllegalArgumentException if the version is blank
   */
  public final Secret withGroupVersion(String groupVersion) {
    Blank.refuse("secret.groupVersion", groupVersion, "name a version, or leave it out");
    return new AutoValue_Secret(group(), groupVersion, key(), mount(), environmentName());
  }

  /**
   * The secret under an environment variable of this name too, for code that cannot ask {@link
   * Secrets}. Backends that do not know this field pass it over.
   *
   * @throws IllegalArgumentException if the name is blank
   */
  public final Secret withEnvironmentName(String environmentName) {
    Blank.refuse("secret.environmentName", environmentName, "name a variable, or leave it out");
    return new AutoValue_Secret(group(), groupVersion(), key(), mount(), environmentName);
  }

  private static Secret of(String group, String key, Mount mount) {
    Blank.refuse("secret.group", group, "name the group, such as the name of a Kubernetes secret");
    Blank.refuse("secret.key", key, "name the key within group \"" + group + "\"");
    return new AutoValue_Secret(group, null, key, mount, null);
  }
}
