package org.flytekitplugins.client.internal.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.flytekitplugins.client.internal.config.Authentication.ClientCredentials;
import org.flytekitplugins.client.internal.config.Authentication.Command;
import org.flytekitplugins.client.internal.config.Authentication.Interactive;
import org.flytekitplugins.client.internal.config.Authentication.None;
import org.flytekitplugins.client.internal.config.Authentication.StaticToken;
import org.flytekitplugins.kubeflow.internal.SentenceException;
import org.flytekitplugins.kubeflow.internal.TokenVariables;
import org.jspecify.annotations.Nullable;

/**
 * Reads where flyteadmin is: {@code FLYTE_PLATFORM_URL} and {@code FLYTE_PLATFORM_INSECURE} as
 * stock jflyte, a token of {@code FLYTE_PLATFORM_TOKEN} or of the file {@code
 * FLYTE_PLATFORM_TOKEN_FILE}, and for all that they leave open the section {@code admin} of Flyte's
 * client configuration: the file that {@code FLYTECTL_CONFIG} names, else {@code
 * ~/.flyte/config.yaml} if it is there. Its {@code console.endpoint} says where the console is.
 * {@code HTTPS_PROXY} and {@code NO_PROXY} say how it is reached, {@code SSL_CERT_FILE} which
 * authorities are believed beside the JVM's.
 *
 * <p>Credentials of a configuration that is only found, not named, are meant for the endpoint
 * beside them: with another one of {@code FLYTE_PLATFORM_URL} they are left alone.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.0/flyteidl/clients/go/admin/config.go">flytectl's
 *     keys</a>
 */
public final class AdminConfigReader {
  /** The environment variable for the endpoint. */
  public static final String URL = "FLYTE_PLATFORM_URL";

  /** The environment variable that says whether it is plaintext. */
  public static final String INSECURE = "FLYTE_PLATFORM_INSECURE";

  /** The environment variable for a file of authorities. */
  static final String CERTIFICATES = "SSL_CERT_FILE";

  private static final String CONFIG = "FLYTECTL_CONFIG";

  private final Map<String, String> env;
  private final Path home;

  /**
   * The user's home: what the environment says, as flytectl takes it; a JVM asks the system, which
   * in a container may not know.
   *
   * @param env the environment
   */
  public static Path home(Map<String, String> env) {
    String home = env.get("HOME");
    return Path.of(home == null || home.isBlank() ? System.getProperty("user.home", "") : home);
  }

  /**
   * @param env the environment
   * @param home the user's home
   */
  public AdminConfigReader(Map<String, String> env, Path home) {
    this.env = Map.copyOf(env);
    this.home = home;
  }

  /**
   * The configuration.
   *
   * @return how to reach flyteadmin
   * @throws SentenceException if nothing says where it is, or a value cannot be right
   */
  public AdminConfig read() {
    @Nullable Path file = file();
    @Nullable ConfigSection section = file == null ? null : ConfigSection.read(file, "admin");
    @Nullable AdminEndpoint configured = section == null ? null : endpoint(section);
    @Nullable String url = variable(URL);
    AdminEndpoint endpoint = url == null ? configured : AdminEndpoint.parse(url, URL);
    if (endpoint == null) {
      throw new SentenceException(
          "nothing says where flyteadmin is: set "
              + URL
              + ", like dns:///flyte.example.com:443, or admin.endpoint in "
              + (variable(CONFIG) == null ? home.resolve(".flyte/config.yaml") : variable(CONFIG)));
    }
    boolean foreign =
        configured != null && !isSame(configured, endpoint) && variable(CONFIG) == null;
    @Nullable ConfigSection trusted = foreign ? null : section;
    AdminConfig config =
        AdminConfig.of(
                endpoint,
                insecure(endpoint, trusted),
                trusted != null && isTrue(trusted.flag("insecureSkipVerify")),
                trusted == null ? null : path(trusted.text("caCertFilePath")),
                authentication(trusted),
                trusted == null ? null : header(trusted))
            .toBuilder()
            .moreCaCertificates(path(variable(CERTIFICATES)))
            .proxy(HttpsProxy.of(env))
            .flyte(PlatformVersion.in(env))
            .build();
    return file == null || trusted == null
        ? config
        : config.toBuilder()
            .maxRetries(trusted.count("maxRetries"))
            .perRetryTimeout(trusted.duration("perRetryTimeout"))
            .maxBackoffDelay(trusted.duration("maxBackoffDelay"))
            .tokenProxy(tokenProxy(trusted))
            .console(ConfigSection.read(file, "console").text("endpoint"))
            .build();
  }

  private @Nullable Path file() {
    @Nullable String named = variable(CONFIG);
    if (named != null) {
      Path file = expand(named);
      if (!Files.exists(file)) {
        throw new SentenceException(
            CONFIG + " \"" + named + "\" names no file: name one, or unset the variable");
      }
      return file;
    }
    Path found = home.resolve(".flyte").resolve("config.yaml");
    return Files.exists(found) ? found : null;
  }

  private static @Nullable AdminEndpoint endpoint(ConfigSection section) {
    @Nullable String text = section.text("endpoint");
    return text == null ? null : AdminEndpoint.parse(text, section.field("endpoint"));
  }

  private boolean insecure(AdminEndpoint endpoint, @Nullable ConfigSection section) {
    @Nullable Boolean insecure;
    String field = INSECURE;
    @Nullable String text = variable(INSECURE);
    if (text != null) {
      // Like stock jflyte: whatever is not true is false.
      insecure = Boolean.parseBoolean(text);
    } else {
      insecure = section == null ? null : section.flag("insecure");
      field = section == null ? INSECURE : section.field("insecure");
    }
    Optional<Boolean> said = endpoint.plaintext();
    if (insecure != null && said.isPresent() && !said.get().equals(insecure)) {
      throw new SentenceException(
          field
              + " is "
              + insecure
              + ", but the endpoint is written as "
              + (said.get() ? "http" : "https")
              + "://"
              + endpoint.host()
              + ": write "
              + endpoint.target()
              + ", or change one of them");
    }
    return insecure == null ? said.orElse(false) : insecure;
  }

  private Authentication authentication(@Nullable ConfigSection section) {
    @Nullable String file = variable(TokenVariables.FILE);
    if (variable(TokenVariables.TOKEN) != null) {
      return StaticToken.of(SecretSource.ofVariable(TokenVariables.TOKEN, env));
    }
    if (file != null) {
      return StaticToken.of(SecretSource.ofFile(expand(file), TokenVariables.FILE));
    }
    if (section == null) {
      return None.of();
    }
    @Nullable String authType = section.text("authType");
    switch (authType == null ? "clientsecret" : authType.toLowerCase(Locale.ROOT)) {
      case "clientsecret":
        return clientCredentials(section, authType != null);
      case "externalcommand":
        return command(section);
      case "pkce":
        return Interactive.of("Pkce", section.field("authType"));
      case "deviceflow":
        return Interactive.of("DeviceFlow", section.field("authType"));
      default:
        throw new SentenceException(
            section.field("authType")
                + " \""
                + authType
                + "\" is not known: write ClientSecret or ExternalCommand");
    }
  }

  /** flytectl's default is a client without a secret; who configured nothing of it meant none. */
  private Authentication clientCredentials(ConfigSection section, boolean named) {
    @Nullable String variable = section.text("clientSecretEnvVar");
    @Nullable String location = section.text("clientSecretLocation");
    if (!named && variable == null && location == null) {
      return None.of();
    }
    SecretSource secret =
        variable != null
            ? SecretSource.ofVariable(variable, env)
            : SecretSource.ofFile(
                expand(location == null ? "/etc/secrets/client_secret" : location),
                section.field("clientSecretLocation"));
    @Nullable String clientId = section.text("clientId");
    return ClientCredentials.of(
        clientId == null ? "flytepropeller" : clientId,
        secret,
        section.texts("scopes"),
        section.text("tokenUrl"),
        section.text("audience"),
        isTrue(section.flag("useAudienceFromAdmin")));
  }

  private static Authentication command(ConfigSection section) {
    List<String> command = section.texts("command");
    if (command.isEmpty() || command.get(0).isBlank()) {
      throw new SentenceException(
          section.field("command")
              + " is empty, but authType is ExternalCommand: write the program and its arguments"
              + " as a list");
    }
    return Command.of(command);
  }

  private static @Nullable HttpsProxy tokenProxy(ConfigSection section) {
    @Nullable String url = section.text("httpProxyURL");
    return url == null ? null : HttpsProxy.of(url, section.field("httpProxyURL"));
  }

  private static @Nullable String header(ConfigSection section) {
    @Nullable String header = section.text("authorizationHeader");
    if (header == null) {
      return null;
    }
    String lower = header.toLowerCase(Locale.ROOT);
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && "-_.".indexOf(c) < 0) {
        throw new SentenceException(
            section.field("authorizationHeader")
                + " is not the key of a header: write letters, digits, and dashes");
      }
    }
    return lower;
  }

  private static boolean isSame(AdminEndpoint one, AdminEndpoint other) {
    return one.host().equalsIgnoreCase(other.host()) && one.port() == other.port();
  }

  private static boolean isTrue(@Nullable Boolean flag) {
    return flag != null && flag;
  }

  private @Nullable Path path(@Nullable String text) {
    return text == null ? null : expand(text);
  }

  private Path expand(String path) {
    return path.startsWith("~/") ? home.resolve(path.substring(2)) : Path.of(path);
  }

  private @Nullable String variable(String name) {
    String value = env.get(name);
    return value == null || value.isBlank() ? null : value;
  }
}
