package org.flytekitplugins.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the value of a secret is looked for: as flytekit's Python does, in what Flyte mounts. */
class MountedSecretsTest {
  @TempDir Path folder;

  private final Map<String, String> environment = new HashMap<>();
  private final Secrets secrets = new MountedSecrets(environment);

  @Test
  void aVariableIsUpperCaseWithGroupAndKey() {
    environment.put("_FSEC_WANDB_API-KEY", " as it is \n");

    assertThat(secrets.get("wandb", "Api-Key")).isEqualTo(" as it is \n");
  }

  @Test
  void aFileIsLowerCaseAndReadWithoutTheWhiteSpaceAroundIt() throws IOException {
    useFolder();
    write("wandb/api-key", "s3cret\n");

    assertThat(secrets.get("WandB", "API-key")).isEqualTo("s3cret");
  }

  @Test
  void aVariableComesBeforeAFile() throws IOException {
    useFolder();
    write("db/password", "of the file");
    environment.put("_FSEC_DB_PASSWORD", "of the variable");

    assertThat(secrets.get("db", "password")).isEqualTo("of the variable");
  }

  @Test
  void aFileIsReadAnewEachTime() throws IOException {
    useFolder();
    write("db/password", "old");
    assertThat(secrets.get("db", "password")).isEqualTo("old");
    write("db/password", "new");

    assertThat(secrets.get("db", "password")).isEqualTo("new");
  }

  @Test
  void thePlatformMaySayOtherPrefixes() throws IOException {
    useFolder();
    environment.put("FLYTE_SECRETS_ENV_PREFIX", "SECRET_");
    environment.put("FLYTE_SECRETS_FILE_PREFIX", "flyte-");
    environment.put("_FSEC_DB_PASSWORD", "of a prefix that is not in use");
    environment.put("SECRET_DB_USER", "ada");
    write("db/flyte-password", "s3cret");

    assertThat(secrets.get("db", "user")).isEqualTo("ada");
    assertThat(secrets.get("db", "password")).isEqualTo("s3cret");
  }

  @Test
  void aVersionMayBePartOfThePlaceOrNot() throws IOException {
    useFolder();
    write("k8s/token", "of Kubernetes");
    write("python/2/token", "as Python looks for it");
    write("gcp/2", "of Google");
    environment.put("_FSEC_VAULT_2_TOKEN", "of a variable");

    assertThat(secrets.get(version2("k8s"))).isEqualTo("of Kubernetes");
    assertThat(secrets.get(version2("python"))).isEqualTo("as Python looks for it");
    assertThat(secrets.get(version2("gcp"))).isEqualTo("of Google");
    assertThat(secrets.get(version2("vault"))).isEqualTo("of a variable");
  }

  @Test
  void whatIsNowhereIsSaidWithThePlacesAndTheRemedy() {
    assertThatExceptionOfType(NoSuchElementException.class)
        .isThrownBy(() -> secrets.get("wandb", "api-key"))
        .withMessage(
            "secret \"api-key\" of group \"wandb\" is neither in the environment variable"
                + " _FSEC_WANDB_API-KEY nor in the file /etc/flyte/secrets/wandb/api-key: return it"
                + " from the task's getSecrets(), and where Flyte does not run the task, set the"
                + " variable");
  }

  @Test
  void whatCannotBeReadIsSaidWithoutItsContent() throws IOException {
    useFolder();
    Files.createDirectories(folder.resolve("tls"));
    Files.write(folder.resolve("tls/key"), new byte[] {'s', '3', (byte) 0xff});

    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> secrets.get("tls", "key"))
        .withMessage(
            "secret \"key\" of group \"tls\" cannot be read from %s: MalformedInputException",
            folder.resolve("tls/key"));
  }

  private static Secret version2(String group) {
    return Secret.of(group, "token").withGroupVersion("2");
  }

  private void useFolder() {
    environment.put("FLYTE_SECRETS_DEFAULT_DIR", folder.toString());
  }

  private void write(String file, String text) throws IOException {
    Path target = folder.resolve(file);
    Files.createDirectories(target.getParent());
    Files.writeString(target, text);
  }
}
