package org.flytekitplugins.jflyte.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.flyte.jflyte.api.FileSystem;
import org.flyte.jflyte.api.Token;
import org.flyte.jflyte.api.TokenSourceFactory;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.fixtures.TestModules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModuleDirectoryTest {
  @TempDir Path folder;

  @Test
  void eachFolderIsAModuleWithAClassLoaderOfItsOwn() throws Exception {
    TestModules.fileSystem(folder.resolve("b"), "two");
    TestModules.fileSystem(folder.resolve("a"), "one");
    Files.writeString(folder.resolve("README"), "not a module");

    List<JflyteModule> modules = ModuleDirectory.of(folder).modules();

    assertThat(modules)
        .extracting(JflyteModule::directory)
        .containsExactly(folder.resolve("a"), folder.resolve("b"));
    assertThat(modules)
        .extracting(module -> module.fileSystems(Map.of()).get(0).getScheme())
        .containsExactly("one", "two");
  }

  @Test
  void aModulesCodeRunsWithItsClassLoaderInTheContext() throws Exception {
    TestModules.fileSystem(folder.resolve("a"), "one");
    ClassLoader before = Thread.currentThread().getContextClassLoader();

    FileSystem fileSystem =
        ModuleDirectory.of(folder).modules().get(0).fileSystems(Map.of()).get(0);

    // The module under test throws when it is called with another one.
    assertThat(fileSystem.getScheme()).isEqualTo("one");
    assertThat(fileSystem.getManifest("one://a")).isNull();
    try (WritableByteChannel channel = fileSystem.writer("one://a")) {
      assertThat(channel.isOpen()).isTrue();
      channel.write(ByteBuffer.wrap(new byte[] {1, 2}));
    }
    assertThat(fileSystem.getManifest("one://a")).isNotNull();
    try (ReadableByteChannel channel = fileSystem.reader("one://a")) {
      ByteBuffer read = ByteBuffer.allocate(10);
      assertThat(channel.read(read)).isEqualTo(2);
    }
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
  }

  @Test
  void aModuleSeesTheEnvironmentThatItIsGiven() throws Exception {
    TestModules.tokens(folder.resolve("a"), "magic");

    TokenSourceFactory factory =
        ModuleDirectory.of(folder)
            .modules()
            .get(0)
            .tokenSourceFactories(Map.of("ACME_TOKEN", "t0ken"))
            .get(0);

    assertThat(factory.getMethod()).isEqualTo("magic");
    assertThat(factory.getTokenSource().token())
        .isEqualTo(
            Token.builder()
                .accessToken("t0ken")
                .tokenType("Bearer")
                .expiry(Instant.ofEpochSecond(1))
                .build());
  }

  @Test
  void aModuleOfOneSortHasNoneOfTheOther() throws Exception {
    TestModules.tokens(folder.resolve("a"), "magic");

    assertThat(ModuleDirectory.of(folder).modules().get(0).fileSystems(Map.of())).isEmpty();
  }

  @Test
  void aDirectoryThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> ModuleDirectory.of(folder.resolve("x")))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "module directory %s is not a directory: set FLYTE_INTERNAL_MODULE_DIR to a folder with"
                + " one folder of jars for each module",
            folder.resolve("x"));
  }

  @Test
  void aModuleThatCannotBeLoadedIsNamed() throws Exception {
    TestModules.tokens(folder.resolve("a"), "magic");
    JflyteModule module = ModuleDirectory.of(folder).modules().get(0);

    assertThatThrownBy(() -> module.tokenSourceFactories(Map.of()))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "module %s: its token sources cannot be loaded (java.lang.IllegalArgumentException:"
                + " ACME_TOKEN is not set): put a module there that is complete, with its"
                + " dependencies, or remove the folder",
            folder.resolve("a"));
  }
}
