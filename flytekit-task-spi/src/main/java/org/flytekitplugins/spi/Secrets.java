package org.flytekitplugins.spi;

import java.io.UncheckedIOException;
import java.util.NoSuchElementException;

/**
 * The values of the secrets that a task asks for in {@link TaskTemplateExtension#getSecrets()}.
 *
 * <p>In a pod they are what Flyte mounts there. Anywhere else they are looked for in the same
 * places, so the user gives them as environment variables ({@code _FSEC_GROUP_KEY}) or as files
 * below the folder that {@code FLYTE_SECRETS_DEFAULT_DIR} names; a test {@link #install installs}
 * them.
 */
@FunctionalInterface
public interface Secrets {
  /** The secrets of the running task. */
  static Secrets current() {
    return CurrentSecrets.INSTANCE.get();
  }

  /**
   * Makes other secrets the {@link #current() current} ones, for tests of tasks: {@code
   * Secrets.install(secret -> "s3cret")}.
   *
   * @return brings back, when closed, what was current before; closing it again does nothing
   */
  static Installation install(Secrets secrets) {
    return CurrentSecrets.INSTANCE.install(secrets);
  }

  /**
   * The value of a secret, read anew each time, because a platform may change files under a running
   * task. What comes as a file is text without the white space around it.
   *
   * @throws NoSuchElementException if the task was not given it; says where it was looked for
   * @throws UncheckedIOException if its file cannot be read
   */
  String get(Secret secret);

  /**
   * The value of the secret of this group and key.
   *
   * @throws IllegalArgumentException if the group or the key is blank
   * @throws NoSuchElementException if the task was not given it; says where it was looked for
   * @throws UncheckedIOException if its file cannot be read
   */
  default String get(String group, String key) {
    return get(Secret.of(group, key));
  }

  /** Brings back, when closed, the secrets that were current before. */
  interface Installation extends AutoCloseable {
    @Override
    void close();
  }
}
