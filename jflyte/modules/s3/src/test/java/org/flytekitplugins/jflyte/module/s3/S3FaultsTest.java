package org.flytekitplugins.jflyte.module.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flytekitplugins.jflyte.module.s3.FaultyProxy.cutAnswer;
import static org.flytekitplugins.jflyte.module.s3.FaultyProxy.cutRequest;
import static org.flytekitplugins.jflyte.module.s3.FaultyProxy.error;
import static org.flytekitplugins.jflyte.module.s3.FaultyProxy.flipBit;
import static org.flytekitplugins.jflyte.module.s3.FaultyProxy.flipBitUp;
import static org.flytekitplugins.jflyte.module.s3.FaultyProxy.loseAnswer;
import static org.flytekitplugins.jflyte.module.s3.FaultyProxy.pass;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.AbstractThrowableAssert;
import org.flyte.jflyte.api.FileSystem;
import org.flytekitplugins.jflyte.storage.BlobStore;
import org.flytekitplugins.jflyte.storage.FileSystems;
import org.flytekitplugins.spi.BlobTransfer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** S3 in bad days, on the wire: a server, and before it a proxy that does it harm. */
final class S3FaultsTest {
  private static final byte[] CONTENT = "outputs".getBytes(UTF_8);

  @TempDir Path folder;
  private FaultyProxy proxy;
  private FileSystem s3;
  private BlobStore store;
  private String uri;

  @BeforeEach
  void connect() throws Exception {
    proxy = FaultyProxy.before(S3Mock.endpoint());
    s3 = new S3FileSystemRegistrar().load(S3Mock.environment(proxy.endpoint())).iterator().next();
    store = new BlobStore(FileSystems.of(List.of(s3)), 3, Duration.ofMillis(1));
    uri = "s3://staging/faults/" + System.nanoTime();
  }

  @AfterEach
  void disconnect() {
    proxy.close();
  }

  private static AbstractThrowableAssert<?, ?> assertFails(Runnable call) {
    return assertThatThrownBy(call::run).isInstanceOf(UncheckedIOException.class);
  }

  private Path file(String name, int size) throws Exception {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return Files.write(folder.resolve(name), bytes);
  }

  @ParameterizedTest
  @CsvSource({"500, InternalError", "503, SlowDown", "403, RequestTimeTooSkewed"})
  void whatPassesIsTriedAgain(int status, String code) {
    proxy.next(error(status, code));
    store.write(uri, CONTENT);
    proxy.next(error(status, code));

    assertThat(store.read(uri)).isEqualTo(CONTENT);
    assertThat(proxy.requests()).hasSize(4);
  }

  @Test
  void cutConnectionsAreTriedAgain() throws Exception {
    Path file = file("model", 3_000_000);
    proxy.next(cutRequest(1_000_000));
    store.upload(file, uri);
    proxy.next(cutAnswer(1_000_000), cutAnswer(17));
    store.download(uri, folder.resolve("copy"));

    assertThat(folder.resolve("copy")).hasSameBinaryContentAs(file);
    // What had come is not fetched again: the second try begins where the first was cut.
    assertThat(proxy.requests()).hasSize(5);
  }

  @Test
  void cutReadsOfTheOldInterfaceAreTriedAgainByTheLauncher() {
    store.write(uri, CONTENT);
    proxy.next(cutAnswer(3));

    assertThat(store.read(uri)).isEqualTo(CONTENT);
  }

  @Test
  void bitsThatFallOverOnTheWayAreSeen() throws Exception {
    Path file = file("model", 100_000);
    proxy.next(flipBitUp());
    assertFails(() -> store.upload(file, uri))
        .hasMessageStartingWith("cannot upload " + uri + ": ");
    assertThat(store.exists(uri)).isFalse();
    store.upload(file, uri);
    proxy.next(flipBit());
    assertThat(store.read(uri)).isEqualTo(Files.readAllBytes(file));
    proxy.next(flipBit());
    store.download(uri, folder.resolve("copy"));

    assertThat(folder.resolve("copy")).hasSameBinaryContentAs(file);
  }

  @Test
  void largeFilesTravelInParts() throws Exception {
    Path file = file("large", (40 << 20) + 1);
    AtomicLong up = new AtomicLong();
    AtomicLong down = new AtomicLong();
    proxy.next(pass(), error(503, "SlowDown"), cutRequest(5_000_000));
    store.upload(Map.of(uri, file), up::addAndGet);
    proxy.next(pass(), cutAnswer(5_000_000));
    store.download(Map.of(uri, folder.resolve("copy")), down::addAndGet);

    assertThat(folder.resolve("copy")).hasSameBinaryContentAs(file);
    assertThat(List.of(up.get(), down.get())).containsOnly(Files.size(file));
    assertThat(proxy.requests().stream().filter(request -> request.contains("partNumber=")))
        .as("three parts, and two tries that failed")
        .hasSize(5);
    assertThat(proxy.requests().stream().filter(request -> request.startsWith("GET")))
        .as("three parts, and one that went on where it was cut")
        .hasSize(4);
  }

  @Test
  void aPartThatCannotBeWrittenPublishesNothing() throws Exception {
    Path file = file("large", 20 << 20);
    proxy.next(pass()).always(error(500, "InternalError"));
    assertFails(() -> store.upload(file, uri))
        .hasMessage(
            "cannot upload %s: S3 fails (500 InternalError, tried 2 times): try again later", uri);
    proxy.always(pass());

    assertThat(store.exists(uri)).isFalse();
    assertThat(proxy.requests()).anyMatch(request -> request.startsWith("DELETE"));
  }

  /** As with MinIO, which forgets an upload as soon as it is complete. */
  @Test
  void anUploadWhoseLastAnswerWasLostIsComplete() throws Exception {
    Path file = file("large", 20 << 20);
    proxy.next(pass(), pass(), pass(), loseAnswer(), error(404, "NoSuchUpload"));
    store.upload(file, uri);
    store.download(uri, folder.resolve("copy"));

    assertThat(folder.resolve("copy")).hasSameBinaryContentAs(file);
    assertThat(proxy.requests().stream().map(request -> request.replaceFirst(" .*", "")))
        .as("begun, two parts, completed twice, looked for, fetched in two parts")
        .containsExactly("POST", "PUT", "PUT", "POST", "POST", "HEAD", "GET", "GET");
  }

  @Test
  void anUploadThatSomebodyElseHasEndedIsNotTakenForTheBlobBeforeIt() throws Exception {
    Path before = file("before", 20 << 20);
    store.upload(before, uri);
    proxy.next(pass(), pass(), pass(), error(503, "SlowDown"), error(404, "NoSuchUpload"));
    Path after = Files.copy(before, folder.resolve("after"));

    assertFails(() -> store.upload(after, uri))
        .hasMessage(
            "cannot upload %s: the upload was ended by somebody else: look for rules of the bucket"
                + " that end unfinished uploads early",
            uri);
  }

  @Test
  void aBlobIsOverwrittenWholeOrNotAtAll() throws Exception {
    store.write(uri, CONTENT);
    proxy.always(cutRequest(1000));
    Path file = file("model", 200_000);
    assertFails(() -> store.upload(file, uri))
        .hasMessageStartingWith("cannot upload %s: S3 cannot be reached at 127.0.0.1:", uri)
        .hasMessageContaining("(tried 2 times, ");
    proxy.always(pass());

    assertThat(store.read(uri)).isEqualTo(CONTENT);
  }

  /** One after the other: unlike S3, S3Mock does not compare and write in one step. */
  @Test
  void theFirstWriterIsNotOverwritten() {
    BlobTransfer transfer = (BlobTransfer) s3;

    assertThat(transfer.putIfAbsent(uri, CONTENT)).isTrue();
    assertThat(transfer.putIfAbsent(uri, new byte[] {1})).isFalse();
    assertThat(store.writeIfAbsentWhile(() -> true, uri, new byte[] {1})).isTrue();
    assertThat(store.read(uri)).isEqualTo(CONTENT);
  }

  @Test
  void aWriterWhoseAnswerWasLostIsStillTheFirst() {
    proxy.next(loseAnswer());

    assertThat(((BlobTransfer) s3).putIfAbsent(uri, CONTENT)).isTrue();
    assertThat(((BlobTransfer) s3).putIfAbsent(uri, new byte[1])).isFalse();
    assertThat(store.read(uri)).isEqualTo(CONTENT);
  }

  /** As S3 and others answer whoever comes second of two at once. */
  @ParameterizedTest
  @CsvSource({"ConditionalRequestConflict", "OperationAborted"})
  void writersWhoComeAtOnceTryAgain(String code) {
    BlobTransfer transfer = (BlobTransfer) s3;
    proxy.next(error(409, code));
    assertThat(transfer.putIfAbsent(uri, CONTENT)).isTrue();
    proxy.next(error(409, code));
    assertThat(transfer.putIfAbsent(uri, new byte[1])).isFalse();

    assertThat(store.read(uri)).isEqualTo(CONTENT);
  }

  @Test
  void serversThatKnowNoConditionsAreAskedFirst() {
    BlobTransfer transfer = (BlobTransfer) s3;
    proxy.next(error(501, "NotImplemented"));
    assertThat(transfer.putIfAbsent(uri, CONTENT)).isTrue();
    proxy.next(error(501, "NotImplemented"));
    assertThat(transfer.putIfAbsent(uri, new byte[1])).isFalse();

    assertThat(store.read(uri)).isEqualTo(CONTENT);
  }

  @Test
  void foldersGoUpAndComeDownAtOnce() throws Exception {
    Map<String, Path> up = new LinkedHashMap<>();
    Map<String, Path> down = new LinkedHashMap<>();
    for (int i = 0; i < 40; i++) {
      up.put(uri + "/" + i, file("part-" + i, i));
      down.put(uri + "/" + i, folder.resolve("copy/" + i));
    }
    proxy.next(error(500, "InternalError"), cutRequest(1), error(503, "SlowDown"));
    store.upload(up, bytes -> {});
    store.download(down, bytes -> {});

    for (String one : up.keySet()) {
      assertThat(down.get(one)).hasSameBinaryContentAs(up.get(one));
    }
    assertThat(proxy.requests().stream().filter(request -> request.contains("list-type")))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | ExpiredToken | the credentials have expired (400 ExpiredToken): renew them",
        "403 | InvalidAccessKeyId | S3 does not know the access key (403 InvalidAccessKeyId): see that",
        "403 | SignatureDoesNotMatch | the secret does not belong to the access key (403 Sig",
        "403 | RequestTimeTooSkewed | the clock of this machine differs from that of S3 (403 Requ",
        "403 | AccessDenied | access is denied (403 AccessDenied): allow the role or user s3:GetObj",
        "404 | NoSuchBucket | there is no bucket staging at 127.0.0.1:",
        "301 | PermanentRedirect | the bucket is in another region (301 PermanentRedirect): set AWS_RE",
        "503 | SlowDown | S3 takes no more requests for now (503 SlowDown, tried 2 times): try again l",
        "500 | InternalError | S3 fails (500 InternalError, tried 2 times): try again later",
        "409 | OperationAborted | others write it at the same time (409 OperationAborted, tried 2 times): t",
        "404 | NoSuchUser | S3 refuses it (404 NoSuchUser: It is NoSuchUser)",
        "400 | InvalidRequest | S3 refuses it (400 InvalidRequest: It is InvalidRequest)"
      })
  void whatDoesNotPassIsToldInASentence(int status, String code, String sentence) {
    proxy.always(error(status, code));

    for (Runnable call :
        List.<Runnable>of(
            () -> store.read(uri),
            () -> store.exists(uri),
            () -> store.write(uri, CONTENT),
            () -> store.writeIfAbsentWhile(() -> true, uri, CONTENT))) {
      assertFails(call)
          .message()
          .matches("cannot (read|look for|write) \\Q" + uri + ": " + sentence + "\\E.*")
          .doesNotContain("s3cr3t");
    }
    // The launcher does not try again what the SDK has given up.
    assertThat(proxy.requests().size()).isLessThanOrEqualTo(4 * 2);
  }
}
