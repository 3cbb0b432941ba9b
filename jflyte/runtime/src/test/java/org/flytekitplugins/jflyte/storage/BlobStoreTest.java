package org.flytekitplugins.jflyte.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.flytekitplugins.jflyte.JflyteException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BlobStoreTest {
  private static final String URI = "mem://bucket/a";
  private static final byte[] CONTENT = "some thirty bytes of content...".getBytes(UTF_8);

  private final FaultyFileSystem fileSystem = new FaultyFileSystem();
  private final BlobStore store = storeOf(5);

  @TempDir Path folder;

  private BlobStore storeOf(int attempts) {
    return new BlobStore(FileSystems.of(List.of(fileSystem)), attempts, Duration.ofMillis(1));
  }

  @Test
  void whatWasWrittenIsRead() {
    store.write(URI, CONTENT);

    assertThat(store.exists(URI)).isTrue();
    assertThat(store.read(URI)).isEqualTo(CONTENT);
    assertThat(store.readIfPresent(URI)).hasValue(CONTENT);
  }

  @Test
  void emptyBlobsAreBlobs() {
    store.write(URI, new byte[0]);

    assertThat(store.readIfPresent(URI)).hasValue(new byte[0]);
  }

  @Test
  void anAbsentBlobIsNotPresent() {
    assertThat(store.exists(URI)).isFalse();
    assertThat(store.readIfPresent(URI)).isEqualTo(Optional.empty());
  }

  @Test
  void readingSucceedsAfterFourFailures() {
    store.write(URI, CONTENT);
    fileSystem.failingReads.set(4);

    assertThat(store.read(URI)).isEqualTo(CONTENT);
  }

  @Test
  void readingFailsAfterFiveFailures() {
    store.write(URI, CONTENT);
    fileSystem.failingReads.set(5);

    assertThatThrownBy(() -> store.read(URI))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(
            "cannot read mem://bucket/a (tried 5 times): IllegalStateException: 503 slow down");
  }

  @Test
  void readingAnAbsentBlobIsNotTriedAgain() {
    assertThatThrownBy(() -> store.read(URI))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("cannot read mem://bucket/a: there is no such blob")
        .hasRootCauseMessage("404 no such key");
    assertThat(Collections.frequency(fileSystem.calls, "reader " + URI)).isEqualTo(1);
  }

  @Test
  void lookingForABlobIsTriedAgain() {
    store.write(URI, CONTENT);
    fileSystem.failingManifests.set(4);

    assertThat(store.exists(URI)).isTrue();
  }

  @Test
  void writingSucceedsAfterFailuresOfEitherKind() {
    fileSystem.failingWrites.set(2);
    fileSystem.failingCloses.set(2);

    store.write(URI, CONTENT);

    assertThat(fileSystem.blobs.get(URI)).isEqualTo(CONTENT);
  }

  @Test
  void aBlobThatCannotBeWrittenIsNotPublishedInPart() {
    fileSystem.failingWrites.set(1);

    assertThatThrownBy(() -> storeOf(1).write(URI, CONTENT))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("cannot write mem://bucket/a (tried once): IOException: disk full");
    assertThat(fileSystem.blobs).isEmpty();
  }

  @Test
  void anUploadThatFailsIsNotPublishedInPart() throws Exception {
    Path file = Files.write(folder.resolve("a"), CONTENT);
    fileSystem.failingWrites.set(1);

    assertThatThrownBy(() -> storeOf(1).upload(file, URI))
        .hasMessage(
            "cannot upload %s to mem://bucket/a (tried once): IOException: disk full", file);
    assertThat(fileSystem.blobs).isEmpty();
  }

  @Test
  void uploadsAndDownloadsAreTriedAgain() throws Exception {
    Path file = Files.write(folder.resolve("a"), CONTENT);
    Path copy = folder.resolve("sub/b");
    fileSystem.failingWrites.set(3);
    fileSystem.failingReads.set(3);

    store.upload(file, URI);
    store.download(URI, copy);

    assertThat(copy).hasBinaryContent(CONTENT);
    assertThat(copy.getParent().toFile().list()).containsExactly("b");
  }

  @Test
  void aFileThatIsNotThereIsNotUploaded() {
    Path file = folder.resolve("missing");

    assertThatThrownBy(() -> store.upload(file, URI))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(
            "cannot upload %s to mem://bucket/a: %s is not there or cannot be read", file, file);
  }

  @Test
  void noTryBeginsOnceAWriteIsNoLongerAllowed() {
    fileSystem.failingWrites.set(1);
    AtomicInteger asked = new AtomicInteger();

    boolean written = store.writeWhile(() -> asked.incrementAndGet() == 1, URI, CONTENT);

    assertThat(written).isFalse();
    assertThat(fileSystem.calls).containsExactly("writer " + URI);
    assertThat(fileSystem.blobs).isEmpty();
  }

  @Test
  void anInterruptEndsTheTries() {
    BlobStore patient =
        new BlobStore(FileSystems.of(List.of(fileSystem)), 5, Duration.ofMinutes(10));
    fileSystem.failingWrites.set(1);
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> patient.write(URI, CONTENT))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("cannot write mem://bucket/a: interrupted between two tries");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aSchemeThatNobodyServesIsNotTriedAgain() {
    assertThatThrownBy(() -> store.read("s3://bucket/a"))
        .isInstanceOf(JflyteException.class)
        .hasMessageStartingWith("URI s3://bucket/a: no file system serves scheme s3");
  }

  @Test
  void severalFilesTravelThroughAFileSystemThatKnowsOneAtATime() throws Exception {
    fileSystem.failingWrites.set(2);
    Map<String, Path> up = new LinkedHashMap<>();
    Map<String, Path> down = new LinkedHashMap<>();
    AtomicLong progress = new AtomicLong();
    for (int i = 0; i < 10; i++) {
      up.put("mem://bucket/" + i, Files.write(folder.resolve("up-" + i), new byte[i]));
      down.put("mem://bucket/" + i, folder.resolve("down-" + i));
    }

    store.upload(up, progress::addAndGet);
    store.download(down, progress::addAndGet);

    for (String uri : up.keySet()) {
      assertThat(down.get(uri)).hasSameBinaryContentAs(up.get(uri));
    }
    assertThat(progress).hasValue(2 * 45);
  }

  @Test
  void whatIsThereIsNotWrittenAgain() {
    assertThat(store.writeIfAbsentWhile(() -> true, URI, CONTENT)).isTrue();
    assertThat(store.writeIfAbsentWhile(() -> false, URI, new byte[1])).isTrue();
    assertThat(store.writeIfAbsentWhile(() -> false, URI + "b", new byte[1])).isFalse();

    assertThat(store.read(URI)).isEqualTo(CONTENT);
    assertThat(store.exists(URI + "b")).isFalse();
  }
}
