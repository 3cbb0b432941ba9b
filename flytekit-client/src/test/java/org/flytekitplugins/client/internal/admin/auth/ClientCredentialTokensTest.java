package org.flytekitplugins.client.internal.admin.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.flytekitplugins.client.internal.config.Authentication.ClientCredentials;
import org.flytekitplugins.client.internal.config.SecretSource;
import org.flytekitplugins.kubeflow.internal.SentenceException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of a token server's answers, which may be anything. */
class ClientCredentialTokensTest {
  private record Answer(int status, String body) {}

  private final Deque<Answer> answers = new ArrayDeque<>();
  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          Answer answer = answers.size() > 1 ? answers.remove() : answers.element();
          byte[] body = answer.body().getBytes(UTF_8);
          exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/token";
  }

  private AccessToken grant() {
    return new ClientCredentialTokens(
            ClientCredentials.of(
                "me",
                SecretSource.ofVariable("SECRET", Map.of("SECRET", "hunter2")),
                List.of("all"),
                url(),
                "",
                false),
            AdminConfig.plaintext("localhost"),
            () -> {
              throw new AssertionError("flyteadmin is asked for what is configured");
            })
        .grant();
  }

  private String refusal(int status, String said) {
    return "no token from "
        + url()
        + " for the client \"me\": it answered "
        + status
        + said
        + "; look at the client's id and at the environment variable SECRET";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "invalid_client",
        "unauthorized_client",
        "invalid_scope",
        "server_error",
        "az",
        "a_code_that_has_thirty_nine_letters_all",
      })
  void anErrorCodeIsShown(String code) {
    answers.add(new Answer(401, "{\"error\": \"" + code + "\"}"));

    assertThatThrownBy(this::grant)
        .isInstanceOf(SentenceException.class)
        .hasMessage(refusal(401, " (" + code + ")"));
  }

  /** Servers echo what they were sent, and proxies say what they like. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\": \"hunter2\"}",
        "{\"error\": \"client_secret hunter2 is wrong\"}",
        "{\"error\": \"Basic bWU6aHVudGVyMg==\"}",
        "{\"error\": \"INVALID\"}",
        "{\"error\": \"`a\"}",
        "{\"error\": \"{a\"}",
        "{\"error\": \"no\\nstatus: fine\"}",
        "{\"error\": \"\"}",
        "{\"error\": null}",
        "{\"error\": {\"code\": \"invalid_client\"}}",
        "{\"error\": \"eyjhbgcioijiuzinnijeyjhbgcioijiuzinnijab\"}",
        "{\"error_description\": \"invalid_client\"}",
        "hunter2",
        "[\"hunter2\"]",
        "",
      })
  void whatIsNoErrorCodeIsNotShown(String body) {
    answers.add(new Answer(400, body));

    assertThatThrownBy(this::grant)
        .isInstanceOf(SentenceException.class)
        .hasMessage(refusal(400, ""))
        .hasNoCause();
  }

  @ParameterizedTest
  @CsvSource({"200, {}", "200, '{\"access_token\": \"\"}'", "201, '{\"access_token\": \"t\"}'"})
  void anAnswerWithoutATokenIsARefusal(int status, String body) {
    answers.add(new Answer(status, body));

    assertThatThrownBy(this::grant).hasMessage(refusal(status, ""));
  }

  @Test
  void aTokenComesWithItsTypeAndItsEnd() {
    answers.add(
        new Answer(
            200,
            "{\"access_token\": \"t\", \"token_type\": \"mac\", \"expires_in\": 600, \"scope\": []}"));

    AccessToken token = grant();

    assertThat(token.header()).isEqualTo("mac t");
    assertThat(token.expiry())
        .isCloseTo(Instant.now().plusSeconds(600), within(10, ChronoUnit.SECONDS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"access_token\": \"t\"}",
        "{\"access_token\": \"t\", \"token_type\": \"bearer\", \"expires_in\": 0}",
        "{\"access_token\": \"t\", \"token_type\": \"BEARER\", \"expires_in\": -1}",
      })
  void aTokenIsABearersAndWithoutAnEndUnlessTheServerSays(String body) {
    answers.add(new Answer(200, body));

    assertThat(grant()).isEqualTo(AccessToken.of("Bearer", "t", null));
  }

  @Test
  void aServerThatFailsTwiceIsAskedAThirdTime() {
    answers.add(new Answer(503, ""));
    answers.add(new Answer(500, ""));
    answers.add(new Answer(200, "{\"access_token\": \"t\"}"));

    assertThat(grant().value()).isEqualTo("t");
  }

  @Test
  void aServerThatGoesOnFailingIsAskedNoMore() {
    answers.add(new Answer(503, ""));

    assertThatThrownBy(this::grant)
        .isInstanceOf(UnreachableTokensException.class)
        .hasMessage(refusal(503, ""));
    assertThat(requests).hasValue(3);
  }

  @Test
  void aServerThatRefusesIsAskedOnce() {
    answers.add(new Answer(499, ""));

    assertThatThrownBy(this::grant)
        .isExactlyInstanceOf(SentenceException.class)
        .hasMessage(refusal(499, ""));
    assertThat(requests).hasValue(1);
  }

  @Test
  void aServerThatHasEnoughOfUsMayGiveATokenLater() {
    answers.add(new Answer(429, ""));

    assertThatThrownBy(this::grant)
        .isInstanceOf(UnreachableTokensException.class)
        .hasMessage(refusal(429, ""));
  }

  @Test
  void aServerThatIsNotThereMayGiveATokenLater() {
    server.stop(0);

    assertThatThrownBy(this::grant)
        .isInstanceOf(UnreachableTokensException.class)
        .hasMessage(
            "cannot reach "
                + url()
                + ", which should give the token (ConnectException): look at admin.tokenUrl and at"
                + " the network");
  }

  @Test
  void anInterruptEndsTheWaitAndIsKept() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(this::grant)
        .isInstanceOf(SentenceException.class)
        .hasMessage("asking " + url() + " for a token was interrupted: try again");
    assertThat(Thread.interrupted()).isTrue();
  }
}
