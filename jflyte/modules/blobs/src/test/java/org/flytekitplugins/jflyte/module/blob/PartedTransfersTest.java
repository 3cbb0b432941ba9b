package org.flytekitplugins.jflyte.module.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.flytekitplugins.spi.StorageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Blobs of ten bytes a part, so that little is much. */
final class PartedTransfersTest {
  private static final int PART = 10;

  @TempDir Path folder;
  private final MemoryService service = new MemoryService();
  private final BlobFileSystem blobs = new BlobFileSystem("mem", service, PART);

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private Path file(int size) throws IOException {
    return Files.write(folder.resolve("file-" + size), bytes(size));
  }

  private static BlobAddress at(String key) {
    return new BlobAddress("b", key);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "10, 1", "11, 4", "30, 5", "31, 6", "1000, 102"})
  void aFileIsThereWholeAfterAsFewRequestsAsCanBe(int size, int requests) throws IOException {
    AtomicLong progress = new AtomicLong();
    blobs.upload(Map.of("mem://b/k", file(size)), progress::addAndGet);

    assertThat(service.blobs.get(at("k"))).isEqualTo(bytes(size));
    assertThat(service.calls).hasSize(requests);
    assertThat(progress).hasValue(size);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "10, 1", "11, 2", "30, 3", "31, 4", "1000, 100"})
  void aBlobIsHereWholeAfterAsFewRequestsAsCanBe(int size, int requests) throws IOException {
    service.blobs.put(at("k"), bytes(size));
    AtomicLong progress = new AtomicLong();
    Path target = folder.resolve("new/folder/copy");
    blobs.download(Map.of("mem://b/k", target), progress::addAndGet);

    assertThat(target).hasBinaryContent(bytes(size));
    assertThat(service.calls).hasSize(requests);
    assertThat(progress).hasValue(size);
    assertThat(target.getParent()).isDirectoryNotContaining("glob:**.unfinished-*");
  }

  @Test
  void partsGoInTheirOrderWhereTheyMust() throws IOException {
    service.isInOrder = true;
    blobs.upload(Map.of("mem://b/k", file(35)), bytes -> {});

    assertThat(service.calls)
        .containsExactly("start k", "part k 0", "part k 1", "part k 2", "part k 3", "complete k 4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"start k", "part k 1", "complete k 4"})
  void whatFailsOnItsWayUpPublishesNothingAndLeavesNothing(String refused) throws IOException {
    service.blobs.put(at("k"), bytes(3));
    service.refused = refused::equals;
    Map<String, Path> files = Map.of("mem://b/k", file(35));

    assertThatThrownBy(() -> blobs.upload(files, bytes -> {}))
        .isInstanceOf(StorageException.class)
        .hasMessage("mem://b/k: no " + refused);
    assertThat(service.blobs.get(at("k"))).isEqualTo(bytes(3));
    assertThat(service.unfinished).isEmpty();
  }

  @Test
  void whatFailsOnItsWayDownLeavesTheOldFileAndNothingElse() throws IOException {
    service.blobs.put(at("k"), bytes(35));
    service.refused = call -> call.startsWith("open k 20");
    Path old = file(5);

    assertThatThrownBy(() -> blobs.download(Map.of("mem://b/k", old), bytes -> {}))
        .isInstanceOf(StorageException.class)
        .hasMessage("mem://b/k: no open k 20 10");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(old);
    }
    assertThat(old).hasBinaryContent(bytes(5));
  }

  @Test
  void aCutConnectionGoesOnWhereItWasCut() {
    service.blobs.put(at("k"), bytes(10));
    service.readsEndAfter = 4;
    blobs.download(Map.of("mem://b/k", folder.resolve("copy")), bytes -> {});

    assertThat(folder.resolve("copy")).hasBinaryContent(bytes(10));
    assertThat(service.calls).containsExactly("open k 0 -1", "open k 4 6", "open k 8 2");
  }

  @Test
  void oneThatIsCutAgainAndAgainIsGivenUp() {
    service.blobs.put(at("k"), bytes(10));
    service.readsEndAfter = 0;

    assertThatThrownBy(() -> blobs.download(Map.of("mem://b/k", folder.resolve("copy")), b -> {}))
        .isInstanceOf(StorageException.class)
        .hasMessageStartingWith(
            "mem://b/k: the connection is cut again and again (tried 5 times, ");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void manyFilesFailWithTheOneThatDoes() throws IOException {
    Map<String, Path> files = new LinkedHashMap<>();
    for (int i = 0; i < 50; i++) {
      files.put("mem://b/" + i, file(i));
    }
    service.refused = "put 7"::equals;

    assertThatThrownBy(() -> blobs.upload(files, bytes -> {}))
        .isInstanceOf(StorageException.class)
        .hasMessage("mem://b/7: no put 7");
    assertThat(service.unfinished).isEmpty();
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Path nothing = folder.resolve("nothing");

    assertThatThrownBy(() -> blobs.upload(Map.of("mem://b/k", nothing), bytes -> {}))
        .isInstanceOf(StorageException.class)
        .hasMessage("mem://b/k: " + nothing + " is not there or cannot be read");
  }

  @Test
  void aFileThatBecomesShorterIsNamedAndPublishesNothing() throws IOException {
    Path file = file(35);
    service.isInOrder = true;

    assertThatThrownBy(() -> blobs.upload(Map.of("mem://b/k", file), bytes -> shorten(file, PART)))
        .isInstanceOf(StorageException.class)
        .hasMessage(
            "mem://b/k: "
                + file
                + " has become shorter while it was uploaded: upload it when nobody writes it");
    assertThat(List.of(service.blobs.keySet(), service.unfinished)).allMatch(one -> one.isEmpty());
  }

  private static void shorten(Path file, int size) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(size);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whoeverComesFirstIsTold() {
    assertThat(blobs.putIfAbsent("mem://b/k", bytes(3))).isTrue();
    assertThat(blobs.putIfAbsent("mem://b/k", bytes(4))).isFalse();
    // A try of its own that went unanswered.
    assertThat(blobs.putIfAbsent("mem://b/k", bytes(3))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "10, 1", "11, 4", "25, 5"})
  void aChannelPublishesWhenItIsClosed(int size, int requests) throws IOException {
    try (WritableByteChannel channel = blobs.writer("mem://b/k")) {
      for (byte one : bytes(size)) {
        channel.write(ByteBuffer.wrap(new byte[] {one}));
      }
      assertThat(service.blobs).isEmpty();
    }

    assertThat(service.blobs.get(at("k"))).isEqualTo(bytes(size));
    assertThat(service.calls).hasSize(requests);
  }

  @Test
  void aChannelThatHasFailedPublishesNothing() {
    service.refused = "part k 1"::equals;

    assertThatThrownBy(
            () -> {
              try (WritableByteChannel channel = blobs.writer("mem://b/k")) {
                channel.write(ByteBuffer.wrap(bytes(35)));
              }
            })
        .isInstanceOf(StorageException.class);
    assertThat(List.of(service.blobs.keySet(), service.unfinished)).allMatch(one -> one.isEmpty());
  }
}
