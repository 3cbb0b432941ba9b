package org.flytekitplugins.jflyte.execution.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.flytekitplugins.jflyte.execution.ScriptedPackage;
import org.flytekitplugins.jflyte.storage.BlobStore;
import org.flytekitplugins.jflyte.storage.FileSystems;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files, folders and checkpoints in a blob store that can neither list nor delete. */
class BlobTaskStorageTest {
  @TempDir Path folder;

  private BlobStore blobs;

  @BeforeEach
  void module() {
    // A real module, whose every fifth write fails.
    blobs = new BlobStore(FileSystems.of(Map.of("FLAKY_EVERY", "5"), ScriptedPackage.modules()));
  }

  private BlobTaskStorage storage(String scheme, Path checkpoint, Path previous) {
    return BlobTaskStorage.of(
        blobs,
        scheme + "://" + folder.resolve("raw"),
        checkpoint == null ? null : scheme + "://" + checkpoint,
        previous == null ? null : scheme + "://" + previous);
  }

  private BlobTaskStorage storage(String scheme) {
    return storage(scheme, null, null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"flaky", "file"})
  void aFileComesBack(String scheme) throws Exception {
    Path file = Files.writeString(folder.resolve("a model.bin"), "weights");
    URI uri = storage(scheme).upload(file);
    assertThat(uri.toString()).startsWith(scheme + ":").endsWith("/a%20model.bin");
    Path target = folder.resolve("new/folder/copy");
    Files.createDirectories(target.getParent());
    storage(scheme).download(uri, target);
    assertThat(target).hasContent("weights");
  }

  @ParameterizedTest
  @ValueSource(strings = {"flaky", "file"})
  void aFolderComesBackWithEmptyFoldersAndStrangeNames(String scheme) throws Exception {
    Path model = folder.resolve("model");
    Files.createDirectories(model.resolve("assets"));
    Files.createDirectories(model.resolve("variables/deep"));
    Files.writeString(model.resolve("saved_model.pb"), "graph");
    Files.writeString(model.resolve("variables/deep/100% ü+?#.index"), "index");
    URI uri = storage(scheme).upload(model);
    Path target = folder.resolve("copy");
    storage(scheme).download(uri, target);
    assertThat(tree(target)).isEqualTo(tree(model)).hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"flaky", "file"})
  void aFoldersUriMayEndInASlash(String scheme) throws Exception {
    Path model = Files.createDirectory(folder.resolve("model"));
    Files.writeString(model.resolve("a"), "x");
    URI uri = storage(scheme).upload(model);
    storage(scheme).download(URI.create(uri + "/"), folder.resolve("copy"));
    assertThat(tree(folder.resolve("copy"))).isEqualTo(tree(model));
  }

  @Test
  void twoUploadsOfOneNameDoNotMeet() throws Exception {
    Path file = Files.writeString(folder.resolve("f"), "one");
    URI first = storage("flaky").upload(file);
    Files.writeString(file, "two");
    URI second = storage("flaky").upload(file);
    storage("flaky").download(first, folder.resolve("1"));
    storage("flaky").download(second, folder.resolve("2"));
    assertThat(folder.resolve("1")).hasContent("one");
    assertThat(folder.resolve("2")).hasContent("two");
  }

  @Test
  void whatCannotBeDoneIsSaid() throws Exception {
    BlobTaskStorage storage = storage("flaky");
    assertThatThrownBy(() -> storage.upload(folder.resolve("nothing")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("nothing");
    URI uri = storage.upload(Files.writeString(folder.resolve("f"), "x"));
    assertThatThrownBy(() -> storage.download(uri, folder.resolve("f")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("there is something already");
    assertThatThrownBy(() -> storage.download(URI.create("flaky:///no/where"), folder.resolve("t")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("no such blob");
    assertThatThrownBy(() -> storage.download(URI.create("gopher://a/b"), folder.resolve("t")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gopher");
  }

  @Test
  void anIndexThatNamesWhatIsOutsideIsRefused() throws Exception {
    Path evil = folder.resolve("raw/evil");
    Files.createDirectories(evil.getParent());
    Files.writeString(Path.of(evil + FolderIndex.SUFFIX), "f ../../escaped\n");
    assertThatThrownBy(
            () -> storage("flaky").download(URI.create("flaky://" + evil), folder.resolve("t")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("outside");
    assertThat(folder.resolve("escaped")).doesNotExist();
  }

  @Test
  void checkpointsAreWhereTheNextAttemptLooks() throws Exception {
    Path checkpoint = folder.resolve("attempt-0/checkpoints");
    BlobTaskStorage first = storage("flaky", checkpoint, null);
    assertThat(first.previousCheckpoints()).isEmpty();
    Path file = Files.writeString(folder.resolve("f"), "step 200");
    first.checkpoints().write("latest", file);

    BlobTaskStorage second = storage("flaky", folder.resolve("attempt-1"), checkpoint);
    assertThat(second.previousCheckpoints().orElseThrow().read("latest", folder.resolve("t")))
        .isTrue();
    assertThat(folder.resolve("t")).hasContent("step 200");
    Files.writeString(folder.resolve("t"), "kept");
    assertThat(second.checkpoints().read("latest", folder.resolve("t"))).isFalse();
    assertThat(folder.resolve("t")).hasContent("kept");
  }

  @Test
  void checkpointsAreUnderTheRawOutputsUnlessFlyteSaysWhere() {
    assertThat(storage("flaky").checkpoints().uri())
        .isEqualTo(URI.create("flaky://" + folder.resolve("raw/_flytecheckpoints")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ".", "..", "a/b", "a\\b", "a:b", "a\nb"})
  void aCheckpointsNameIsPlain(String name) {
    assertThatThrownBy(() -> storage("flaky").checkpoints().read(name, folder.resolve("t")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a plain name");
  }

  private static Map<String, String> tree(Path root) throws Exception {
    Map<String, String> tree = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.toList()) {
        if (!path.equals(root)) {
          tree.put(
              root.relativize(path).toString(),
              Files.isDirectory(path) ? "/" : Files.readString(path));
        }
      }
    }
    return tree;
  }
}
