package org.flytekitplugins.spi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Secrets as Flyte's webhook mounts them: variables {@code _FSEC_GROUP_KEY}, files {@code
 * /etc/flyte/secrets/group/key}. The webhook, or whoever runs a task elsewhere, may say other
 * prefixes and another folder in the environment. Variables come first, as in flytekit's Python.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flytepropeller/pkg/webhook/k8s_secrets.go">k8s_secrets.go</a>
 */
final class MountedSecrets implements Secrets {
  static final String ENV_PREFIX_VARIABLE = "FLYTE_SECRETS_ENV_PREFIX";
  static final String FOLDER_VARIABLE = "FLYTE_SECRETS_DEFAULT_DIR";
  static final String FILE_PREFIX_VARIABLE = "FLYTE_SECRETS_FILE_PREFIX";

  private static final String ENV_PREFIX = "_FSEC_";
  private static final String FOLDER = "/etc/flyte/secrets";

  private final Map<String, String> environment;

  MountedSecrets(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public String get(Secret secret) {
    List<String> variables = variables(secret);
    for (String variable : variables) {
      String value = environment.get(variable);
      if (value != null) {
        return value;
      }
    }
    List<Path> files = files(secret);
    for (Path file : files) {
      String value = read(file, secret);
      if (value != null) {
        return value;
      }
    }
    throw new NoSuchElementException(
        name(secret)
            + " is neither in the environment variable "
            + variables.get(0)
            + " nor in the file "
            + files.get(0)
            + ": return it from the task's getSecrets(), and where Flyte does not run the task, set"
            + " the variable");
  }

  private List<String> variables(Secret secret) {
    List<String> variables = new ArrayList<>();
    String version = secret.groupVersion();
    variables.add(variable(secret.group(), secret.key()));
    if (version != null) {
      variables.add(variable(secret.group(), version, secret.key()));
    }
    return variables;
  }

  /** Kubernetes and AWS have no version in the place, Google's secret manager has no key. */
  private List<Path> files(Secret secret) {
    List<Path> files = new ArrayList<>();
    String version = secret.groupVersion();
    files.add(file(secret.group(), secret.key()));
    if (version != null) {
      files.add(file(secret.group(), version, secret.key()));
      files.add(file(secret.group(), version));
    }
    return files;
  }

  private String variable(String... parts) {
    return environment.getOrDefault(ENV_PREFIX_VARIABLE, ENV_PREFIX)
        + String.join("_", parts).toUpperCase(Locale.ROOT);
  }

  private Path file(String... parts) {
    Path file = Path.of(environment.getOrDefault(FOLDER_VARIABLE, FOLDER));
    int last = parts.length - 1;
    for (int i = 0; i < last; i++) {
      file = file.resolve(parts[i].toLowerCase(Locale.ROOT));
    }
    String prefix = environment.getOrDefault(FILE_PREFIX_VARIABLE, "");
    return file.resolve(prefix + parts[last].toLowerCase(Locale.ROOT));
  }

  private static @Nullable String read(Path file, Secret secret) {
    if (!Files.exists(file)) {
      return null;
    }
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(
          name(secret) + " cannot be read from " + file + ": " + e.getClass().getSimpleName(), e);
    }
  }

  private static String name(Secret secret) {
    return "secret \"" + secret.key() + "\" of group \"" + secret.group() + "\"";
  }
}
