package org.flytekitplugins.jflyte.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.fixtures.TestModules;
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
