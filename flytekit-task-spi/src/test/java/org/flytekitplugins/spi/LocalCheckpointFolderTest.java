package org.flytekitplugins.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoint files are whole, are replaced at once, and have plain names. */
class LocalCheckpointFolderTest {
  private static final int VERSIONS = 400;
  private static final int SIZE = 100_000;

  @TempDir Path here;
  private CheckpointFolder checkpoints;

  @BeforeEach
  void makeFolder() {
    checkpoints = new LocalCheckpointFolder(here.resolve("checkpoints"));
  }

  @Test
  void aFileIsReadAsItWasWritten() throws IOException {
    checkpoints.write("model.0", Files.writeString(here.resolve("out"), "first"));

    assertThat(checkpoints.read("model.0", here.resolve("in"))).isTrue();
    assertThat(here.resolve("in")).hasContent("first");
  }

  @Test
  void aFileReplacesItsPredecessorAndWhatIsAtTheTarget() throws IOException {
    checkpoints.write("model", Files.writeString(here.resolve("out"), "a long first version"));
    checkpoints.write("model", Files.writeString(here.resolve("out"), "second"));
    Path target = Files.writeString(here.resolve("in"), "something else");

    assertThat(checkpoints.read("model", target)).isTrue();
    assertThat(target).hasContent("second");
    assertThat(namesIn(here.resolve("checkpoints"))).containsExactly("model");
  }

  @Test
  void whatWasNeverWrittenLeavesTheTargetAlone() throws IOException {
    Path target = Files.writeString(here.resolve("in"), "kept");

    assertThat(checkpoints.read("model", target)).isFalse();
    assertThat(target).hasContent("kept");
    assertThat(here.resolve("checkpoints")).doesNotExist();
  }

  @Test
  void itsUriIsThatOfTheFolder() {
    assertThat(Path.of(checkpoints.uri())).isEqualTo(here.resolve("checkpoints"));
  }

  @Test
  void aMissingFileCannotBeWritten() throws IOException {
    Path missing = here.resolve("missing");

    assertThatThrownBy(() -> checkpoints.write("model", missing))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(
            "cannot write checkpoint file %s: java.nio.file.NoSuchFileException: %s",
            here.resolve("checkpoints").resolve("model"), missing);
    assertThat(namesIn(here.resolve("checkpoints"))).isEmpty();
  }

  @Test
  void aFolderIsNoCheckpointFile() throws IOException {
    Path folder = Files.createDirectory(here.resolve("folder"));

    assertThatThrownBy(() -> checkpoints.write("model", folder))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith(
            "cannot write checkpoint file %s: ", here.resolve("checkpoints").resolve("model"));
    assertThat(namesIn(here.resolve("checkpoints"))).isEmpty();
  }

  @Test
  void aTargetThatCannotBeWrittenIsNoMissingCheckpoint() throws IOException {
    checkpoints.write("model", Files.writeString(here.resolve("out"), "x"));

    assertThatThrownBy(() -> checkpoints.read("model", here.resolve("no").resolve("such")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(
            "cannot read checkpoint file %s: java.nio.file.NoSuchFileException: %s",
            here.resolve("checkpoints").resolve("model"), here.resolve("no").resolve("such"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "model-0.index", "pointer", "..a", "a..", "...", "zwei Wörter", ".h"})
  void plainNamesAreTaken(String name) throws IOException {
    checkpoints.write(name, Files.writeString(here.resolve("out"), name));

    assertThat(checkpoints.read(name, here.resolve("in"))).isTrue();
    assertThat(here.resolve("in")).hasContent(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", ".", "..", "/", "/a", "a/", "a/b", "../a", "a\\b", "C:", "C:\\a", "a:b", "a\0b",
        "a\nb", "a*", "a?", "\"a\"", "<a>", "a|b"
      })
  void everythingElseIsRefusedOnEverySystem(String name) {
    String sentence =
        "checkpoint file name \""
            + name
            + "\" is not a plain name: leave out any path and the characters \\ / : * ? \" < > |";

    assertThatThrownBy(() -> checkpoints.write(name, here.resolve("out")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(sentence);
    assertThatThrownBy(() -> checkpoints.read(name, here.resolve("in")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(sentence);
  }

  @Test
  void aConcurrentReaderSeesOneWholeVersion()
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    checkpoints.write("model", version(here.resolve("out"), 0));
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<?> writing =
          threads.submit(
              (Callable<Void>)
                  () -> {
                    for (int i = 1; i < VERSIONS; i++) {
                      checkpoints.write("model", version(here.resolve("out"), i));
                    }
                    return null;
                  });
      int reads = 0;
      for (; reads < 20 || !writing.isDone(); reads++) {
        assertThat(checkpoints.read("model", here.resolve("in"))).isTrue();
        byte[] bytes = Files.readAllBytes(here.resolve("in"));
        byte[] whole = new byte[SIZE];
        Arrays.fill(whole, bytes.length == 0 ? 0 : bytes[0]);
        assertThat(Arrays.equals(bytes, whole)).as("read %s is whole", reads).isTrue();
      }
      writing.get(60, TimeUnit.SECONDS);
    } finally {
      threads.shutdownNow();
    }
  }

  private static Path version(Path file, int version) throws IOException {
    byte[] bytes = new byte[SIZE];
    Arrays.fill(bytes, (byte) version);
    return Files.write(file, bytes);
  }

  private static Stream<String> namesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList().stream();
    }
  }
}
