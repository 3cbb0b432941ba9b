package org.flytekitplugins.client.internal.admin;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import flyteidl.service.Auth.OAuth2MetadataRequest;
import flyteidl.service.Auth.OAuth2MetadataResponse;
import flyteidl.service.Auth.PublicClientAuthConfigRequest;
import flyteidl.service.Auth.PublicClientAuthConfigResponse;
import flyteidl.service.AuthMetadataServiceGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.flytekitplugins.client.internal.admin.auth.OAuthServer;
import org.flytekitplugins.client.internal.admin.auth.UnreachableTokensException;
import org.flytekitplugins.kubeflow.internal.JitteredPauses;
import org.flytekitplugins.kubeflow.internal.SentenceException;
import org.jspecify.annotations.Nullable;

/**
 * Asks a Flyte, once and without a token, how its clients get tokens; both have the same messages.
 */
public final class OAuthMetadata implements Supplier<OAuthServer> {
  // PublicClientAuthConfigResponse.audience is newer than flyteidl-protos 0.4.35.
  private static final int AUDIENCE = 6;
  private static final int TRIES = 3;
  private static final JitteredPauses PAUSES =
      new JitteredPauses(Duration.ofMillis(300), Duration.ofSeconds(1));

  /** What is said, by whomever, of a server that may answer later. */
  private static final Set<Status.Code> AWAY =
      Set.of(
          Status.Code.UNAVAILABLE,
          Status.Code.DEADLINE_EXCEEDED,
          Status.Code.RESOURCE_EXHAUSTED,
          Status.Code.INTERNAL);

  private final Backend backend;
  private final String endpoint;
  private final Calls calls;
  private @Nullable OAuthServer answer;

  /**
   * @param endpoint where it is, for messages
   */
  public OAuthMetadata(Backend backend, String endpoint, Calls calls) {
    this.backend = backend;
    this.endpoint = endpoint;
    this.calls = calls;
  }

  @Override
  public synchronized OAuthServer get() {
    if (answer == null) {
      OAuth2MetadataResponse server =
          call(
              AuthMetadataServiceGrpc.getGetOAuth2MetadataMethod(),
              OAuth2MetadataRequest.getDefaultInstance());
      PublicClientAuthConfigResponse client =
          call(
              AuthMetadataServiceGrpc.getGetPublicClientConfigMethod(),
              PublicClientAuthConfigRequest.getDefaultInstance());
      answer =
          OAuthServer.of(
              server.getTokenEndpoint(),
              client.getScopesList(),
              audience(client.getUnknownFields()),
              client.getAuthorizationMetadataKey());
    }
    return answer;
  }

  private static String audience(UnknownFieldSet fields) {
    List<ByteString> found = fields.getField(AUDIENCE).getLengthDelimitedList();
    return found.isEmpty() ? "" : found.get(found.size() - 1).toStringUtf8();
  }

  private <Q, R> R call(MethodDescriptor<Q, R> method, Q request) {
    Throwable last = Status.UNKNOWN.asException();
    for (int tried = 1; tried <= TRIES; tried++) {
      try {
        return calls.once(method, request).join();
      } catch (CompletionException e) {
        last = e;
      }
      if (tried < TRIES && !pause(tried)) {
        break;
      }
    }
    Status.Code code = Status.fromThrowable(last).getCode();
    String sentence =
        backend.words()
            + " at "
            + endpoint
            + " does not say how to get a token ("
            + code
            + "): set admin.tokenUrl, admin.scopes and admin.authorizationHeader in Flyte's"
            + " configuration";
    throw AWAY.contains(code)
        ? new UnreachableTokensException(sentence, last)
        : new SentenceException(sentence, last);
  }

  /** False for whoever is not to wait any more. */
  private static boolean pause(int tried) {
    try {
      Thread.sleep(PAUSES.after(tried).toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Calls of methods that want no token. */
  public interface Calls {
    /**
     * One try.
     *
     * @return the answer; fails with an exception that has a gRPC status
     */
    <Q, R> CompletableFuture<R> once(MethodDescriptor<Q, R> method, Q request);
  }
}
