package org.flytekitplugins.client.internal.admin.auth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.flytekitplugins.client.internal.config.Authentication.ClientCredentials;
import org.flytekitplugins.client.internal.config.HttpsProxy;
import org.flytekitplugins.client.internal.config.OtherServer;
import org.flytekitplugins.kubeflow.internal.SentenceException;
import org.flytekitplugins.spi.internal.ShownUri;
import org.jspecify.annotations.Nullable;

/**
 * Tokens for client credentials.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.4">RFC 6749, 4.4</a>
 */
public final class ClientCredentialTokens implements TokenGrant {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int TRIES = 3;
  private static final Duration PAUSE = Duration.ofMillis(300);

  private final ClientCredentials credentials;
  private final OtherServer http;
  private final Supplier<OAuthServer> server;

  /**
   * @param credentials of the client
   * @param config says how a token server is reached
   * @param server what flyteadmin says; asked only for what the credentials leave open
   */
  public ClientCredentialTokens(
      ClientCredentials credentials, AdminConfig config, Supplier<OAuthServer> server) {
    this.credentials = credentials;
    this.http = OtherServer.ofTokens(config);
    this.server = server;
  }

  @Override
  public AccessToken grant() {
    @Nullable String configuredUrl = credentials.tokenUrl();
    String url = configuredUrl == null ? server.get().tokenUrl() : configuredUrl;
    List<String> scopes =
        credentials.scopes().isEmpty() ? server.get().scopes() : credentials.scopes();
    @Nullable String audience =
        credentials.audienceFromAdmin() ? server.get().audience() : credentials.audience();
    StringBuilder form = new StringBuilder("grant_type=client_credentials");
    if (!scopes.isEmpty()) {
      form.append("&scope=").append(encode(String.join(" ", scopes)));
    }
    if (audience != null && !audience.isEmpty()) {
      form.append("&audience=").append(encode(audience));
    }
    return token(send(request(url, form.toString()), url), url);
  }

  private HttpRequest request(String url, String form) {
    String pair = encode(credentials.clientId()) + ":" + encode(credentials.secret().read());
    try {
      return http.request(URI.create(url))
          .timeout(PATIENCE)
          .header("Content-Type", "application/x-www-form-urlencoded")
          .header("Accept", "application/json")
          .header(
              "Authorization",
              "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
          .POST(HttpRequest.BodyPublishers.ofString(form))
          .build();
    } catch (IllegalArgumentException e) {
      throw new SentenceException(
          "the token URL \""
              + ShownUri.of(url)
              + "\" is none: write one like https://HOST/oauth2/token");
    }
  }

  private HttpResponse<byte[]> send(HttpRequest request, String url) {
    HttpClient client = http.client(request.uri());
    try {
      for (int attempt = 1; attempt < TRIES; attempt++) {
        try {
          HttpResponse<byte[]> response =
              client.send(request, HttpResponse.BodyHandlers.ofByteArray());
          if (response.statusCode() < 500) {
            return response;
          }
        } catch (IOException e) {
          // The last try says so.
        }
        Thread.sleep(PAUSE.multipliedBy(attempt).toMillis());
      }
      return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw unreachable(request, url, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnreachableTokensException(
          "asking " + ShownUri.of(url) + " for a token was interrupted: try again", e);
    }
  }

  private SentenceException unreachable(HttpRequest request, String url, IOException failure) {
    @Nullable HttpsProxy proxy = http.proxy(request.uri());
    String way = proxy == null ? "" : " through the proxy " + proxy;
    if (isDistrust(failure)) {
      return new SentenceException(
          "the certificate of "
              + ShownUri.of(url)
              + ", which should give the token, is not trusted: name its authority by"
              + " admin.caCertFilePath in Flyte's configuration, or by SSL_CERT_FILE",
          failure);
    }
    return new UnreachableTokensException(
        "cannot reach "
            + ShownUri.of(url)
            + way
            + ", which should give the token ("
            + failure.getClass().getSimpleName()
            + "): look at "
            + (proxy == null ? "admin.tokenUrl" : proxy.source() + ", admin.tokenUrl")
            + " and at the network",
        failure);
  }

  private static boolean isDistrust(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof CertificateException) {
        return true;
      }
    }
    return false;
  }

  private AccessToken token(HttpResponse<byte[]> response, String url) {
    @Nullable HttpsProxy proxy = http.proxy(response.uri());
    if (response.statusCode() == 407 && proxy != null) {
      throw new SentenceException(
          "the proxy "
              + proxy
              + " wants to know who asks for a token (407): give it as"
              + " http://USER:PASSWORD@HOST:PORT, and let Java send it, by"
              + " -Djdk.http.auth.tunneling.disabledSchemes= in JAVA_TOOL_OPTIONS");
    }
    @Nullable String token = null;
    String type = "Bearer";
    String error = "";
    long life = 0;
    try (JsonParser json = new JsonFactory().createParser(response.body())) {
      if (json.nextToken() == JsonToken.START_OBJECT) {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String name = json.currentName();
          json.nextToken();
          switch (name) {
            case "access_token":
              token = json.getValueAsString();
              break;
            case "token_type":
              type = json.getValueAsString("Bearer");
              break;
            case "expires_in":
              life = json.getValueAsLong();
              break;
            case "error":
              error = json.getValueAsString("");
              break;
            default:
              json.skipChildren();
          }
        }
      }
    } catch (IOException notJson) {
      // What a server says that is no token endpoint is of no use to anybody.
    }
    if (response.statusCode() != 200 || token == null || token.isEmpty()) {
      String sentence =
          "no token from "
              + ShownUri.of(url)
              + " for the client \""
              + credentials.clientId()
              + "\": it answered "
              + response.statusCode()
              + (isErrorCode(error) ? " (" + error + ")" : "")
              + "; look at the client's id and at "
              + credentials.secret();
      throw response.statusCode() >= 500 || response.statusCode() == 429
          ? new UnreachableTokensException(sentence, null)
          : new SentenceException(sentence);
    }
    return AccessToken.of(
        type.equalsIgnoreCase("bearer") ? "Bearer" : type,
        token,
        life > 0 ? Instant.now().plusSeconds(life) : null);
  }

  // RFC 6749's codes, and nothing that could be something else.
  private static boolean isErrorCode(String error) {
    for (int i = 0; i < error.length(); i++) {
      char c = error.charAt(i);
      if (c != '_' && (c < 'a' || c > 'z')) {
        return false;
      }
    }
    return !error.isEmpty() && error.length() < 40;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
