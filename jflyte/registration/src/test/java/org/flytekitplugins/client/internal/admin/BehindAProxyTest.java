package org.flytekitplugins.client.internal.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.flytekitplugins.jflyte.fixtures.ConnectProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The networks of companies: a proxy is the only way out, certificates come from an authority of
 * their own, and programs get tokens for a client's id and secret.
 */
@ParameterizedClass
@EnumSource
class BehindAProxyTest {
  /** Known to nobody but the proxy. */
  private static final String FLYTE = "flyte.example.invalid";

  private static final String LOGIN = "login.example.invalid";
  private static final String LET_JAVA =
      "let Java send %s, by -Djdk.http.auth.tunneling.disabledSchemes= in JAVA_TOOL_OPTIONS";

  private static GuardedFlyte.Server server;

  @Parameter GuardedFlyte flyte;
  @TempDir Path home;

  private final Map<String, String> env = new HashMap<>();
  private ConnectProxy proxy = new ConnectProxy();
  private String login = LOGIN;

  @BeforeParameterizedClassInvocation
  static void start(GuardedFlyte flyte) {
    server = flyte.start(FLYTE, LOGIN);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    server.close();
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
  }

  private static int tokenPort() {
    return URI.create(server.tokenUrl()).getPort();
  }

  private Path authority() throws IOException {
    return Files.writeString(home.resolve("ca.pem"), server.certificatePem());
  }

  private void configure(String host, String... lines) throws IOException {
    Path secret = Files.writeString(home.resolve("secret"), "s3cr3t\n");
    Path config =
        Files.writeString(
            home.resolve("flyte.yaml"),
            """
            admin:
              endpoint: dns:///%s:%d
              authType: ClientSecret
              clientId: robot
              clientSecretLocation: %s
              tokenUrl: https://%s:%d/oauth2/token
            """
                .formatted(host, server.port(), secret, login, tokenPort()));
    for (String line : lines) {
      Files.writeString(config, Files.readString(config) + "  " + line + "\n");
    }
    env.put("FLYTECTL_CONFIG", config.toString());
  }

  /** What a call says that fails; nothing of one that is answered. */
  private String call() {
    try (AdminClient client =
        flyte
            .client(env, home)
            .retries(
                RetryPolicy.of(
                    3, Duration.ofMillis(1), Duration.ofMillis(4), Duration.ofSeconds(20)))
            .build()) {
      Throwable failure = catchThrowable(() -> GuardedFlyte.call(client).join());
      if (failure == null) {
        return "";
      }
      assertThat(failure.getCause().getMessage()).doesNotContain("s3cr3t", "hunter2");
      return failure.getCause().getMessage();
    }
  }

  @Test
  void callsAndTokensGoThroughTheProxyWhichAloneKnowsTheHosts() throws IOException {
    configure(FLYTE, "caCertFilePath: " + authority());
    env.put("HTTPS_PROXY", "http://" + proxy.authority());

    assertThat(call()).isEmpty();
    assertThat(proxy.tunnels())
        .containsExactly(FLYTE + ":" + server.port(), LOGIN + ":" + tokenPort());
  }

  @Test
  void aTokenThatIsGoodNoMoreIsReplaced() throws IOException {
    login = "127.0.0.1";
    configure("127.0.0.1", "caCertFilePath: " + authority());
    try (AdminClient client = flyte.client(env, home).build()) {
      var first = GuardedFlyte.call(client).join();
      server.revoke().run();
      var second = GuardedFlyte.call(client).join();
      assertThat(second).isEqualTo(first);
    }
  }

  @Test
  void anAuthorityOfTheEnvironmentIsBelieved() throws IOException {
    configure(FLYTE);
    env.put("https_proxy", proxy.authority());

    assertThat(call())
        .startsWith("the certificate of dns:///" + FLYTE + ":" + server.port() + " is not trusted");

    env.put("SSL_CERT_FILE", authority().toString());

    assertThat(call()).isEmpty();
  }

  @Test
  void theTokenServersCertificateIsLookedAt() throws IOException {
    configure(FLYTE, "insecureSkipVerify: true");
    env.put("HTTPS_PROXY", proxy.authority());

    assertThat(call())
        .isEqualTo(
            "the certificate of https://"
                + LOGIN
                + ":"
                + tokenPort()
                + "/oauth2/token, which should give the token, is not trusted: name its authority"
                + " by admin.caCertFilePath in Flyte's configuration, or by SSL_CERT_FILE");
  }

  @Test
  void tokensHaveAProxyOfTheirOwnIfFlytesConfigurationSaysSo() throws IOException {
    configure(
        "127.0.0.1", "caCertFilePath: " + authority(), "httpProxyURL: http://" + proxy.authority());
    env.put("HTTPS_PROXY", "http://127.0.0.1:1");

    assertThat(call()).isEmpty();
    assertThat(proxy.tunnels()).containsExactly(LOGIN + ":" + tokenPort());
  }

  @Test
  void theProxyOfTheJvmIsTakenWhereTheEnvironmentNamesNone() throws IOException {
    configure(FLYTE, "caCertFilePath: " + authority());
    String[] address = proxy.authority().split(":", -1);
    System.setProperty("https.proxyHost", address[0]);
    System.setProperty("https.proxyPort", address[1]);
    try {
      assertThat(call()).isEmpty();
      assertThat(proxy.tunnels())
          .containsExactly(FLYTE + ":" + server.port(), LOGIN + ":" + tokenPort());
    } finally {
      System.clearProperty("https.proxyHost");
      System.clearProperty("https.proxyPort");
    }
  }

  @Test
  void whoIsInNoProxyIsReachedWithout() throws IOException {
    configure(FLYTE, "caCertFilePath: " + authority());
    env.put("HTTPS_PROXY", proxy.authority());
    env.put("NO_PROXY", "other.example,.example.invalid");

    assertThat(call()).startsWith("the host \"" + FLYTE + "\" of " + flyte.words + " is not known");
    assertThat(proxy.tunnels()).isEmpty();
  }

  private void wantAUser(String given) throws IOException {
    proxy.close();
    proxy = new ConnectProxy("ann:hunter2");
    configure(FLYTE, "caCertFilePath: " + authority());
    env.put("HTTPS_PROXY", "http://" + given + "@" + proxy.authority());
  }

  /**
   * Java keeps passwords out of tunnels unless it is told otherwise before it opens the first; to
   * flyteadmin gRPC opens them.
   */
  @Test
  void aProxyIsToldWhoAsksAndByJavasClientOnlyIfItMay() throws Exception {
    wantAUser("ann:hunter2");

    assertThat(call())
        .isEqualTo(
            flyte == GuardedFlyte.FLYTE_1
                ? "the proxy http://"
                    + proxy.authority()
                    + " of HTTPS_PROXY wants to know who asks for a token (407): give it as"
                    + " http://USER:PASSWORD@HOST:PORT, and "
                    + String.format(LET_JAVA, "it")
                : wrongUser() + ", and " + String.format(LET_JAVA, "the password"));

    ProcessBuilder told =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            OneCall.class.getName(),
            flyte.name());
    told.environment().putAll(env);
    told.environment().put("JAVA_TOOL_OPTIONS", "-Djdk.http.auth.tunneling.disabledSchemes=");
    Process process =
        told.redirectErrorStream(true).redirectOutput(home.resolve("log").toFile()).start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(home.resolve("log"))).isZero();
    assertThat(proxy.tunnels()).contains(FLYTE + ":" + server.port(), LOGIN + ":" + tokenPort());
  }

  /** A call in a program of its own. */
  static final class OneCall {
    private OneCall() {}

    public static void main(String[] words) {
      GuardedFlyte flyte = GuardedFlyte.valueOf(words[0]);
      try (AdminClient client = flyte.client(System.getenv(), Path.of("/")).build()) {
        var unused = GuardedFlyte.call(client).join();
      }
    }
  }

  @Test
  void toFlyteadminTheProxyIsToldWhoAsksInAnyCase() throws IOException {
    assumeTrue(flyte == GuardedFlyte.FLYTE_1);
    login = "127.0.0.1";
    wantAUser("ann:hunter2");

    assertThat(call()).isEmpty();
    assertThat(proxy.tunnels()).containsExactly(FLYTE + ":" + server.port());
  }

  private String wrongUser() {
    return "the proxy http://"
        + proxy.authority()
        + " of HTTPS_PROXY refuses with 407, because it wants a user and a password, on the way to"
        + " dns:///"
        + FLYTE
        + ":"
        + server.port()
        + ": look at HTTPS_PROXY, or name the host in NO_PROXY";
  }

  @Test
  void aProxyThatWantsAUserIsASentence() throws IOException {
    wantAUser("bob:hunter2");

    assertThat(call()).startsWith(wrongUser());
  }

  @Test
  void aHostThatTheProxyRefusesIsASentence() throws IOException {
    configure("forbidden.example.invalid", "caCertFilePath: " + authority());
    env.put("HTTPS_PROXY", proxy.authority());

    assertThat(call()).contains(" of HTTPS_PROXY refuses with 403, on the way to ");
  }

  @Test
  void aProxyThatIsNotThereIsASentence() throws IOException {
    configure(FLYTE);
    env.put("HTTPS_PROXY", "http://127.0.0.1:1");
    assertThat(call())
        .isEqualTo(
            "nothing listens at the proxy http://127.0.0.1:1 of HTTPS_PROXY, on the way to dns:///"
                + FLYTE
                + ":"
                + server.port()
                + ": look at HTTPS_PROXY, or name the host in NO_PROXY");

    env.put("HTTPS_PROXY", "http://proxy.invalid:3128");
    assertThat(call())
        .startsWith("nobody knows the host of the proxy http://proxy.invalid:3128 of HTTPS_PROXY");
  }
}
