package org.flytekitplugins.jflyte.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** However a writer ends: the file is there whole, or as it was, and nothing else is left. */
final class AtomicFileTest {
  private static final byte[] BEFORE = {1, 2, 3};

  @TempDir Path folder;
  private Path target;

  @BeforeEach
  void createTarget() throws IOException {
    target = Files.write(folder.resolve("a"), BEFORE);
  }

  private AtomicFile half() throws IOException {
    AtomicFile file = AtomicFile.create(target);
    assertThat(file.write(ByteBuffer.wrap(new byte[] {4}))).isEqualTo(1);
    return file;
  }

  private void assertAsBefore() {
    assertThat(folder.toFile().list()).containsExactly("a");
    assertThat(target).hasBinaryContent(BEFORE);
  }

  @Test
  void afterAWriteThatFailedClosingPublishesNothing() throws IOException {
    AtomicFile file = half();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> file.write(ByteBuffer.wrap(new byte[] {5})))
        .isInstanceOf(ClosedByInterruptException.class);
    assertThat(Thread.interrupted()).isTrue();

    file.close();

    assertAsBefore();
  }

  @Test
  void aWriterThatAnInterruptHasClosedIsTakenBack() throws IOException {
    AtomicFile file = half();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> file.write(ByteBuffer.wrap(new byte[] {5})))
        .isInstanceOf(ClosedByInterruptException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(file.isOpen()).isFalse();

    file.abort();

    assertAsBefore();
  }

  @Test
  void whatCannotBeMovedToItsPlaceIsRemoved() throws IOException {
    AtomicFile file = half();
    Files.delete(target);
    Files.createDirectories(target.resolve("in-the-way"));

    assertThatThrownBy(file::close).isInstanceOf(IOException.class);

    assertThat(folder.toFile().list()).containsExactly("a");
    assertThat(target.resolve("in-the-way")).isDirectory();
  }

  @Test
  void aFolderInItsPlaceIsRefusedBeforeAnythingIsWritten() {
    assertThatThrownBy(() -> AtomicFile.create(folder)).hasMessage("%s is a folder", folder);
    assertAsBefore();
  }

  @Test
  void whatIsPublishedIsNotTakenBack() throws IOException {
    AtomicFile file = half();
    assertThat(file.isOpen()).isTrue();
    file.close();

    file.abort();
    file.close();

    assertThat(file.isOpen()).isFalse();
    assertThat(folder.toFile().list()).containsExactly("a");
    assertThat(target).hasBinaryContent(new byte[] {4});
  }

  @Test
  void whatIsTakenBackIsNotPublished() throws IOException {
    AtomicFile file = half();
    file.abort();

    file.close();
    file.abort();

    assertThat(file.isOpen()).isFalse();
    assertAsBefore();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void noFileStaysOpen() throws IOException {
    AtomicFile published = half();
    AtomicFile abandoned = half();
    assertThat(open()).hasSize(2);

    published.close();
    abandoned.abort();

    assertThat(open()).isEmpty();
  }

  /** The files of the folder that this process has open, also those that are deleted. */
  private List<Path> open() throws IOException {
    List<Path> open = new ArrayList<>();
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors) {
        // The one that lists the others is gone by then.
        if (Files.isSymbolicLink(descriptor)) {
          open.add(Files.readSymbolicLink(descriptor));
        }
      }
    }
    open.removeIf(file -> !file.startsWith(folder.toAbsolutePath()));
    return open;
  }
}
