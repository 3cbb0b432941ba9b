package org.flytekitplugins.client.internal.flyte2;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.flytekitplugins.client.internal.admin.auth.OAuthServer;
import org.flytekitplugins.kubeflow.internal.SentenceException;
import org.jspecify.annotations.Nullable;

/**
 * Asks Flyte 2, once and without a token, how its clients get tokens.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/main/flyteidl2/auth/auth_service.proto">auth_service.proto</a>
 */
final class ConnectOAuthMetadata implements Supplier<OAuthServer> {
  private static final int TOKEN_ENDPOINT = 3;
  private static final int SCOPES = 3;
  private static final int HEADER = 4;
  private static final int AUDIENCE = 6;

  private final ConnectHttp http;
  private final Duration deadline;
  private final String endpoint;
  private @Nullable OAuthServer answer;

  ConnectOAuthMetadata(ConnectHttp http, Duration deadline, String endpoint) {
    this.http = http;
    this.deadline = deadline;
    this.endpoint = endpoint;
  }

  @Override
  public synchronized OAuthServer get() {
    if (answer == null) {
      Fields server = call(Procedure.GET_OAUTH2_METADATA);
      Fields client = call(Procedure.GET_PUBLIC_CLIENT_CONFIG);
      answer =
          OAuthServer.of(
              server.text(TOKEN_ENDPOINT),
              client.texts(SCOPES),
              client.text(AUDIENCE),
              client.text(HEADER));
    }
    return answer;
  }

  private Fields call(String procedure) {
    try {
      return Fields.parse(http.call(procedure, ByteString.EMPTY, Map.of(), deadline).join());
    } catch (CompletionException | MalformedMessageException e) {
      throw new SentenceException(
          "Flyte 2 at "
              + endpoint
              + " does not say how to get a token ("
              + Status.fromThrowable(e).getCode()
              + "): set admin.tokenUrl, admin.scopes and admin.authorizationHeader in Flyte's"
              + " configuration",
          e);
    }
  }
}
