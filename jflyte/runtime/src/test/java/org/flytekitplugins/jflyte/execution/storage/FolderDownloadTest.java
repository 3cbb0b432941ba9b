package org.flytekitplugins.jflyte.execution.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.flyte.jflyte.api.FileSystem;
import org.flyte.jflyte.api.Manifest;
import org.flytekitplugins.jflyte.storage.BlobStore;
import org.flytekitplugins.jflyte.storage.FileSystems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of files that is fetched from a store which fails in its middle. */
class FolderDownloadTest {
  @TempDir private Path folder;
  private boolean isBroken;

  @Test
  void whatFailsHalfwayLeavesNothingAndAnotherTryGetsItAll() throws IOException {
    Path model = Files.createDirectories(folder.resolve("model/empty")).getParent();
    Files.createDirectories(model.resolve("variables"));
    Files.writeString(model.resolve("a.txt"), "a");
    Files.writeString(model.resolve("variables/z.txt"), "z");
    BlobTaskStorage storage =
        BlobTaskStorage.of(
            new BlobStore(FileSystems.of(List.of(new Disk())), 2, Duration.ofMillis(1)),
            "disk://" + folder.resolve("raw"),
            null,
            null);
    URI uploaded = storage.upload(model);
    Path target = folder.resolve("here/model");

    isBroken = true;
    assertThatThrownBy(() -> storage.download(uploaded, target))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("z.txt");
    assertThat(folder.resolve("here")).isEmptyDirectory();

    isBroken = false;
    storage.download(uploaded, target);
    assertThat(folder.resolve("here")).isDirectoryContaining(path -> path.equals(target));
    try (Stream<Path> all = Files.walk(target)) {
      assertThat(all.map(path -> target.relativize(path).toString()))
          .containsExactlyInAnyOrder("", "a.txt", "empty", "variables", "variables/z.txt");
    }
  }

  /** Files of this machine by another name, of which {@code z.txt} cannot be read while broken. */
  private final class Disk implements FileSystem {
    @Override
    public String getScheme() {
      return "disk";
    }

    @Override
    public ReadableByteChannel reader(String uri) {
      if (isBroken && uri.endsWith("z.txt")) {
        throw new UncheckedIOException(new IOException("503 slow down"));
      }
      try {
        return Files.newByteChannel(file(uri));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public WritableByteChannel writer(String uri) {
      try {
        Files.createDirectories(file(uri).getParent());
        return Files.newByteChannel(file(uri), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Manifest getManifest(String uri) {
      return Files.isRegularFile(file(uri)) ? Manifest.create() : null;
    }

    private Path file(String uri) {
      return Path.of(uri.substring("disk://".length()));
    }
  }
}
