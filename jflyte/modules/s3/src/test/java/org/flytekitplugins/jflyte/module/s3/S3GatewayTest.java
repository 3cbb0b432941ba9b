package org.flytekitplugins.jflyte.module.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
 * The module with Versity's S3 Gateway, which people run in production: unlike S3Mock it looks at
 * signatures, and compares and writes in one step. By hand, because it is a Go program: {@code
 * VERSITYGW=~/go/bin/versitygw mvn -pl jflyte/modules/s3 test}, after {@code go install
 * github.com/versity/versitygw/cmd/versitygw@latest}.
 */
@EnabledIfEnvironmentVariable(
    named = S3GatewayTest.VARIABLE,
    matches = ".+",
    disabledReason = "VERSITYGW does not say where versitygw is")
final class S3GatewayTest {
  static final String VARIABLE = "VERSITYGW";

  private static Process gateway;
  private static String endpoint;
  private static FileSystem s3;
  private static BlobStore store;

  @TempDir static Path shared;
  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Files.createDirectories(shared.resolve("data/staging"));
    gateway =
        new ProcessBuilder(
                System.getenv(VARIABLE),
                "--port=127.0.0.1:" + port,
                "--access=key",
                "--secret=s3cr3t",
                "--quiet",
                "posix",
                "--sidecar=" + Files.createDirectory(shared.resolve("sidecar")),
                shared.resolve("data").toString())
            .redirectErrorStream(true)
            .redirectOutput(shared.resolve("log").toFile())
            .start();
    await(port);
    endpoint = "http://127.0.0.1:" + port;
    s3 = s3(S3Mock.environment(endpoint));
    store = store(s3);
  }

  private static void await(int port) throws IOException, InterruptedException {
    for (int tries = 0; tries < 200; tries++) {
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return;
      } catch (IOException e) {
        Thread.sleep(50);
      }
    }
    throw new IllegalStateException(Files.readString(shared.resolve("log")));
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.destroy();
    if (!gateway.waitFor(10, TimeUnit.SECONDS)) {
      gateway.destroyForcibly();
    }
  }

  private static FileSystem s3(Map<String, String> environment) {
    return new S3FileSystemRegistrar().load(environment).iterator().next();
  }

  private static BlobStore store(FileSystem fileSystem) {
    return new BlobStore(FileSystems.of(List.of(fileSystem)), 2, Duration.ofMillis(1));
  }

  private static BlobStore with(String variable, String value) {
    Map<String, String> environment = new HashMap<>(S3Mock.environment(endpoint));
    environment.put(variable, value);
    return store(s3(environment));
  }

  private Path file(String name, int size) throws IOException {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return Files.write(folder.resolve(name), bytes);
  }

  @Test
  void blobsAreWrittenReadAndOverwritten() {
    String uri = "s3://staging/data/with blank/ä+b/outputs.pb";
    assertThat(store.readIfPresent(uri)).isEmpty();
    assertThat(store.exists(uri)).isFalse();
    store.write(uri, new byte[] {1, 2, 3});
    store.write(uri, new byte[0]);
    assertThat(store.exists(uri)).isTrue();
    store.write(uri, new byte[] {4});

    assertThat(store.readIfPresent(uri)).hasValue(new byte[] {4});
  }

  @Test
  void filesOfAllSizesGoUpAndComeDown() throws Exception {
    Map<String, Path> up = new LinkedHashMap<>();
    Map<String, Path> down = new LinkedHashMap<>();
    long all = 0;
    for (int size : new int[] {0, 1, 1 << 20, 16 << 20, (16 << 20) + 1, (40 << 20) + 1}) {
      up.put("s3://staging/sizes/" + size, file("up-" + size, size));
      down.put("s3://staging/sizes/" + size, folder.resolve("down/" + size));
      all += size;
    }
    AtomicLong sent = new AtomicLong();
    AtomicLong received = new AtomicLong();
    store.upload(up, sent::addAndGet);
    store.download(down, received::addAndGet);

    for (String uri : up.keySet()) {
      assertThat(down.get(uri)).hasSameBinaryContentAs(up.get(uri));
    }
    assertThat(List.of(sent.get(), received.get())).containsOnly(all);
  }

  @Test
  void onlyOneOfManyWritersIsTheFirst() {
    Map<Boolean, Long> firsts =
        IntStream.range(0, 16)
            .parallel()
            .mapToObj(
                i -> ((BlobTransfer) s3).putIfAbsent("s3://staging/first", new byte[] {(byte) i}))
            .collect(Collectors.groupingBy(first -> first, Collectors.counting()));

    assertThat(firsts).isEqualTo(Map.of(true, 1L, false, 15L));
  }

  @Test
  void aFileThatChangesWhileItGoesUpPublishesNothing() throws Exception {
    Path file = file("growing", 40 << 20);

    assertThatThrownBy(
            () ->
                store.upload(
                    Map.of("s3://staging/growing", file),
                    bytes -> {
                      try {
                        Files.write(file, new byte[1]);
                      } catch (IOException e) {
                        throw new IllegalStateException(e);
                      }
                    }))
        .hasMessage(
            "cannot upload s3://staging/growing: %s has become shorter while it was uploaded: upload"
                + " it when nobody writes it",
            file);
    assertThat(store.exists("s3://staging/growing")).isFalse();
    try (Stream<Path> left = Files.walk(shared.resolve("data/staging"))) {
      assertThat(left.map(Path::toString)).noneMatch(name -> name.contains("growing"));
    }
  }

  @Test
  void signaturesAreLookedAt() {
    assertThatThrownBy(() -> with(S3Settings.SECRET_ACCESS_KEY, "0ther").read("s3://staging/a"))
        .hasMessage(
            "cannot read s3://staging/a: the secret does not belong to the access key (403"
                + " SignatureDoesNotMatch): set FLYTE_AWS_SECRET_ACCESS_KEY or"
                + " AWS_SECRET_ACCESS_KEY anew");
    assertThatThrownBy(() -> with(S3Settings.ACCESS_KEY_ID, "nobody").read("s3://staging/a"))
        .hasMessageStartingWith(
            "cannot read s3://staging/a: S3 does not know the access key (404 XAdminUserNotFound)");
    assertThatThrownBy(() -> with(S3Settings.ACCESS_KEY_ID, "nobody").exists("s3://staging/a"))
        .hasMessageStartingWith("cannot look for s3://staging/a: S3 does not know the access key");
  }

  @Test
  void whatIsNotThereIsNamed() {
    assertThatThrownBy(() -> store.read("s3://staging/nothing"))
        .hasMessage("cannot read s3://staging/nothing: there is no such blob");
    assertThatThrownBy(() -> store.download("s3://staging/nothing", folder.resolve("x")))
        .hasMessage("cannot download s3://staging/nothing: there is no such blob");
    assertThatThrownBy(() -> store.write("s3://elsewhere/a", new byte[1]))
        .hasMessageMatching(
            "cannot write s3://elsewhere/a: there is no bucket elsewhere at 127\\.0\\.0\\.1:\\d+: make"
                + " it, or correct the URI");
  }
}
