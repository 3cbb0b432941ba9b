package org.flytekitplugins.spi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which storage is the current one: what is installed, else the environment's folder, else new. */
class CurrentTaskStorageTest {
  @TempDir Path here;

  @Test
  void anInstalledStorageIsCurrentUntilItIsClosed() {
    TaskStorage outer = LocalFolderStorage.in(here.resolve("outer"));
    TaskStorage inner = LocalFolderStorage.in(here.resolve("inner"));
    TaskStorage before = TaskStorage.current();

    try (TaskStorage.Installation first = TaskStorage.install(outer)) {
      assertThat(TaskStorage.current()).isSameAs(outer);
      try (TaskStorage.Installation second = TaskStorage.install(inner)) {
        assertThat(TaskStorage.current()).isSameAs(inner);
        assertThat(second).isNotSameAs(first);
      }
      assertThat(TaskStorage.current()).isSameAs(outer);
    }
    assertThat(TaskStorage.current()).isSameAs(before);
  }

  @Test
  void closingASecondTimeDoesNotUndoALaterInstallation() {
    TaskStorage later = LocalFolderStorage.in(here);
    TaskStorage.Installation first = TaskStorage.install(LocalFolderStorage.in(here));
    first.close();

    try (TaskStorage.Installation second = TaskStorage.install(later)) {
      first.close();
      assertThat(TaskStorage.current()).isSameAs(later);
      assertThat(second).isNotNull();
    }
  }

  @Test
  void nothingCannotBeInstalled() {
    TaskStorage before = TaskStorage.current();

    assertThatNullPointerException().isThrownBy(() -> TaskStorage.install(null));
    assertThat(TaskStorage.current()).isSameAs(before);
  }

  @Test
  void theEnvironmentNamesTheFolder() throws IOException, InterruptedException {
    Path folder = here.resolve("two words");

    assertThat(checkpointsOfChild(folder.toString()))
        .containsOnly(folder.resolve("checkpoints"))
        .hasSize(2);
  }

  @Test
  void withoutTheVariableEachProcessHasItsOwnFolder() throws IOException, InterruptedException {
    List<Path> first = checkpointsOfChild(null);
    List<Path> second = checkpointsOfChild(" ");

    assertThat(first).containsOnly(first.get(0)).hasSize(2).doesNotContainAnyElementsOf(second);
    Path folder = first.get(0).getParent();
    assertThat(folder.getParent()).isEqualTo(here);
    assertThat(folder.getFileName().toString()).startsWith("flytekit-storage-");
    if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
          .isEqualTo("rwx------");
    }
  }

  /** What {@link PrintCheckpoints} says in a JVM of its own, which has its temporary files here. */
  private List<Path> checkpointsOfChild(String storage) throws IOException, InterruptedException {
    ProcessBuilder child =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:auto",
            "-Djava.io.tmpdir=" + here,
            "-cp",
            classes(TaskStorage.class) + File.pathSeparator + classes(PrintCheckpoints.class),
            PrintCheckpoints.class.getName());
    child.environment().remove("FLYTEKIT_STORAGE");
    if (storage != null) {
      child.environment().put("FLYTEKIT_STORAGE", storage);
    }
    Path output = here.resolve("output");
    Process process = child.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String said = Files.readString(output, UTF_8);
    assertThat(process.exitValue()).as(said).isZero();
    return said.lines().map(URI::create).map(Path::of).toList();
  }

  private static Path classes(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
