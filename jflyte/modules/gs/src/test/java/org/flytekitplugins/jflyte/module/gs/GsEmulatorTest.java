package org.flytekitplugins.jflyte.module.gs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.flyte.jflyte.api.FileSystem;
import org.flytekitplugins.jflyte.storage.BlobStore;
import org.flytekitplugins.jflyte.storage.FileSystems;
import org.flytekitplugins.spi.BlobTransfer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * The module with a server that plays Google's. By hand, because it is a Go program: {@code
 * FAKE_GCS_SERVER=~/go/bin/fake-gcs-server mvn -pl jflyte/modules/gs test}, after {@code go install
 * github.com/fsouza/fake-gcs-server@latest}.
 */
@EnabledIfEnvironmentVariable(
    named = GsEmulator.VARIABLE,
    matches = ".+",
    disabledReason = "FAKE_GCS_SERVER does not say where fake-gcs-server is")
final class GsEmulatorTest {
  private static GsEmulator google;
  private static FileSystem gs;
  private static BlobStore store;

  @TempDir static Path shared;
  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    google = GsEmulator.start(shared);
    gs = new GsFileSystemRegistrar().load(google.environment()).iterator().next();
    store = new BlobStore(FileSystems.of(List.of(gs)));
  }

  @AfterAll
  static void stop() throws Exception {
    google.close();
  }

  private Path file(String name, int size) throws Exception {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return Files.write(folder.resolve(name), bytes);
  }

  @Test
  void blobsAreWrittenReadAndOverwritten() {
    String uri = "gs://staging/data/0/outputs.pb";
    assertThat(store.readIfPresent(uri)).isEmpty();
    store.write(uri, new byte[] {1, 2, 3});
    store.write(uri, new byte[] {4});

    assertThat(store.readIfPresent(uri)).hasValue(new byte[] {4});
  }

  @Test
  void filesOfAllSizesGoUpAndComeDown() throws Exception {
    Map<String, Path> up = new LinkedHashMap<>();
    Map<String, Path> down = new LinkedHashMap<>();
    for (int size : new int[] {0, 1, 1 << 20, (1 << 20) + 1, 16 << 20, (40 << 20) + 1}) {
      up.put("gs://staging/sizes/" + size, file("up-" + size, size));
      down.put("gs://staging/sizes/" + size, folder.resolve("down/" + size));
    }
    store.upload(up, bytes -> {});
    store.download(down, bytes -> {});

    for (String uri : up.keySet()) {
      assertThat(down.get(uri)).hasSameBinaryContentAs(up.get(uri));
    }
  }

  @Test
  void onlyOneOfManyWritersIsTheFirst() {
    Map<Boolean, Long> firsts =
        IntStream.range(0, 16)
            .parallel()
            .mapToObj(
                i -> ((BlobTransfer) gs).putIfAbsent("gs://staging/first", new byte[] {(byte) i}))
            .collect(Collectors.groupingBy(first -> first, Collectors.counting()));

    assertThat(firsts).isEqualTo(Map.of(true, 1L, false, 15L));
  }

  @Test
  void whatIsNotThereIsNamed() {
    assertThatThrownBy(() -> store.read("gs://staging/nothing"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("cannot read gs://staging/nothing: there is no such blob");
    assertThatThrownBy(() -> store.download("gs://staging/nothing", folder.resolve("x")))
        .hasMessage("cannot download gs://staging/nothing: there is no such blob");
    assertThatThrownBy(() -> store.write("gs://elsewhere/a", new byte[1]))
        .hasMessage(
            "cannot write gs://elsewhere/a: there is no bucket elsewhere: make it, or correct the"
                + " URI");
  }
}
