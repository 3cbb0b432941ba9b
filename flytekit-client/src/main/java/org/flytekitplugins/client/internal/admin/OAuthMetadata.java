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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.flytekitplugins.client.internal.admin.auth.OAuthServer;
import org.flytekitplugins.kubeflow.internal.SentenceException;
import org.jspecify.annotations.Nullable;

/**
 * Asks a Flyte, once and without a token, how its clients get tokens; both have the same messages.
 */
public final class OAuthMetadata implements Supplier<OAuthServer> {
  // PublicClientAuthConfigResponse.audience is newer than flyteidl-protos 0.4.35.
  private static final int AUDIENCE = 6;
  private static final int TRIES = 3;

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
    for (int i = 0; i < TRIES; i++) {
      try {
        return calls.once(method, request).join();
      } catch (CompletionException e) {
        last = e;
      }
    }
    throw new SentenceException(
        backend.words()
            + " at "
            + endpoint
            + " does not say how to get a token ("
            + Status.fromThrowable(last).getCode()
            + "): set admin.tokenUrl, admin.scopes and admin.authorizationHeader in Flyte's"
            + " configuration",
        last);
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
