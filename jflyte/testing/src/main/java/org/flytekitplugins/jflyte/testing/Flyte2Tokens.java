package org.flytekitplugins.jflyte.testing;

import com.google.protobuf.MessageLite;
import flyteidl.service.Auth.OAuth2MetadataResponse;
import flyteidl.service.Auth.PublicClientAuthConfigResponse;
import org.flytekitplugins.client.internal.flyte2.Procedure;
import org.jspecify.annotations.Nullable;

/** Which calls of a {@link LocalFlyte2} want a token, and what it tells of how to get one. */
final class Flyte2Tokens {
  private static final String BEARER = "Bearer ";

  private final TokenDesk tokens;
  private final boolean isRequired;
  private final String tokenUrl;

  Flyte2Tokens(TokenDesk tokens, boolean isRequired, String tokenUrl) {
    this.tokens = tokens;
    this.isRequired = isRequired;
    this.tokenUrl = tokenUrl;
  }

  /** Whether a call may be answered. */
  boolean accepts(@Nullable String authorization) {
    return !isRequired
        || (authorization != null
            && authorization.startsWith(BEARER)
            && tokens.accepts(authorization.substring(BEARER.length())));
  }

  /** What a call about tokens is answered, without one; null if it is about something else. */
  @Nullable MessageLite metadata(String procedure) {
    return switch (procedure) {
      case Procedure.AUTH_METADATA + "GetOAuth2Metadata" ->
          OAuth2MetadataResponse.newBuilder().setTokenEndpoint(tokenUrl).build();
      case Procedure.AUTH_METADATA + "GetPublicClientConfig" ->
          PublicClientAuthConfigResponse.newBuilder()
              .addScopes("all")
              .setAuthorizationMetadataKey("authorization")
              .build();
      default -> null;
    };
  }
}
