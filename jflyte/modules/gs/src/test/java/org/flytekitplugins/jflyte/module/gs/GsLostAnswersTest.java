package org.flytekitplugins.jflyte.module.gs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.flyte.jflyte.api.FileSystem;
import org.flytekitplugins.jflyte.storage.BlobStore;
import org.flytekitplugins.jflyte.storage.FileSystems;
import org.flytekitplugins.spi.BlobTransfer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Blobs that are written though nobody says so: the next try finds what the one before has done.
 */
final class GsLostAnswersTest {
  private static final String URI = "gs://staging/blob";
  private static final byte[] CONTENT = "outputs".getBytes(UTF_8);

  @TempDir Path folder;
  private PlayedGoogle google;
  private FileSystem gs;
  private BlobStore store;

  @BeforeEach
  void start() throws Exception {
    google = PlayedGoogle.start();
    gs = new GsFileSystemRegistrar().load(google.environment()).iterator().next();
    store = new BlobStore(FileSystems.of(List.of(gs)));
  }

  @AfterEach
  void stop() {
    google.close();
  }

  @Test
  void aWriterWhoseAnswerWasLostIsStillTheFirst() {
    google.loseAnswer();

    assertThat(((BlobTransfer) gs).putIfAbsent(URI, CONTENT)).isTrue();
    assertThat(((BlobTransfer) gs).putIfAbsent(URI, new byte[1])).isFalse();
    assertThat(store.read(URI)).isEqualTo(CONTENT);
    assertThat(google.requests())
        .startsWith("POST blob", "POST blob", "GET content", "POST blob", "GET content");
  }

  /** In a session of its own, and in parts of one. */
  @ParameterizedTest
  @ValueSource(ints = {2 << 20, 17 << 20})
  void aSessionWhoseLastAnswerWasLostIsComplete(int size) throws Exception {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    Path file = Files.write(folder.resolve("model"), bytes);
    google.loseAnswer();

    store.upload(file, URI);

    assertThat(store.read(URI)).isEqualTo(bytes);
    assertThat(google.requests()).containsSubsequence("PUT bytes", "PUT nothing");
  }
}
