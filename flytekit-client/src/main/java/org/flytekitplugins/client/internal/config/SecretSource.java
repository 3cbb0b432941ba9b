package org.flytekitplugins.client.internal.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.flytekitplugins.kubeflow.internal.SentenceException;
import org.jspecify.annotations.Nullable;

/** Where a secret is; the secret itself is read when it is needed, and kept by nobody. */
public final class SecretSource {
  private final String description;
  private final @Nullable Path file;
  private final @Nullable String value;

  private SecretSource(String description, @Nullable Path file, @Nullable String value) {
    this.description = description;
    this.file = file;
    this.value = value;
  }

  /**
   * A file, read anew each time: whoever mounts secrets renews them in place.
   *
   * @param file the secret, white space around it apart
   * @param field what named the file, for messages
   * @return the source
   */
  public static SecretSource ofFile(Path file, String field) {
    return new SecretSource("the file " + file + " of " + field, file, null);
  }

  /**
   * A variable of the environment.
   *
   * @param name of the variable
   * @param env the environment
   * @return the source
   */
  public static SecretSource ofVariable(String name, Map<String, String> env) {
    return new SecretSource("the environment variable " + name, null, env.get(name));
  }

  /**
   * The secret.
   *
   * @return at least one character
   * @throws SentenceException if there is none; it names the place, never the secret
   */
  public String read() {
    String secret = Objects.requireNonNullElse(file == null ? value : content(file), "").strip();
    if (secret.isEmpty()) {
      throw new SentenceException(
          "nothing is in " + description + ", which should hold a secret: put it there");
    }
    return secret;
  }

  private String content(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new SentenceException(
          "cannot read "
              + description
              + ", which should hold a secret ("
              + e.getClass().getSimpleName()
              + "): put it there, readable for this user");
    }
  }

  /** Where the secret is, for messages. */
  @Override
  public String toString() {
    return description;
  }
}
