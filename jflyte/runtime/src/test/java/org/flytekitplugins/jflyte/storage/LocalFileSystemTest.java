package org.flytekitplugins.jflyte.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LocalFileSystemTest {
  private final LocalFileSystem fileSystem = new LocalFileSystem();
  private final BlobStore store = new BlobStore(FileSystems.of(Map.of(), null));

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "file:///a/b, /a/b",
    "file:/a/b, /a/b",
    "file://localhost/a/b, /a/b",
    "file:///a%20b/c%25, /a b/c%",
    "file:///a b/100%, /a b/100%",
    "file:///a/%C3%BC/ü, /a/ü/ü",
    "file:///a/b#c?d, /a/b#c?d",
    "file:///a/%zz%4, /a/%zz%4",
  })
  void aUriIsAPath(String uri, String path) {
    assertThat(LocalFileSystem.path(uri)).isEqualTo(Path.of(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"file://host/a", "file:a", "/a", "file:", "file://"})
  void otherHostsAndRelativePathsAreRefused(String uri) {
    assertThatThrownBy(() -> LocalFileSystem.path(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("URI %s names no file of this machine: write file:///a/path", uri);
  }

  @Test
  void foldersOnTheWayAreMade() {
    String uri = folder.resolve("a/b/c d.pb").toUri().toString();

    store.write(uri, new byte[] {1, 2});

    assertThat(folder.resolve("a/b/c d.pb")).hasBinaryContent(new byte[] {1, 2});
  }

  @Test
  void aLargeBlobIsReadWhole() {
    String uri = folder.resolve("large").toUri().toString();
    byte[] content = new byte[1_000_003];
    content[1_000_000] = 7;
    store.write(uri, content);

    assertThat(store.read(uri)).isEqualTo(content);
  }

  @Test
  void nothingIsSeenBeforeTheWriterIsClosed() throws Exception {
    Path file = folder.resolve("a");

    try (WritableByteChannel channel = fileSystem.writer(file.toUri().toString())) {
      channel.write(ByteBuffer.wrap(new byte[] {1}));
      assertThat(file).doesNotExist();
    }

    assertThat(file).hasBinaryContent(new byte[] {1});
    assertThat(folder.toFile().list()).containsExactly("a");
  }

  @Test
  void anAbortedWriterLeavesTheFileAsItWas() throws Exception {
    Path file = Files.write(folder.resolve("a"), new byte[] {1, 2, 3});

    try (WritableByteChannel channel = fileSystem.writer(file.toUri().toString())) {
      channel.write(ByteBuffer.wrap(new byte[] {4}));
      ((Abortable) channel).abort();
    }

    assertThat(folder.toFile().list()).containsExactly("a");
    assertThat(file).hasBinaryContent(new byte[] {1, 2, 3});
  }

  @Test
  void readersSeeTheOldFileOrTheNewOneWhileItIsReplaced() throws Exception {
    String uri = folder.resolve("a").toUri().toString();
    byte[] old = "o".repeat(100_000).getBytes(UTF_8);
    byte[] young = "y".repeat(50_000).getBytes(UTF_8);
    store.write(uri, old);
    AtomicBoolean done = new AtomicBoolean();
    AtomicReference<byte[]> other = new AtomicReference<>();
    Thread reader =
        new Thread(
            () -> {
              while (!done.get()) {
                byte[] seen = store.read(uri);
                if (!List.of(new String(old, UTF_8), new String(young, UTF_8))
                    .contains(new String(seen, UTF_8))) {
                  other.set(seen);
                }
              }
            });

    reader.start();
    for (int i = 0; i < 200; i++) {
      store.write(uri, i % 2 == 0 ? young : old);
    }
    done.set(true);
    reader.join();

    assertThat(other).hasNullValue();
  }

  @Test
  void aFolderIsNotABlob() {
    String uri = folder.toUri().toString();

    assertThat(store.exists(uri)).isFalse();
    assertThatThrownBy(() -> new BlobStore(FileSystems.of(Map.of(), null)).write(uri, new byte[1]))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("is a folder");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    String uri = "file://" + folder.resolve("missing");

    assertThatThrownBy(() -> store.read(uri))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("cannot read %s: there is no such blob", uri)
        .hasCauseInstanceOf(NoSuchFileException.class);
  }
}
