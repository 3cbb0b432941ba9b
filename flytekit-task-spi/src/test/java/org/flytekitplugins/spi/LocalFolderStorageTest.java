package org.flytekitplugins.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is uploaded can be downloaded again, whole and elsewhere. */
class LocalFolderStorageTest {
  @TempDir Path here;
  private LocalFolderStorage storage;

  @BeforeEach
  void makeStorage() {
    storage = LocalFolderStorage.in(here.resolve("storage"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model.pb",
        "two words.txt",
        "ümläut-模型.bin",
        "100%25.txt",
        "a+b#c&d=e~.txt",
        ".h"
      })
  void aFileKeepsItsNameAndBytes(String name) throws IOException {
    byte[] bytes = new byte[100_000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31);
    }
    Path source = Files.write(here.resolve(name), bytes);

    URI uri = storage.upload(source);
    Path target = here.resolve("downloaded");
    storage.download(uri, target);

    assertThat(uri.getScheme()).isEqualTo("file");
    assertThat(Path.of(uri).getFileName()).hasToString(name);
    assertThat(target).hasBinaryContent(bytes);
  }

  @Test
  void aFolderKeepsEverythingInIt() throws IOException {
    Path source = here.resolve("my model");
    write(source.resolve("saved_model.pb"), "graph");
    write(source.resolve("variables/variables.index"), "index");
    write(source.resolve("variables/deep er/α"), "alpha");
    Files.createDirectories(source.resolve("assets"));

    storage.download(storage.upload(source), here.resolve("copy"));

    assertThat(tree(here.resolve("copy")))
        .isEqualTo(
            Map.of(
                "assets/", "",
                "saved_model.pb", "graph",
                "variables/", "",
                "variables/deep er/", "",
                "variables/deep er/α", "alpha",
                "variables/variables.index", "index"));
  }

  @Test
  void anEmptyFolderIsAFolder() throws IOException {
    storage.download(
        storage.upload(Files.createDirectory(here.resolve("empty"))), here.resolve("copy"));

    assertThat(here.resolve("copy")).isEmptyDirectory();
  }

  @Test
  void aLinkIsUploadedAsWhatItPointsTo() throws IOException {
    Path file = write(here.resolve("latest/file"), "content");
    Path link = here.resolve("link");
    try {
      Files.createSymbolicLink(link, file.getParent());
    } catch (IOException | UnsupportedOperationException e) {
      assumeTrue(false, "this system does not let us make links");
    }

    storage.download(storage.upload(link), here.resolve("copy"));

    assertThat(tree(here.resolve("copy"))).isEqualTo(Map.of("file", "content"));
  }

  @Test
  void twoUploadsOfOneFileHaveTwoPlaces() throws IOException {
    Path source = write(here.resolve("model"), "first");
    URI first = storage.upload(source);
    write(source, "second");
    URI second = storage.upload(source);

    assertThat(first).isNotEqualTo(second);
    assertThat(Path.of(first)).hasContent("first");
    assertThat(Path.of(second)).hasContent("second");
  }

  @Test
  void anotherStorageInTheSameFolderDownloadsIt() throws IOException {
    URI uri = storage.upload(write(here.resolve("model"), "shared"));

    LocalFolderStorage.in(here.resolve("storage")).download(uri, here.resolve("copy"));

    assertThat(here.resolve("copy")).hasContent("shared");
  }

  @Test
  void aDownloadMakesTheFoldersAboveItsTarget() throws IOException {
    Path file = write(here.resolve("file"), "f");
    write(here.resolve("folder/file"), "g");

    storage.download(storage.upload(file), here.resolve("a/b/file"));
    storage.download(storage.upload(here.resolve("folder")), here.resolve("c/d/folder"));

    assertThat(here.resolve("a/b/file")).hasContent("f");
    assertThat(here.resolve("c/d/folder/file")).hasContent("g");
  }

  @Test
  void aDownloadNeverTouchesWhatIsThere() throws IOException {
    URI uri = storage.upload(write(here.resolve("file"), "new"));
    Path target = write(here.resolve("there"), "old");

    assertThatThrownBy(() -> storage.download(uri, target))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(
            "cannot download %s to %s: java.nio.file.FileAlreadyExistsException: %s",
            uri, target, target);
    assertThat(target).hasContent("old");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://example.org/model", "s3://bucket/model", "model", "/model"})
  void onlyFileUrisAreDownloaded(String uri) {
    assertThatThrownBy(() -> storage.download(URI.create(uri), here.resolve("copy")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(uri + " cannot be downloaded here: a local folder serves file: URIs only");
  }

  @Test
  void theSchemeIsReadInAnyCase() throws IOException {
    URI uri = storage.upload(write(here.resolve("file"), "content"));

    storage.download(
        URI.create(uri.toString().replaceFirst("^file:", "FILE:")), here.resolve("copy"));

    assertThat(here.resolve("copy")).hasContent("content");
  }

  @Test
  void whatIsMissingCannotBeUploadedOrDownloaded() {
    Path missing = here.resolve("missing");

    assertThatThrownBy(() -> storage.upload(missing))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(
            "cannot upload %s to %s: java.nio.file.NoSuchFileException: %s",
            missing, here.resolve("storage").resolve("uploads"), missing);
    assertThatThrownBy(() -> storage.download(missing.toUri(), here.resolve("copy")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(
            "cannot download %s to %s: java.nio.file.NoSuchFileException: %s",
            missing.toUri(), here.resolve("copy"), missing);
  }

  @Test
  void aFileSystemRootCannotBeUploaded() {
    Path root = here.getRoot();

    assertThatThrownBy(() -> storage.upload(root))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("cannot upload " + root + " to ")
        .hasMessageEndingWith("a file system root cannot be uploaded");
  }

  @Test
  void aFolderAroundTheStorageIsNotCopiedIntoItself() {
    assertThatThrownBy(() -> storage.upload(here))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("cannot upload " + here + " to ")
        .hasMessageEndingWith(": a folder cannot be copied into itself");
  }

  @Test
  void checkpointsOfThePreviousAttemptAreReadFromItsFolder() throws IOException {
    Path file = write(here.resolve("file"), "step 7");
    storage.checkpoints().write("step", file);
    LocalFolderStorage next =
        LocalFolderStorage.in(here.resolve("second"), here.resolve("storage"));

    assertThat(storage.previousCheckpoints()).isEmpty();
    assertThat(next.previousCheckpoints().orElseThrow().read("step", here.resolve("read")))
        .isTrue();
    assertThat(here.resolve("read")).hasContent("step 7");
    assertThat(next.checkpoints().read("step", here.resolve("none"))).isFalse();
  }

  private static Path write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  /** The content of every file below a folder by its path, and folders with a slash. */
  private static Map<String, String> tree(Path folder) throws IOException {
    Map<String, String> tree = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(p -> !p.equals(folder)).toList()) {
        String name = folder.relativize(path).toString().replace('\\', '/');
        if (Files.isDirectory(path)) {
          tree.put(name + "/", "");
        } else {
          tree.put(name, Files.readString(path, StandardCharsets.UTF_8));
        }
      }
    }
    return tree;
  }
}
