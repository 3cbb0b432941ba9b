package org.flytekitplugins.client.internal.admin.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.flyte.jflyte.api.Token;
import org.flyte.jflyte.api.TokenSource;
import org.flyte.jflyte.api.TokenSourceFactory;
import org.flytekitplugins.client.internal.admin.AdminClient;
import org.flytekitplugins.client.internal.admin.RetryPolicy;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.flytekitplugins.client.internal.config.Authentication;
import org.flytekitplugins.client.internal.config.Authentication.ClientCredentials;
import org.flytekitplugins.client.internal.config.Authentication.Command;
import org.flytekitplugins.client.internal.config.Authentication.Interactive;
import org.flytekitplugins.client.internal.config.Authentication.None;
import org.flytekitplugins.client.internal.config.Authentication.StaticToken;
import org.flytekitplugins.client.internal.config.SecretSource;
import org.flytekitplugins.jflyte.publish.ModuleTokens;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.flytekitplugins.kubeflow.internal.SentenceException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AuthorizationTest {
  private LocalFlyteAdmin server = LocalFlyteAdmin.builder().requireToken("hunter2").start();

  @TempDir Path folder;

  @AfterEach
  void stop() {
    server.close();
  }

  private void restart(LocalFlyteAdmin.Builder builder) {
    server.close();
    server = builder.start();
  }

  private AdminClient client(Authentication authentication) {
    return AdminClient.builder(AdminConfig.plaintext(server.endpoint()).with(authentication))
        .retries(
            RetryPolicy.of(3, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(30)))
        .build();
  }

  private AdminClient client(TokenSource source) {
    return AdminClient.builder(AdminConfig.plaintext(server.endpoint()))
        .tokens(new ModuleTokens(source))
        .build();
  }

  private static Token token(String value, Instant expiry) {
    return Token.builder().tokenType("Bearer").accessToken(value).expiry(expiry).build();
  }

  private static Instant inAnHour() {
    return Instant.now().plus(Duration.ofHours(1));
  }

  private static ClientCredentials credentials(String secret) {
    return ClientCredentials.of(
        "flytepropeller",
        SecretSource.ofVariable("SECRET", Map.of("SECRET", secret)),
        List.of(),
        null,
        null,
        false);
  }

  private static Authentication staticToken(String token) {
    return StaticToken.of(SecretSource.ofVariable("T", Map.of("T", token)));
  }

  private static String failure(AdminClient client) {
    try (client) {
      Throwable failure = catchThrowable(() -> client.version().join());
      assertThat(failure).isNotNull();
      StringWriter all = new StringWriter();
      failure.printStackTrace(new PrintWriter(all));
      assertThat(all.toString()).doesNotContain("hunter", "issued-");
      assertThat(failure.getCause()).isInstanceOf(SentenceException.class);
      return failure.getCause().getMessage();
    }
  }

  @Test
  void aTokenOfAModuleGoesWithTheFirstCall() {
    try (AdminClient client = client(() -> token("hunter2", inAnHour()))) {
      client.version().join();
    }
    assertThat(server.calls().unauthenticated()).isZero();
  }

  @Test
  void aModuleIsAskedOnceForManyCalls() {
    AtomicInteger asked = new AtomicInteger();
    try (AdminClient client =
        client(
            () -> {
              asked.incrementAndGet();
              return token("hunter2", inAnHour());
            })) {
      List<CompletableFuture<?>> calls = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        calls.add(client.version());
      }
      calls.forEach(CompletableFuture::join);
    }
    assertThat(asked).hasValue(1);
  }

  @Test
  void aModuleIsAskedAgainWhenItsTokenHasExpired() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (AdminClient client =
        client(
            () -> {
              asked.incrementAndGet();
              return token("hunter2", Instant.now().plusMillis(200));
            })) {
      client.version().join();
      Thread.sleep(250);
      client.version().join();
    }
    assertThat(asked).hasValue(2);
  }

  @Test
  void aModuleIsAskedAgainOnceWhenItsTokenIsRefused() {
    List<String> tokens = new ArrayList<>(List.of("hunter1", "hunter2"));
    try (AdminClient client = client(() -> token(tokens.remove(0), inAnHour()))) {
      client.version().join();
      client.version().join();
    }
    assertThat(tokens).isEmpty();
    assertThat(server.calls().unauthenticated()).isEqualTo(1);
  }

  @Test
  void aTokenThatIsRefusedTwiceIsASentence() {
    assertThat(failure(client(() -> token("hunter1", inAnHour()))))
        .isEqualTo(
            "flyteadmin at "
                + server.endpoint()
                + " refused GetVersion for want of a good token (token parse error"
                + " [JWT_VERIFICATION_FAILED]): a new token was refused too: look at whom it is for,"
                + " and at what it allows");
    assertThat(server.calls().unauthenticated()).isEqualTo(2);
  }

  @Test
  void aModuleThatThrowsIsASentence() {
    assertThat(
            failure(
                client(
                    (TokenSource)
                        () -> {
                          throw new IllegalStateException("no metadata server");
                        })))
        .startsWith("the module of ")
        .endsWith("gave no token (IllegalStateException): look at its credentials");
  }

  @Test
  void aModuleIsFoundByItsMethod() {
    TokenSourceFactory one = factory("id_token");
    TokenSourceFactory other = factory("oidc");

    assertThat(ModuleTokens.of("oidc", List.of(one, other)).grant().value()).isEqualTo("oidc");
    assertThatThrownBy(() -> ModuleTokens.of("basic", List.of(one, other)))
        .hasMessage("no module has the auth mode \"basic\": choose one of id_token, oidc");
    assertThatThrownBy(() -> ModuleTokens.of("basic", List.of()))
        .hasMessage(
            "no module has the auth mode \"basic\": put one that has into the module directory");
    assertThatThrownBy(() -> ModuleTokens.of("oidc", List.of(other, other)))
        .hasMessageEndingWith(
            "all have the auth mode \"oidc\": keep one of them in the module directory");
  }

  private static TokenSourceFactory factory(String method) {
    return new TokenSourceFactory() {
      @Override
      public String getMethod() {
        return method;
      }

      @Override
      public TokenSource getTokenSource() {
        return () -> token(method, inAnHour());
      }
    };
  }

  @Test
  void clientCredentialsGetATokenWhenOneIsWantedAsFlyteadminSays() {
    restart(LocalFlyteAdmin.builder().requireToken().client("flytepropeller", "a b:c+%"));
    try (AdminClient client = client(credentials("a b:c+%"))) {
      List<CompletableFuture<?>> calls = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        calls.add(client.version());
      }
      calls.forEach(CompletableFuture::join);
    }
    assertThat(server.tokensIssued()).isEqualTo(1);
    assertThat(server.tokenRequests())
        .containsExactly(Map.of("grant_type", "client_credentials", "scope", "all"));
  }

  @Test
  void clientCredentialsAreNotUsedWhereNoTokenIsWanted() {
    restart(LocalFlyteAdmin.builder());
    try (AdminClient client = client(credentials("wrong"))) {
      client.version().join();
    }
    assertThat(server.tokenRequests()).isEmpty();
  }

  @Test
  void whatIsConfiguredWinsOverWhatFlyteadminSays() {
    restart(LocalFlyteAdmin.builder().requireToken().authorizationHeaders("x-flyte", "x-told"));
    AdminConfig told = AdminConfig.plaintext(server.endpoint());
    AdminConfig config =
        AdminConfig.of(
            told.endpoint(),
            true,
            false,
            null,
            ClientCredentials.of(
                "flytepropeller",
                SecretSource.ofVariable("S", Map.of("S", "foobar")),
                List.of("a", "b"),
                server.tokenUrl(),
                "me",
                false),
            "x-told");
    try (AdminClient client = AdminClient.connect(config)) {
      client.version().join();
    }
    assertThat(server.tokenRequests())
        .containsExactly(
            Map.of("grant_type", "client_credentials", "scope", "a b", "audience", "me"));
  }

  @Test
  void theHeaderIsTheOneThatFlyteadminSays() {
    restart(LocalFlyteAdmin.builder().requireToken().authorizationHeaders("x-flyte"));
    try (AdminClient client = client(credentials("foobar"))) {
      client.version().join();
    }
    assertThat(server.tokensIssued()).isEqualTo(1);
  }

  @Test
  void aTokenThatWasRevokedIsReplaced() {
    restart(LocalFlyteAdmin.builder().requireToken());
    try (AdminClient client = client(credentials("foobar"))) {
      client.version().join();
      server.revokeTokens();
      client.version().join();
    }
    assertThat(server.tokensIssued()).isEqualTo(2);
  }

  @Test
  void aWrongSecretIsASentence() {
    assertThat(failure(client(credentials("hunter3"))))
        .isEqualTo(
            "no token from "
                + server.tokenUrl()
                + " for the client \"flytepropeller\": it answered 401 (invalid_client); look at the"
                + " client's id and at the environment variable SECRET");
  }

  @Test
  void aTokenUrlThatCannotBeReachedIsASentence() {
    ClientCredentials nowhere =
        ClientCredentials.of(
            "me",
            SecretSource.ofVariable("S", Map.of("S", "hunter3")),
            List.of("all"),
            "http://127.0.0.1:1/token",
            null,
            false);
    assertThat(failure(client(nowhere)))
        .isEqualTo(
            "cannot reach http://127.0.0.1:1/token, which should give the token"
                + " (ConnectException): look at admin.tokenUrl and at the network");
  }

  @Test
  void whatACommandPrintsIsTheToken() throws IOException {
    Path script = Files.writeString(folder.resolve("token"), "#!/bin/sh\necho \" $1 \"\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    try (AdminClient client = client(Command.of(List.of(script.toString(), "hunter2")))) {
      client.version().join();
    }
  }

  static List<Arguments> commands() {
    return List.of(
        new Arguments("exit 3", "ended with exit code 3"),
        new Arguments("true", "printed nothing"),
        new Arguments("echo hunter2 hunter3", "printed more than a token"),
        new Arguments("sleep 60", "did not end within 1 s"));
  }

  record Arguments(String script, String how) {}

  @ParameterizedTest
  @MethodSource("commands")
  void aCommandThatPrintsNoTokenIsASentence(Arguments arguments) {
    CommandTokens tokens =
        new CommandTokens(List.of("sh", "-c", arguments.script()), Duration.ofSeconds(1));

    assertThatThrownBy(tokens::grant)
        .isInstanceOf(SentenceException.class)
        .hasMessage(
            "the command \"sh\", which should print the token, "
                + arguments.how()
                + ": run it by hand to see why");
  }

  @Test
  void aCommandThatIsNotThereIsASentence() {
    assertThat(failure(client(Command.of(List.of("/no/such/program", "hunter2")))))
        .isEqualTo(
            "the command \"/no/such/program\", which should print the token, cannot be started"
                + " (IOException): look at admin.command of Flyte's configuration");
  }

  @Test
  void aTokenOfTheEnvironmentGoesWithTheFirstCall() {
    try (AdminClient client = client(staticToken("hunter2"))) {
      client.version().join();
    }
    assertThat(server.calls().unauthenticated()).isZero();
  }

  @Test
  void aFileIsReadAgainWhenItsTokenIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "hunter1");
    try (AdminClient client =
        client(StaticToken.of(SecretSource.ofFile(file, "FLYTE_PLATFORM_TOKEN_FILE")))) {
      assertThat(catchThrowable(() -> client.version().join())).isNotNull();
      Files.writeString(file, "hunter2\n");
      client.version().join();
    }
  }

  @Test
  void whatNeedsAPersonMattersOnlyWhereATokenIsWanted() {
    Interactive pkce = Interactive.of("Pkce", "admin.authType of /home/me/.flyte/config.yaml");
    assertThat(failure(client(pkce)))
        .isEqualTo(
            "flyteadmin at "
                + server.endpoint()
                + " refused GetVersion for want of a good token (token parse error"
                + " [JWT_VERIFICATION_FAILED]): admin.authType of /home/me/.flyte/config.yaml"
                + " \"Pkce\" needs a person and a browser, neither of which is here: set"
                + " FLYTE_PLATFORM_TOKEN_FILE, or configure authType ClientSecret or"
                + " ExternalCommand");
    restart(LocalFlyteAdmin.builder());
    try (AdminClient client = client(pkce)) {
      client.version().join();
    }
  }

  @Test
  void noTokenWhereOneIsWantedIsASentence() {
    assertThat(failure(client(None.of())))
        .endsWith(
            "no token was sent: set FLYTE_PLATFORM_TOKEN_FILE, configure admin.authType"
                + " ClientSecret or ExternalCommand in Flyte's configuration, or give one"
                + " (--auth-mode of jflyte, token() of FlyteClient)");
  }

  @Test
  void noTokenIsShownWhenPrinted() {
    assertThat(
            Arrays.asList(
                AccessToken.of("Bearer", "hunter2", null),
                credentials("hunter2"),
                staticToken("hunter2")))
        .noneMatch(each -> each.toString().contains("hunter2"));
  }
}
