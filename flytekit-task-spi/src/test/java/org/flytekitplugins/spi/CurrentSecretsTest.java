package org.flytekitplugins.spi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Which secrets are the current ones: what is installed, else what is mounted. */
class CurrentSecretsTest {
  private static final Secret PASSWORD = Secret.asFile("db", "password");

  @Test
  void aTestInstallsWhatATaskReads() {
    try (Secrets.Installation installed =
        Secrets.install(secret -> secret.group() + " " + secret.key())) {
      assertThat(Secrets.current().get("db", "password")).isEqualTo("db password");
      Secrets.Installation inner = Secrets.install(Map.of(PASSWORD, "s3cret")::get);
      assertThat(Secrets.current().get(PASSWORD)).isEqualTo("s3cret");
      inner.close();
      inner.close();
      assertThat(Secrets.current().get("db", "password")).isEqualTo("db password");
      assertThat(installed).isNotNull();
    }
    assertThatExceptionOfType(NoSuchElementException.class)
        .isThrownBy(() -> Secrets.current().get("db", "password"));
  }

  @Test
  void nothingCannotBeInstalledOrAskedFor() {
    assertThatNullPointerException().isThrownBy(() -> Secrets.install(null));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Secrets.current().get("db", " "))
        .withMessage("secret.key is blank: name the key within group \"db\"");
  }

  @Test
  void theEnvironmentOfTheProcessGivesThem() throws IOException, InterruptedException {
    ProcessBuilder child =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            PrintSecret.class.getName());
    child.environment().put("_FSEC_DB_PASSWORD", "s3cret");
    Process process = child.redirectErrorStream(true).start();
    try {
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(said.lines()).containsExactly("s3cret");
    } finally {
      process.destroyForcibly();
    }
  }
}
