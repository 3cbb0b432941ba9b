package org.flytekitplugins.jflyte.module.gs;

import com.google.auth.http.HttpTransportFactory;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.IdTokenCredentials;
import com.google.auth.oauth2.IdTokenProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.flyte.jflyte.api.Token;
import org.flyte.jflyte.api.TokenSource;
import org.flyte.jflyte.api.TokenSourceFactory;
import org.flyte.jflyte.api.TokenSourceFactoryRegistrar;

/**
 * The method {@code id_token}: who the application's default credentials say that this is, told to
 * the Flyte that {@code FLYTE_PLATFORM_URL} names.
 */
public final class IdTokenSourceRegistrar extends TokenSourceFactoryRegistrar {
  private static final String AUDIENCE = "FLYTE_PLATFORM_URL";

  /** For the service loader. */
  public IdTokenSourceRegistrar() {}

  @Override
  public Iterable<TokenSourceFactory> load(Map<String, String> env) {
    return List.of(
        new TokenSourceFactory() {
          @Override
          public String getMethod() {
            return "id_token";
          }

          @Override
          public TokenSource getTokenSource() {
            String audience = env.get(AUDIENCE);
            if (audience == null || audience.isBlank()) {
              throw new IllegalArgumentException(
                  AUDIENCE + " is not set: an id token is for the address that it names");
            }
            HttpTransportFactory transports = GsClients.transports(env);
            return () -> token(audience, transports);
          }
        });
  }

  private static Token token(String audience, HttpTransportFactory transports) {
    try {
      if (!(GoogleCredentials.getApplicationDefault(transports)
          instanceof IdTokenProvider provider)) {
        throw new IOException("credentials of that kind have no id tokens");
      }
      AccessToken token =
          IdTokenCredentials.newBuilder()
              .setIdTokenProvider(provider)
              .setTargetAudience(audience)
              .build()
              .refreshAccessToken();
      return Token.builder()
          .accessToken(token.getTokenValue())
          .tokenType("Bearer")
          .expiry(token.getExpirationTime().toInstant())
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "there is no id token ("
              + e.getMessage()
              + "): log in (gcloud auth application-default"
              + " login), or run as a service account",
          e);
    }
  }
}
