package org.flytekitplugins.mlflow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.flytekitplugins.spi.TrackedTraining;
import org.flytekitplugins.spi.TrainingRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that is dead, slow or refuses takes a bounded time, and no secret is told. */
class UnwillingServerTest {
  private static final String SECRET = "s3cret";
  private static final Duration AT_MOST = Duration.ofMillis(300);

  private final List<String> said = new ArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private final List<Long> taken = new CopyOnWriteArrayList<>();
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    assertThat(said).allSatisfy(line -> assertThat(line).doesNotContain(SECRET));
  }

  private static TrackedTraining training(Map<String, String> environment, List<String> said) {
    return TrackedTraining.builder("com.acme.Train", "s3://bucket/0")
        .environment(environment)
        .log(said::add)
        .build();
  }

  private MlflowRecord record(Map<String, String> environment, Duration atMost) {
    ServerAddress address = Objects.requireNonNull(ServerAddress.of(environment));
    return new MlflowRecord(
        training(environment, said), new TrackingServer(address), atMost, AT_MOST);
  }

  /** A server that takes connections, begins to answer so, and then does nothing. */
  private String silent(String beginning) throws IOException {
    ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    open.add(socket);
    Thread thread =
        new Thread(
            () -> {
              try {
                while (true) {
                  Socket connection = socket.accept();
                  open.add(connection);
                  OutputStream out = connection.getOutputStream();
                  out.write(beginning.getBytes(UTF_8));
                  out.flush();
                }
              } catch (IOException e) {
                // The test is over.
              }
            });
    thread.setDaemon(true);
    thread.start();
    return "http://user:" + SECRET + "@127.0.0.1:" + socket.getLocalPort();
  }

  private String refusing(int status, String body) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          authorizations.addAll(
              exchange.getRequestHeaders().getOrDefault("Authorization", List.of()));
          byte[] bytes = body.getBytes(UTF_8);
          exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/elsewhere");
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    open.add(() -> server.stop(0));
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** A server that answers in time unless it is sent more points than so many. */
  private String slow(int most) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ExecutorService threads = Executors.newCachedThreadPool();
    CountDownLatch over = new CountDownLatch(1);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          String sent = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          List<Long> steps =
              Pattern.compile("\"step\":([0-9]+)")
                  .matcher(sent)
                  .results()
                  .map(step -> Long.valueOf(step.group(1)))
                  .collect(Collectors.toList());
          if (steps.size() > most) {
            try {
              over.await();
            } catch (InterruptedException e) {
              return;
            }
          }
          taken.addAll(steps);
          String path = exchange.getRequestURI().getPath();
          byte[] bytes =
              (path.endsWith("/runs/create") ? "{\"run_id\":\"r1\"}" : "{}").getBytes(UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    open.add(
        () -> {
          server.stop(0);
          over.countDown();
          threads.shutdownNow();
        });
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"})
  void oneThatNeverAnswersIsWaitedForSoLongAndNoLonger(String beginning) throws Exception {
    TrainingRecord record = record(Map.of("MLFLOW_TRACKING_URI", silent(beginning)), AT_MOST);
    long start = System.nanoTime();
    for (int step = 1; step <= 3; step++) {
      record.step(step, Map.of("loss", 0.5, "accuracy", 0.5), Instant.EPOCH);
      record.flush();
    }
    record.succeeded(Map.of());

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_MOST.multipliedBy(6));
    assertThat(said)
        .hasSize(3)
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .matches(
                        "MLflow at http://127\\.0\\.0\\.1:\\d+: it takes nothing now \\(.*\\); what"
                            + " is reported waits"),
            line ->
                assertThat(line)
                    .contains("it does not take the last of the run, nor that it is FINISHED: "),
            line -> assertThat(line).endsWith(": 6 of 6 points are not in the run"));
  }

  @Test
  void whatWaitsIsBoundedAndTheOldestIsGivenUp() {
    Waiting<Integer> waiting = new Waiting<>(3, 2);
    for (int i = 1; i <= 5; i++) {
      waiting.add(i);
    }

    assertThat(waiting.batch()).containsExactly(3, 4);
    assertThat(waiting.taken()).isEqualTo(5);
    assertThat(waiting.missing()).isEqualTo(5);
    waiting.sent(waiting.batch());
    assertThat(waiting.batch()).containsExactly(5);
    assertThat(waiting.missing()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 401, 403, 500, 503})
  void oneThatRefusesIsToldNothingElse(int status) throws Exception {
    String uri =
        refusing(status, "{\"error_code\":\"PERMISSION_DENIED\",\"message\":\"no\\nBearer\"}");
    TrainingRecord record =
        record(
            Map.of("MLFLOW_TRACKING_URI", uri + "/", "MLFLOW_TRACKING_TOKEN", SECRET),
            MlflowRecord.AT_MOST);
    record.step(1, Map.of("loss", 0.5), Instant.EPOCH);
    record.flush();
    record.failed("boom");

    assertThat(authorizations).isNotEmpty().containsOnly("Bearer " + SECRET);
    assertThat(said)
        .containsExactly(
            "MLflow at "
                + uri
                + ": it takes nothing now (it answers "
                + status
                + " PERMISSION_DENIED no); what is reported waits",
            "MLflow at "
                + uri
                + ": it does not take the last of the run, nor that it is FAILED: it answers "
                + status
                + " PERMISSION_DENIED no",
            "MLflow at " + uri + ": 1 of 1 points are not in the run");
  }

  @Test
  void oneThatIsSomethingElseIsSaid() throws Exception {
    String uri = refusing(200, "<html>a portal</html>");
    TrainingRecord record =
        record(
            Map.of(
                "MLFLOW_TRACKING_URI", uri,
                "MLFLOW_TRACKING_USERNAME", "me",
                "MLFLOW_TRACKING_PASSWORD", SECRET),
            MlflowRecord.AT_MOST);
    record.succeeded(Map.of());

    assertThat(authorizations).containsOnly("Basic bWU6czNjcmV0");
    assertThat(said)
        .containsExactly(
            "MLflow at "
                + uri
                + ": it does not take the last of the run, nor that it is FINISHED: its answer"
                + " names a run by no run_id");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "databricks",
        "sqlite:///s3cret.db",
        "/s3cret/mlruns",
        "http://user:s3cret@bad host/",
        "http:///s3cret"
      })
  void oneThatCannotBeCalledIsSaidWithoutASecret(String uri) {
    assertThat(new MlflowTracker().begin(training(Map.of("MLFLOW_TRACKING_URI", uri), said)))
        .isNull();
    assertThat(said)
        .singleElement()
        .asString()
        .startsWith("MLflow: MLFLOW_TRACKING_URI ")
        .contains("http://HOST:PORT")
        .endsWith(": no run");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3cret\nfirst-half", "s3cret\r\nX-Else: 1", "s3cret\t", "ñs3cret"})
  void aTokenThatNoHeaderCanCarryIsRefusedWithoutSayingIt(String token) {
    Map<String, String> environment =
        Map.of("MLFLOW_TRACKING_URI", "http://127.0.0.1:1", "MLFLOW_TRACKING_TOKEN", token + "x");

    assertThat(new MlflowTracker().begin(training(environment, said))).isNull();
    assertThat(said)
        .containsExactly(
            "MLflow: MLFLOW_TRACKING_TOKEN has a line break or another character that no header can"
                + " carry: put the token there alone, in one line: no run");
  }

  @Test
  void aUserAndAPasswordMayHaveAnyCharacter() throws Exception {
    MlflowRecord record =
        record(
            Map.of(
                "MLFLOW_TRACKING_URI", refusing(200, ""),
                "MLFLOW_TRACKING_USERNAME", "mé",
                "MLFLOW_TRACKING_PASSWORD", "s3cret\nñ"),
            MlflowRecord.AT_MOST);
    record.flush();

    assertThat(authorizations).isNotEmpty().containsOnly("Basic bcOpOnMzY3JldArDsQ==");
  }

  @Test
  void oneThatTakesFewAtOnceGetsThemAll() throws Exception {
    String uri = slow(500);
    // Enough for all but what is never answered.
    MlflowRecord record = record(Map.of("MLFLOW_TRACKING_URI", uri), Duration.ofSeconds(3));
    for (int step = 0; step < 1500; step++) {
      record.step(step, Map.of("loss", 0.5), Instant.EPOCH);
    }
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (taken.size() < 1500 && System.nanoTime() < end) {
      record.flush();
      Thread.sleep(10);
    }
    record.succeeded(Map.of());

    assertThat(taken).hasSize(1500).first().isEqualTo(0L);
    assertThat(taken).isSorted();
    assertThat(said)
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .endsWith("this attempt is run " + uri + "/#/experiments/0/runs/r1"),
            line -> assertThat(line).contains("it takes nothing now (no answer within "),
            line -> assertThat(line).endsWith("it takes what is reported again"));
  }

  @Test
  void withoutOneNothingIsRecorded() {
    assertThat(new MlflowTracker().begin(training(Map.of(), said))).isNull();
    assertThat(said).containsExactly("MLflow: MLFLOW_TRACKING_URI is not set: no run");
  }
}
