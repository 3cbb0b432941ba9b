package org.flytekitplugins.kubeflow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.flyte.api.v1.Blob;
import org.flyte.api.v1.BlobType;
import org.flyte.flytekit.SdkBindingData;
import org.flytekitplugins.spi.LocalFolderStorage;
import org.flytekitplugins.spi.TaskStorage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files and folders on their way from one task to the next. */
class StoredBlobTest {
  @TempDir Path folder;
  private TaskStorage.Installation storage;

  @BeforeEach
  void installStorage() {
    storage = TaskStorage.install(LocalFolderStorage.in(folder.resolve("storage")));
  }

  @AfterEach
  void removeStorage() {
    storage.close();
  }

  @Test
  void aFileArrivesAsItWasSent() throws IOException {
    Path file = Files.writeString(folder.resolve("rows.csv"), "1,2,3");

    SdkBindingData<Blob> blob = StoredBlob.upload(file);

    assertThat(blob.get().metadata().type()).isEqualTo(BlobType.DEFAULT);
    assertThat(Path.of(URI.create(blob.get().uri()))).startsWith(folder.resolve("storage"));
    Path target = folder.resolve("new").resolve("rows");
    assertThat(StoredBlob.download(blob, target)).isEqualTo(target).hasContent("1,2,3");
  }

  @Test
  void aFolderArrivesWithAllThatIsInIt() throws IOException {
    Path model = Files.createDirectories(folder.resolve("model/variables"));
    Files.writeString(model.resolve("data"), "weights");

    SdkBindingData<Blob> blob = StoredBlob.upload(folder.resolve("model"));

    assertThat(StoredBlob.download(blob, folder.resolve("copy")).resolve("variables/data"))
        .hasContent("weights");
  }

  @Test
  void aTemporaryCopyHasItsNameAndIsGoneWithTheProcess() throws Exception {
    Path rows = Files.createDirectories(folder.resolve("rows 1"));
    Files.writeString(rows.resolve("a.csv"), "1,2,3");
    SdkBindingData<Blob> blob = StoredBlob.upload(rows);

    ProcessBuilder child =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("temporary")),
            "-cp",
            System.getProperty("java.class.path"),
            PrintDownload.class.getName(),
            blob.get().uri());
    child.environment().put("FLYTEKIT_STORAGE", folder.resolve("storage").toString());
    Process process = child.redirectErrorStream(true).start();
    try {
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(said.lines()).containsExactly("rows%201", "1,2,3");
    } finally {
      process.destroyForcibly();
    }
    assertThat(folder.resolve("temporary")).isEmptyDirectory();
  }

  @Test
  void noContentIsAnOutputButNotAnInput() {
    SdkBindingData<Blob> none = StoredBlob.none();

    assertThat(none.get().uri()).isEmpty();
    for (ThrowingCallable download :
        List.<ThrowingCallable>of(
            () -> StoredBlob.download(none), () -> StoredBlob.download(none, Path.of("model")))) {
      assertThatIllegalArgumentException()
          .isThrownBy(download)
          .withMessage(
              "the Blob has no content to download: the task that made it returned"
                  + " StoredBlob.none()");
    }
  }
}
