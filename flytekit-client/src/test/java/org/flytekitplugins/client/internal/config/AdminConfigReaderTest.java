package org.flytekitplugins.client.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.client.internal.config.Authentication.ClientCredentials;
import org.flytekitplugins.client.internal.config.Authentication.Command;
import org.flytekitplugins.client.internal.config.Authentication.Interactive;
import org.flytekitplugins.client.internal.config.Authentication.None;
import org.flytekitplugins.client.internal.config.Authentication.StaticToken;
import org.flytekitplugins.kubeflow.internal.SentenceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminConfigReaderTest {
  private static final String CREDENTIALS =
      """
      admin:
        endpoint: dns:///flyte.example.com
        authType: ClientSecret
        clientId: trainer
        clientSecretEnvVar: THE_SECRET
      """;

  @TempDir Path home;

  private AdminConfig read(Map<String, String> env) {
    return new AdminConfigReader(env, home).read();
  }

  private Path write(String yaml) throws IOException {
    Path file = Files.createDirectories(home.resolve(".flyte")).resolve("config.yaml");
    return Files.writeString(file, yaml);
  }

  @Test
  void theEnvironmentOfStockJflyteIsEnough() {
    AdminConfig config =
        read(
            Map.of(
                "FLYTE_PLATFORM_URL", "dns:///localhost:30080", "FLYTE_PLATFORM_INSECURE", "true"));

    assertThat(config)
        .isEqualTo(
            AdminConfig.of(
                AdminEndpoint.parse("localhost:30080", "url"), true, false, null, None.of(), null));
  }

  @Test
  void withoutAWordThereIsTls() {
    assertThat(read(Map.of("FLYTE_PLATFORM_URL", "flyte.example.com")).insecure()).isFalse();
    assertThat(
            read(Map.of("FLYTE_PLATFORM_URL", "flyte.example.com", "FLYTE_PLATFORM_INSECURE", "no"))
                .insecure())
        .isFalse();
    assertThat(read(Map.of("FLYTE_PLATFORM_URL", "http://flyte.example.com")).insecure()).isTrue();
  }

  @Test
  void theConfigurationOfAPersonIsFoundInTheirHome() throws IOException {
    write(
        """
        admin:
          endpoint: dns:///flyte.example.com
          insecure: true
          insecureSkipVerify: true
          caCertFilePath: ~/ca.pem
          authType: Pkce
          authorizationHeader: X-Flyte-Authorization
        logger:
          show-source: true
        """);

    assertThat(read(Map.of()))
        .isEqualTo(
            AdminConfig.of(
                AdminEndpoint.parse("flyte.example.com", "endpoint"),
                true,
                true,
                home.resolve("ca.pem"),
                Interactive.of("Pkce", "admin.authType of " + home.resolve(".flyte/config.yaml")),
                "x-flyte-authorization"));
  }

  @Test
  void howLongCallsMayTakeAndWhereTheConsoleIsAreReadAsFlytectlDoes() throws IOException {
    write(
        """
        admin:
          endpoint: flyte.example.com
          maxRetries: 4
          perRetryTimeout: 1m30.5s
          maxBackoffDelay: 800ms
        console:
          endpoint: https://console.example.com
        """);

    AdminConfig config = read(Map.of());

    assertThat(config.maxRetries()).isEqualTo(4);
    assertThat(config.perRetryTimeout()).isEqualTo(Duration.ofMillis(90_500));
    assertThat(config.maxBackoffDelay()).isEqualTo(Duration.ofMillis(800));
    assertThat(config.console()).isEqualTo("https://console.example.com");
    // Meant for another server.
    assertThat(read(Map.of("FLYTE_PLATFORM_URL", "other.example.com")).console()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "perRetryTimeout: 15",
        "perRetryTimeout: 0s",
        "perRetryTimeout: -1s",
        "perRetryTimeout: 1x",
        "perRetryTimeout: 1s 2",
        "perRetryTimeout: 99999999999h",
        "maxBackoffDelay: soon",
        "maxRetries: 0",
        "maxRetries: many"
      })
  void aLimitThatIsNoneIsNamed(String line) throws IOException {
    Path file = write("admin:\n  endpoint: flyte.example.com\n  " + line + "\n");

    assertThatThrownBy(() -> read(Map.of()))
        .isInstanceOf(SentenceException.class)
        .hasMessageStartingWith(
            "admin." + line.substring(0, line.indexOf(':')) + " of " + file + " is no ");
  }

  @Test
  void keysAreTakenInAnyCaseAndFlagsAsTexts() throws IOException {
    write(
        """
        Admin:
          ENDPOINT: flyte.example.com
          InSecure: "True"
        """);

    assertThat(read(Map.of()).insecure()).isTrue();
  }

  @Test
  void clientCredentialsAreTakenWithWhatFlytectlAssumes() throws IOException {
    write(
        """
        admin:
          endpoint: flyte.example.com
          authType: clientSecret
          scopes: [all, offline]
          tokenUrl: https://idp.example.com/token
          audience: flyte
          useAudienceFromAdmin: false
        """);

    assertThat(read(Map.of()).authentication())
        .isInstanceOfSatisfying(
            ClientCredentials.class,
            credentials -> {
              assertThat(credentials.clientId()).isEqualTo("flytepropeller");
              assertThat(credentials.secret())
                  .hasToString(
                      "the file /etc/secrets/client_secret of admin.clientSecretLocation of "
                          + home.resolve(".flyte/config.yaml"));
              assertThat(credentials.scopes()).containsExactly("all", "offline");
              assertThat(credentials.tokenUrl()).isEqualTo("https://idp.example.com/token");
              assertThat(credentials.audience()).isEqualTo("flyte");
            });
  }

  @Test
  void aSecretIsReadWhereItIsAndNeverShown() throws IOException {
    write(CREDENTIALS);

    AdminConfig config = read(Map.of("THE_SECRET", " hunter2\n"));

    assertThat(config.toString()).contains("THE_SECRET").doesNotContain("hunter2");
    assertThat(((ClientCredentials) config.authentication()).secret().read()).isEqualTo("hunter2");
  }

  @Test
  void whoConfiguresNothingOfAuthenticationMeansNone() throws IOException {
    write("admin: {endpoint: flyte.example.com, insecure: true}");

    assertThat(read(Map.of()).authentication()).isEqualTo(None.of());
  }

  @Test
  void aCommandIsAListWhoseArgumentsAreNotShown() throws IOException {
    write(
        """
        admin:
          endpoint: flyte.example.com
          authType: ExternalCommand
          command: [vault, read, -token=hunter2]
        """);

    Authentication authentication = read(Map.of()).authentication();

    assertThat(authentication).isEqualTo(Command.of(List.of("vault", "read", "-token=hunter2")));
    assertThat(authentication).hasToString("Command[vault]");
  }

  @Test
  void aTokenOfTheEnvironmentWins() throws IOException {
    write(CREDENTIALS);

    assertThat(read(Map.of("FLYTE_PLATFORM_TOKEN", "hunter2")).authentication())
        .isInstanceOfSatisfying(
            StaticToken.class,
            token -> {
              assertThat(token.token().read()).isEqualTo("hunter2");
              assertThat(token.toString()).doesNotContain("hunter2");
            });
    Path file = Files.writeString(home.resolve("token"), "hunter3\n");
    assertThat(read(Map.of("FLYTE_PLATFORM_TOKEN_FILE", file.toString())).authentication())
        .isInstanceOfSatisfying(
            StaticToken.class, token -> assertThat(token.token().read()).isEqualTo("hunter3"));
  }

  @Test
  void theEnvironmentWinsOverTheFile() throws IOException {
    write("admin: {endpoint: flyte.example.com, insecure: true}");

    AdminConfig config =
        read(
            Map.of(
                "FLYTE_PLATFORM_URL",
                "dns:///flyte.example.com:443",
                "FLYTE_PLATFORM_INSECURE",
                "false"));

    assertThat(config.insecure()).isFalse();
  }

  @Test
  void credentialsThatAreOnlyFoundAreNotSentToAnotherServer() throws IOException {
    write(CREDENTIALS);

    assertThat(read(Map.of("FLYTE_PLATFORM_URL", "other.example.com", "THE_SECRET", "x")))
        .isEqualTo(
            AdminConfig.of(
                AdminEndpoint.parse("other.example.com", "url"),
                false,
                false,
                null,
                None.of(),
                null));
  }

  @Test
  void credentialsOfAFileThatIsNamedAreSentWhereTheEnvironmentSays() throws IOException {
    Path file = Files.move(write(CREDENTIALS), home.resolve("named.yaml"));

    assertThat(
            read(Map.of(
                    "FLYTE_PLATFORM_URL", "other.example.com", "FLYTECTL_CONFIG", file.toString()))
                .authentication())
        .isInstanceOf(ClientCredentials.class);
  }

  @Test
  void theFileThatIsNamedWinsOverTheOneAtHome() throws IOException {
    write("admin: {endpoint: home.example.com}");
    Path named =
        Files.writeString(home.resolve("named.yaml"), "admin: {endpoint: named.example.com}");

    assertThat(read(Map.of("FLYTECTL_CONFIG", named.toString())).endpoint().host())
        .isEqualTo("named.example.com");
  }

  @Test
  void nothingAtAllIsASentence() {
    assertThatThrownBy(() -> read(Map.of("FLYTE_PLATFORM_URL", " ")))
        .isInstanceOf(SentenceException.class)
        .hasMessage(
            "nothing says where flyteadmin is: set FLYTE_PLATFORM_URL, like"
                + " dns:///flyte.example.com:443, or admin.endpoint in "
                + home.resolve(".flyte/config.yaml"));
  }

  @Test
  void aFileThatIsNamedAndNotThereIsASentence() {
    assertThatThrownBy(() -> read(Map.of("FLYTECTL_CONFIG", "/no/such/file")))
        .hasMessage(
            "FLYTECTL_CONFIG \"/no/such/file\" names no file: name one, or unset the variable");
  }

  @Test
  void whatContradictsItselfIsASentence() {
    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        "FLYTE_PLATFORM_URL",
                        "https://flyte.example.com",
                        "FLYTE_PLATFORM_INSECURE",
                        "true")))
        .hasMessage(
            "FLYTE_PLATFORM_INSECURE is true, but the endpoint is written as"
                + " https://flyte.example.com: write dns:///flyte.example.com:443, or change one of"
                + " them");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "admin:\n  clientSecret: hunter2: hunter2",
        "admin: [hunter2",
        "!!javax.script.ScriptEngineManager [hunter2]",
        "admin:\n\thunter2: 1",
      })
  void whatIsNotYamlIsASentenceThatRepeatsNothing(String yaml) throws IOException {
    Path file = write(yaml);

    assertThatThrownBy(() -> read(Map.of()))
        .isInstanceOf(SentenceException.class)
        .hasMessageStartingWith("Flyte's configuration " + file + " is not YAML")
        .hasMessageNotContaining("hunter2")
        .hasNoCause();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insecure: perhaps| is neither true nor false: write one",
        "authType: Kerberos| \"Kerberos\" is not known: write ClientSecret or ExternalCommand",
        "authorizationHeader: my header| is not the key of a header: write letters, digits, and"
            + " dashes",
        "clientId: [a]| is not a text: write a text",
        "endpoint: 'a b'| \"a b\" has a character that no host has: write dns:///HOST:PORT,"
            + " HOST:PORT or https://HOST, like dns:///flyte.example.com:443",
      })
  void aValueThatCannotBeRightIsASentence(String lineAndEnd) throws IOException {
    String line = lineAndEnd.substring(0, lineAndEnd.indexOf('|'));
    String key = line.substring(0, line.indexOf(':'));
    Path file =
        write(
            "admin:\n  "
                + (key.equals("endpoint") ? "" : "endpoint: flyte.example.com\n  ")
                + (key.equals("clientId") ? "authType: ClientSecret\n  " : "")
                + line);

    assertThatThrownBy(() -> read(Map.of()))
        .isInstanceOf(SentenceException.class)
        .hasMessage(
            "admin." + key + " of " + file + lineAndEnd.substring(lineAndEnd.indexOf('|') + 1));
  }

  @Test
  void aCommandThatIsMissingIsASentence() throws IOException {
    Path file = write("admin: {endpoint: flyte.example.com, authType: ExternalCommand}");

    assertThatThrownBy(() -> read(Map.of()))
        .hasMessage(
            "admin.command of "
                + file
                + " is empty, but authType is ExternalCommand: write the program and its arguments"
                + " as a list");
  }

  @Test
  void aSecretThatIsNotThereIsASentence() throws IOException {
    write(CREDENTIALS);
    ClientCredentials credentials = (ClientCredentials) read(Map.of()).authentication();

    assertThatThrownBy(() -> credentials.secret().read())
        .hasMessage(
            "nothing is in the environment variable THE_SECRET, which should hold a secret: put it"
                + " there");
    assertThatThrownBy(() -> SecretSource.ofFile(home.resolve("none"), "x").read())
        .hasMessage(
            "cannot read the file "
                + home.resolve("none")
                + " of x, which should hold a secret (NoSuchFileException): put it there, readable"
                + " for this user");
  }
}
