package org.flytekitplugins.jflyte.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.kubeflow.ResourceList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an installation is, out of flyteadmin's configuration. */
class PlatformFileTest {
  @TempDir private Path folder;

  @Test
  void whatIsSaidTakesThePlaceOfWhatFlyteadminHasAnyway() throws IOException {
    Platform platform =
        PlatformFile.read(
            file(
                """
                server: {httpPort: 8088}
                Task_Resources:
                  defaults: {CPU: 500m, memory: 500Mi, storage: 5Gi}
                  limits: {cpu: 64, memory: 256Gi, ephemeralStorage: 1Ti}
                """));

    assertThat(platform)
        .isEqualTo(
            Platform.of(
                folder.resolve("platform.yaml").toString(),
                ResourceList.of(r -> r.cpu("500m").memory("500Mi")),
                ResourceList.of(r -> r.cpu("64").memory("256Gi").gpu(1).ephemeralStorage("1Ti"))));
  }

  @Test
  void zeroIsNoLimit() throws IOException {
    Platform platform =
        PlatformFile.read(file("task_resources: {limits: {cpu: 0, memory: \"0\", gpu: 0}}"));

    assertThat(platform.resources().limits()).isEqualTo(ResourceList.empty());
    assertThat(platform.isAssumed()).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "task_resources: {limits: {tpu: 1}} | has task_resources.limits.tpu, and a platform has",
        "task_resources: {limits: {memory: 1gi}} | task_resources.limits.memory is \"1gi\"",
        "task_resources: [1]                | has task_resources without keys and values",
        "limits: {cpu: 1}                   | has no section task_resources",
        "[1, 2]                             | holds no keys and values",
        "'a: [}'                            | is not YAML"
      })
  void anotherFormIsRefused(String yaml, String sentence) throws IOException {
    Path file = file(yaml);

    assertThatExceptionOfType(JflyteException.class)
        .isThrownBy(() -> PlatformFile.read(file))
        .withMessageStartingWith("--platform: " + file)
        .withMessageContaining(sentence);
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Path file = folder.resolve("none.yaml");

    assertThatExceptionOfType(JflyteException.class)
        .isThrownBy(() -> PlatformFile.read(file))
        .withMessage(
            "--platform: %s cannot be read (NoSuchFileException): name a file that is there", file);
  }

  private Path file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("platform.yaml"), yaml);
  }
}
