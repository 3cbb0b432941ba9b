package org.flytekitplugins.jflyte.testing.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.flytekitplugins.spi.TaskStorage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Tests get what they ask for as parameters. */
@ExtendWith(TaskStorageExtension.class)
class TaskStorageExtensionTest {
  private static @Nullable URI uploaded;

  @RegisterExtension final LocalFlyteAdminExtension admin = LocalFlyteAdminExtension.create();

  @Test
  void storageIsFilesThatCanBeHadAgain(TaskStorage storage, @TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("model"), "weights");

    URI uri = storage.upload(file);
    storage.download(uri, folder.resolve("again"));

    assertThat(uri).hasScheme("file");
    assertThat(folder.resolve("again")).hasContent("weights");
    assertThat(TaskStorage.current()).isSameAs(storage);
    uploaded = uri;
  }

  @Test
  void nothingOfItStaysBehind() {
    EngineTestKit.engine("junit-jupiter")
        .selectors(
            selectMethod(
                TaskStorageExtensionTest.class,
                "storageIsFilesThatCanBeHadAgain",
                TaskStorage.class.getName() + "," + Path.class.getName()))
        .execute()
        .testEvents()
        .assertStatistics(statistics -> statistics.succeeded(1));

    assertThat(uploaded).isNotNull();
    assertThat(Path.of(java.util.Objects.requireNonNull(uploaded))).doesNotExist();
  }

  @Test
  void aServerIsAParameterToo(LocalFlyteAdmin server) {
    assertThat(server).isSameAs(admin.admin());
  }
}
