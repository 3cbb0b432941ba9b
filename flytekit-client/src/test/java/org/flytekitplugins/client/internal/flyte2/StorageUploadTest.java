package org.flytekitplugins.client.internal.flyte2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.grpc.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.flytekitplugins.client.internal.admin.AdminException;
import org.flytekitplugins.client.internal.admin.RetryPolicy;
import org.flytekitplugins.client.internal.admin.auth.AccessToken;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file on its way to storage, which is another server than the Flyte that has signed for it. */
class StorageUploadTest {
  private static final ByteString CONTENT = ByteString.copyFromUtf8("template");
  private static final String SIGNED = "/bucket/t.pb?X-Amz-Signature=s3cr3t";

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final LinkedBlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<String> tries = new CopyOnWriteArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private HttpServer flyte;
  private HttpServer storage;
  private String signedUrl;

  @BeforeEach
  void start() throws IOException {
    storage = server(this::store);
    flyte = server(this::sign);
    signedUrl = "http://" + authority(storage) + SIGNED;
  }

  private HttpServer server(HttpHandler handler) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", handler);
    server.start();
    return server;
  }

  private static String authority(HttpServer server) {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private void sign(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    byte[] location =
        UploadLocation.of(
                signedUrl, "s3://bucket/t.pb", Map.of("X-Amz-Meta", "a", "Content-Length", "8"))
            .toMessage()
            .toByteArray();
    exchange.getResponseHeaders().set("Content-Type", "application/proto");
    exchange.sendResponseHeaders(200, location.length);
    exchange.getResponseBody().write(location);
    exchange.close();
  }

  /** Answers with the next code; without one it never does. */
  private void store(HttpExchange exchange) throws IOException {
    asked.add(
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI()
            + " "
            + exchange.getRequestHeaders().getFirst("Content-MD5")
            + " "
            + exchange.getRequestHeaders().getFirst("X-Amz-Meta")
            + " "
            + exchange.getRequestHeaders().getFirst("Authorization")
            + " "
            + exchange.getRequestHeaders().getFirst("Upgrade")
            + " "
            + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    Integer code = answers.poll();
    if (code == null) {
      try {
        assertThat(end.await(20, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return;
    }
    byte[] body =
        "<?xml version=\"1.0\"?><Error><Code>SlowDown</Code></Error>"
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(code, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @AfterEach
  void stop() {
    end.countDown();
    flyte.stop(0);
    storage.stop(0);
    threads.shutdownNow();
  }

  private String upload() {
    return upload(Duration.ofSeconds(20));
  }

  private String upload(Duration deadline) {
    return Flyte2Client.connect(
            AdminConfig.plaintext("dns:///" + authority(flyte)),
            () -> AccessToken.of("Bearer", "hunter2", null),
            RetryPolicy.of(3, Duration.ofMillis(1), Duration.ofMillis(1), deadline),
            retry -> tries.add(retry.call() + ": " + retry.reason()))
        .upload("p", "d", "t.pb", CONTENT)
        .join();
  }

  private AdminException failure(Duration deadline) {
    Throwable failure = catchThrowable(() -> upload(deadline));
    assertThat(failure).isNotNull();
    assertThat(failure.getCause()).isInstanceOf(AdminException.class);
    assertThat(failure.getCause().getMessage()).doesNotContain("s3cr3t");
    return (AdminException) failure.getCause();
  }

  private AdminException failure() {
    return failure(Duration.ofSeconds(20));
  }

  @Test
  void itIsPutAsFlyteSaysAndWithoutFlytesToken() {
    answers.add(200);

    assertThat(upload()).isEqualTo("s3://bucket/t.pb");
    assertThat(asked)
        .containsExactly("PUT " + SIGNED + " ZvYYG8tM/0zTj7yASgNttg== a null null template");
  }

  @ParameterizedTest
  @CsvSource({"429", "500", "503"})
  void storageThatIsBusyIsTriedAgain(int code) {
    answers.addAll(List.of(code, code, 200));

    assertThat(upload()).isEqualTo("s3://bucket/t.pb");
    assertThat(tries).hasSize(2).containsOnly("PUT: the storage: HTTP " + code + " SlowDown");
  }

  @Test
  void storageThatStaysBusyIsNamed() {
    answers.addAll(List.of(503, 503, 503));

    AdminException failure = failure();

    assertThat(failure)
        .hasMessage(
            "the storage at "
                + authority(storage)
                + ", for which Flyte 2 signs, was not available for the file, at 3 tries (HTTP 503"
                + " SlowDown): try again when it is");
    assertThat(failure.code()).isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void storageThatSaysNothingIsNotWaitedForForEver() {
    assertThat(failure(Duration.ofSeconds(1)))
        .hasMessage(
            "the storage at "
                + authority(storage)
                + ", for which Flyte 2 signs, did not take the file within 1 s, at 3 tries: look"
                + " at the storage and at the network, or try again");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403 | does not take what it has signed (HTTP 403 SlowDown): look at its credentials for the"
            + " storage, and at its clock | true",
        "400 | did not take the file (HTTP 400 SlowDown) | false"
      })
  void whatStorageRefusesIsNotTriedAgain(int code, String sentence, boolean everyFile) {
    answers.add(code);

    AdminException failure = failure();

    assertThat(failure)
        .hasMessage(
            "the storage at " + authority(storage) + ", for which Flyte 2 signs, " + sentence);
    assertThat(failure.everyCallFails()).isEqualTo(everyFile);
    assertThat(tries).isEmpty();
  }

  @Test
  void whereNothingListensItIsTheStoragesAddressThatIsNamed() {
    storage.stop(0);

    assertThat(failure())
        .hasMessage(
            "nothing listens at "
                + authority(storage)
                + ", the storage for which Flyte 2 signs: see that it runs and can be reached from"
                + " here, or let Flyte 2 sign for another address");
  }

  @Test
  void aHostThatOnlyTheClusterKnowsIsNamed() {
    signedUrl = "http://minio.invalid:9000" + SIGNED;

    assertThat(failure())
        .hasMessage(
            "the host \"minio.invalid\" of the storage for which Flyte 2 signs is not known here:"
                + " let it sign for a name that is, or make this one known");
    assertThat(tries).contains("PUT: the host \"minio.invalid\" is not known");
  }
}
