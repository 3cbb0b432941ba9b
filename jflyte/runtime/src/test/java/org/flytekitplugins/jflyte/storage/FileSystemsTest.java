package org.flytekitplugins.jflyte.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.fixtures.TestModules;
import org.flytekitplugins.spi.BlobTransfer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FileSystemsTest {
  @TempDir Path folder;

  private static void refuses(FileSystems fileSystems, String uri, String message, Object... args) {
    assertThatThrownBy(() -> fileSystems.forUri(uri))
        .isInstanceOf(JflyteException.class)
        .hasMessage(message, args);
  }

  @Test
  void filesAreServedWithoutLoadingAModule() throws Exception {
    Files.createDirectory(folder.resolve("broken"));
    FileSystems fileSystems = FileSystems.of(Map.of(), folder.resolve("not there"));

    assertThat(fileSystems.forUri("file:///a")).isInstanceOf(LocalFileSystem.class);
  }

  @Test
  void modulesServeTheirSchemes() {
    TestModules.fileSystem(folder.resolve("a"), "one");
    TestModules.fileSystem(folder.resolve("b"), "two");
    BlobStore store = new BlobStore(FileSystems.of(Map.of(), folder));

    store.write("one://x", new byte[] {1});
    store.write("two://x", new byte[] {2});

    assertThat(store.read("one://x")).isEqualTo(new byte[] {1});
    assertThat(store.read("two://x")).isEqualTo(new byte[] {2});
  }

  @Test
  void aSchemeThatNoModuleServesIsRefused() {
    TestModules.fileSystem(folder.resolve("a"), "one");

    refuses(
        FileSystems.of(Map.of(), folder),
        "s3://bucket/key",
        "URI s3://bucket/key: no file system serves scheme s3, only file, one (these are built in or"
            + " in %s): put a module that serves it into the module directory"
            + " (FLYTE_INTERNAL_MODULE_DIR)",
        folder);
  }

  @Test
  void withoutModulesOnlyFilesAreServed() {
    refuses(
        FileSystems.of(Map.of(), null),
        "gs://bucket/key",
        "URI gs://bucket/key: no file system serves scheme gs, only file (there is no module"
            + " directory): put a module that serves it into the module directory"
            + " (FLYTE_INTERNAL_MODULE_DIR)");
  }

  @Test
  void aSchemeThatTwoModulesServeIsRefused() {
    TestModules.fileSystem(folder.resolve("a"), "one");
    TestModules.fileSystem(folder.resolve("b"), "one");

    refuses(
        FileSystems.of(Map.of(), folder),
        "one://x",
        "URI one://x: scheme one is served by %s and by %s: remove one of these modules",
        folder.resolve("a"),
        folder.resolve("b"));
  }

  @Test
  void aUsersOwnModuleGoesBeforeJflytesOwn() throws Exception {
    TestModules.fileSystem(folder.resolve("a"), "one");
    TestModules.jflytesOwn(folder.resolve("b"), "one");
    FileSystems fileSystems = FileSystems.of(Map.of(), folder);
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(said, true, UTF_8));
    try {
      new BlobStore(fileSystems).write("one://x", new byte[] {1});
      assertThat(fileSystems.forUri("one://x")).isNotInstanceOf(BlobTransfer.class);
    } finally {
      System.setErr(before);
    }

    assertThat(said.toString(UTF_8))
        .isEqualTo(
            "[jflyte] scheme one is served by %s, which goes before jflyte's own module: remove it"
                    .formatted(folder.resolve("a"))
                + " to have that back\n");
  }

  @Test
  void whatAModuleCanDoBeyondIsDoneInItsContext() throws Exception {
    TestModules.jflytesOwn(folder.resolve("b"), "one");
    BlobStore store = new BlobStore(FileSystems.of(Map.of(), folder));
    Path file = Files.write(folder.resolve("file"), new byte[] {1, 2});
    List<Long> progress = new ArrayList<>();

    store.upload(Map.of("one://a", file), progress::add);
    store.download(Map.of("one://a", folder.resolve("copy")), progress::add);

    assertThat(folder.resolve("copy")).hasBinaryContent(new byte[] {1, 2});
    assertThat(progress).containsExactly(2L, 2L);
    assertThat(store.writeIfAbsentWhile(() -> true, "one://b", new byte[] {1})).isTrue();
    assertThat(store.writeIfAbsentWhile(() -> false, "one://c", new byte[] {1})).isFalse();
    assertThatThrownBy(() -> store.download(Map.of("one://none", folder.resolve("x")), b -> {}))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("cannot download one://none: there is no such blob");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a/b", "a", "", "://a", "1x://a", "ä://a", "a b://c"})
  void aUriHasAScheme(String uri) {
    refuses(
        FileSystems.of(Map.of(), null),
        uri,
        "URI '%s' has no scheme: write file:///a/path for a file of this machine",
        uri);
  }
}
