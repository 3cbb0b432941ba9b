package org.flytekitplugins.client.internal.flyte2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.grpc.Status;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.flytekitplugins.client.internal.admin.AdminException;
import org.flytekitplugins.client.internal.admin.AdminListener;
import org.flytekitplugins.client.internal.admin.RetryPolicy;
import org.flytekitplugins.client.internal.admin.auth.AccessToken;
import org.flytekitplugins.client.internal.admin.auth.UnreachableTokensException;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.flytekitplugins.client.internal.config.AdminEndpoint;
import org.flytekitplugins.client.internal.config.Authentication;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Flyte2ClientTest {
  private static final TaskKey TASK = TaskKey.of("p", "d", "com.acme.Train", "1");
  private static final RunKey RUN = RunKey.of("p", "d", "r1");

  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private final LinkedBlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final AtomicInteger retries = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          asked.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Content-Type")
                  + " "
                  + exchange.getRequestHeaders().getFirst("Connect-Protocol-Version")
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          exchange.getRequestBody().readAllBytes();
          answers.remove().to(exchange);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  private String endpoint() {
    return "dns:///127.0.0.1:" + server.getAddress().getPort();
  }

  private Flyte2Client client() {
    return client(Duration.ofSeconds(20));
  }

  private Flyte2Client client(Duration deadline) {
    return Flyte2Client.connect(
        AdminConfig.plaintext(endpoint()),
        null,
        RetryPolicy.of(3, Duration.ofMillis(1), Duration.ofMillis(1), deadline),
        counting());
  }

  private AdminListener counting() {
    return retry -> retries.incrementAndGet();
  }

  private void answer(int code, String type, byte[] body) {
    answers.add(
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", type);
          exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
        });
  }

  private void answer(Fields message) {
    answer(200, "application/proto", message.toByteArray());
  }

  private void refuse(int code, String connectCode, String message) {
    answer(
        code,
        "application/json",
        ("{\"code\":\"" + connectCode + "\",\"message\":\"" + message + "\"}")
            .getBytes(StandardCharsets.UTF_8));
  }

  private static AdminException failure(CompletableFuture<?> call) {
    Throwable failure = catchThrowable(call::join);
    assertThat(failure).isNotNull();
    assertThat(failure.getCause()).isInstanceOf(AdminException.class);
    return (AdminException) failure.getCause();
  }

  @Test
  void aCallIsAPostOfTheMessage() {
    answer(Fields.empty());

    client().deployTask(TASK, ByteString.EMPTY).join();

    assertThat(asked)
        .containsExactly("POST /flyteidl2.task.TaskService/DeployTask application/proto 1 null");
  }

  @Test
  void aTokenGoesInTheHeaderOfHttp() {
    answer(Fields.empty());
    Flyte2Client client =
        Flyte2Client.connect(
            AdminConfig.plaintext(endpoint()),
            () -> AccessToken.of("Bearer", "hunter2", null),
            RetryPolicy.DEFAULT,
            AdminListener.NONE);

    client.deployTask(TASK, ByteString.EMPTY).join();

    assertThat(asked.get(0)).endsWith(" Bearer hunter2");
  }

  @ParameterizedTest
  @CsvSource({
    "404, not_found, project nope not found, NOT_FOUND",
    "400, invalid_argument, run name is no label, INVALID_ARGUMENT",
    "500, unknown, task not found, NOT_FOUND",
    "500, internal, action a already exists, ALREADY_EXISTS",
    "500, internal, disk full, INTERNAL",
    "409, aborted, again, ABORTED",
    "499, canceled, gone, CANCELLED",
  })
  void whatTheServerSaysIsItsAnswerAndNotAskedForAgain(
      int http, String code, String words, Status.Code expected) {
    refuse(http, code, words);

    AdminException refusal = failure(client().action(RUN.root()));

    assertThat(refusal.code()).isEqualTo(expected);
    assertThat(refusal.words()).isEqualTo(words);
    assertThat(refusal.everyCallFails()).isFalse();
    assertThat(retries).hasValue(0);
  }

  @Test
  void aServerThatIsNotThereForAMomentIsAskedAgain() {
    answer(503, "text/plain", new byte[0]);
    refuse(503, "unavailable", "warming up");
    answer(Fields.builder().message(1, Fields.empty()).build());

    client().action(RUN.root()).join();

    assertThat(retries).hasValue(2);
  }

  @Test
  void whatIsNoFlyte2IsCalledSo() {
    answer(404, "text/html", "<html>".getBytes(StandardCharsets.UTF_8));

    AdminException refusal = failure(client().action(RUN.root()));

    assertThat(refusal)
        .hasMessage(
            "what answers at "
                + endpoint()
                + " is not a server of Flyte 2, which has GetActionDetails (the server answered"
                + " with HTTP 404): look at the endpoint, and at the version of the platform");
    assertThat(refusal.everyCallFails()).isTrue();
  }

  @Test
  void aPageInPlaceOfAnAnswerIsNoFlyte2() {
    answer(200, "text/html", "<html>".getBytes(StandardCharsets.UTF_8));

    assertThat(failure(client().action(RUN.root())).code()).isEqualTo(Status.Code.UNIMPLEMENTED);
  }

  @Test
  void aServerThatDoesNotAnswerIsNotWaitedForForEver() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    for (int i = 0; i < 3; i++) {
      answers.add(
          exchange -> {
            try {
              assertThat(end.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
    }

    AdminException refusal = failure(client(Duration.ofMillis(100)).action(RUN.root()));
    end.countDown();

    assertThat(refusal)
        .hasMessage(
            "Flyte 2 at "
                + endpoint()
                + " did not answer GetActionDetails within 0.1 s, at 3 tries: look at the server"
                + " and at the network, or try again");
  }

  @Test
  void nothingThatListensIsCalledSo() {
    server.stop(0);

    assertThat(failure(client().action(RUN.root())))
        .hasMessageStartingWith(
            "nothing listens at " + endpoint() + ", where Flyte 2 should be: look at ");
  }

  @Test
  void aHostThatNobodyKnowsIsCalledSo() {
    Flyte2Client client =
        Flyte2Client.connect(
            AdminConfig.plaintext("dns:///nowhere.invalid:80"),
            null,
            RetryPolicy.of(1, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(20)),
            AdminListener.NONE);

    assertThat(failure(client.action(RUN.root())))
        .hasMessageStartingWith("the host \"nowhere.invalid\" of Flyte 2 is not known: look at ");
  }

  @Test
  void aTaskThatIsNotThereIsAbsent() {
    refuse(404, "not_found", "no");

    assertThat(client().taskSpec(TASK).join()).isEqualTo(Optional.empty());
  }

  @Test
  void anActionThatIsThereIsNoNewOne() {
    refuse(500, "internal", "action r1/n1 already exists");
    answer(Fields.empty());
    NewAction action =
        NewAction.builder(RUN.action("n1"))
            .parent("a0")
            .inputUri("s3://b/in")
            .outputBase("s3://b/out")
            .taskSpec(ByteString.EMPTY)
            .build();

    assertThat(client().enqueue(action, Fields.empty()).join()).isFalse();
    assertThat(client().enqueue(action, Fields.empty()).join()).isTrue();
  }

  @Test
  void listsAreReadPageByPage() {
    answer(Fields.builder().message(1, version("1", 10)).text(2, "next").build());
    answer(Fields.builder().message(1, version("3", 30)).message(1, version("2", 20)).build());

    assertThat(client().versions("p", "d", "com.acme.Train").join()).containsExactly("3", "2", "1");
  }

  private static Fields version(String name, long seconds) {
    return Fields.builder()
        .text(1, name)
        .message(2, Fields.builder().number(1, seconds).build())
        .build();
  }

  private void stream(byte[]... pieces) {
    answers.add(
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/connect+proto");
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream out = exchange.getResponseBody()) {
            for (byte[] piece : pieces) {
              out.write(piece);
              out.flush();
            }
          }
        });
  }

  private static byte[] update(ActionPhase phase) {
    ActionUpdate update = ActionUpdate.of(RUN.action("n1"), phase, null, "");
    return Frame.message(Fields.builder().message(1, update.toMessage()).build().toByteString())
        .toBytes();
  }

  private static byte[] caughtUp() {
    Fields sentinel = Fields.builder().flag(1, true).build();
    return Frame.message(Fields.builder().message(2, sentinel).build().toByteString()).toBytes();
  }

  private static byte[] last(String json) {
    return Frame.last(ByteString.copyFromUtf8(json)).toBytes();
  }

  private static final class Heard implements UpdateListener {
    final List<String> words = new CopyOnWriteArrayList<>();

    @Override
    public void updated(ActionUpdate update) {
      words.add(update.id().name() + " " + update.phase());
    }

    @Override
    public void caughtUp() {
      words.add("caught up");
    }
  }

  @Test
  void aWatchTellsWhatThereIsThenWhatComes() {
    stream(update(ActionPhase.QUEUED), caughtUp(), update(ActionPhase.SUCCEEDED), last("{}"));
    Heard heard = new Heard();

    client().watchForUpdates(RUN.root(), heard).join();

    assertThat(heard.words).containsExactly("n1 QUEUED", "caught up", "n1 SUCCEEDED");
    assertThat(asked)
        .containsExactly(
            "POST /flyteidl2.actions.ActionsService/WatchForUpdates application/connect+proto 1"
                + " null");
  }

  @Test
  void anErrorOfAStreamIsInItsLastFrame() {
    stream(
        update(ActionPhase.QUEUED),
        last("{\"metadata\":{},\"error\":{\"code\":\"not_found\",\"message\":\"no such run\"}}"));
    Heard heard = new Heard();

    AdminException refusal = failure(client().watchForUpdates(RUN.root(), heard));

    assertThat(refusal.code()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(refusal.words()).isEqualTo("no such run");
    assertThat(heard.words).containsExactly("n1 QUEUED");
  }

  @Test
  void aStreamWithoutALastFrameWasCut() {
    byte[] update = update(ActionPhase.QUEUED);
    stream(update, new byte[] {0, 0, 0});

    AdminException refusal = failure(client().watchForUpdates(RUN.root(), new Heard()));

    assertThat(refusal.code()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(refusal.words()).isEqualTo("the stream was cut within a message");
  }

  @Test
  void aWatchThatIsRefusedSaysWhy() {
    refuse(404, "not_found", "no such run");

    assertThat(failure(client().watchForUpdates(RUN.root(), new Heard())).words())
        .isEqualTo("no such run");
  }

  @Test
  void aWatchThatCannotBeginFailsAndIsNotWaitedForForEver() {
    Flyte2Client client =
        Flyte2Client.connect(
            AdminConfig.of(
                AdminEndpoint.parse(endpoint(), "endpoint"),
                false,
                false,
                Path.of("nowhere.pem"),
                Authentication.None.of(),
                null),
            null,
            RetryPolicy.DEFAULT,
            AdminListener.NONE);

    assertThat(client.watchForUpdates(RUN.root(), new Heard()))
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableThat()
        .withMessageContaining("nowhere.pem");
    assertThat(asked).isEmpty();
  }

  private Flyte2Client clientOf(String... tokens) {
    LinkedBlockingQueue<String> given = new LinkedBlockingQueue<>(List.of(tokens));
    return Flyte2Client.connect(
        AdminConfig.plaintext(endpoint()),
        () -> AccessToken.of("Bearer", given.remove(), null),
        RetryPolicy.DEFAULT,
        AdminListener.NONE);
  }

  private List<String> tokensSent() {
    return asked.stream().map(one -> one.substring(one.lastIndexOf(' ') + 1)).toList();
  }

  @Test
  void aWatchWhoseTokenHasExpiredBeginsWithAnotherOne() {
    refuse(401, "unauthenticated", "expired");
    stream(update(ActionPhase.QUEUED), caughtUp(), last("{}"));
    Heard heard = new Heard();

    clientOf("old", "new").watchForUpdates(RUN.root(), heard).join();

    assertThat(heard.words).containsExactly("n1 QUEUED", "caught up");
    assertThat(tokensSent()).containsExactly("old", "new");
  }

  @Test
  void aWatchThatIsRefusedWithANewTokenTooSaysWhy() {
    refuse(401, "unauthenticated", "expired");
    refuse(401, "unauthenticated", "who are you");

    AdminException refusal =
        failure(clientOf("old", "new", "newer").watchForUpdates(RUN.root(), new Heard()));

    assertThat(refusal.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(refusal.words()).isEqualTo("who are you");
    assertThat(tokensSent()).containsExactly("old", "new");
  }

  @Test
  void aWatchThatHasBeenHeardIsNotBegunAgainByItself() {
    stream(
        update(ActionPhase.QUEUED),
        last("{\"error\":{\"code\":\"unauthenticated\",\"message\":\"expired\"}}"));
    Heard heard = new Heard();

    AdminException refusal = failure(clientOf("old", "new").watchForUpdates(RUN.root(), heard));

    assertThat(refusal.words()).isEqualTo("expired");
    assertThat(heard.words).containsExactly("n1 QUEUED");
    assertThat(tokensSent()).containsExactly("old");
  }

  @Test
  void aCallThatGetsNoTokenFailsAsIfItsServerWereAway() {
    Flyte2Client client =
        Flyte2Client.connect(
            AdminConfig.plaintext(endpoint()),
            () -> {
              throw new UnreachableTokensException("whoever gives the token is away", null);
            },
            RetryPolicy.DEFAULT,
            AdminListener.NONE);

    AdminException failure = failure(client.watchForUpdates(RUN.root(), new Heard()));

    assertThat(failure).hasMessage("whoever gives the token is away");
    assertThat(failure.code()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(failure.tried()).isZero();
  }

  @Test
  void whoeverCancelsAWatchEndsIt() throws Exception {
    CompletableFuture<String> end = new CompletableFuture<>();
    CountDownLatch told = new CountDownLatch(1);
    answers.add(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          OutputStream out = exchange.getResponseBody();
          try {
            for (int i = 0; i < 2000; i++) {
              out.write(update(ActionPhase.RUNNING));
              out.flush();
              TimeUnit.MILLISECONDS.sleep(5);
            }
            end.complete("nobody ended it");
          } catch (IOException | InterruptedException e) {
            end.complete("ended");
          }
        });

    CompletableFuture<Void> watch =
        client().watchForUpdates(RUN.root(), update -> told.countDown());
    assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
    watch.cancel(true);

    assertThat(end.get(20, TimeUnit.SECONDS)).isEqualTo("ended");
  }

  @Test
  void manyCallsAtATimeAreAnsweredEachWithItsOwn() {
    List<CompletableFuture<Optional<ByteString>>> calls = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      answer(
          Fields.builder()
              .message(
                  1, Fields.builder().message(3, Fields.builder().text(3, "x").build()).build())
              .build());
    }
    Flyte2Client client = client();
    for (int i = 0; i < 50; i++) {
      calls.add(client.taskSpec(TASK));
    }

    assertThat(calls).allSatisfy(call -> assertThat(call.join()).isPresent());
  }
}
