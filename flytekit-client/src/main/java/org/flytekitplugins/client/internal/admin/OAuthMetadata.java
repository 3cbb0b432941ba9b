package org.flytekitplugins.client.internal.admin;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import flyteidl.service.Auth.OAuth2MetadataRequest;
import flyteidl.service.Auth.OAuth2MetadataResponse;
import flyteidl.service.Auth.PublicClientAuthConfigRequest;
import flyteidl.service.Auth.PublicClientAuthConfigResponse;
import flyteidl.service.AuthMetadataServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.flytekitplugins.client.internal.admin.auth.OAuthServer;
import org.flytekitplugins.kubeflow.internal.SentenceException;
import org.jspecify.annotations.Nullable;

/** Asks flyteadmin, once and without a token, how its clients get tokens. */
final class OAuthMetadata implements Supplier<OAuthServer> {
  // PublicClientAuthConfigResponse.audience is newer than flyteidl-protos 0.4.35.
  private static final int AUDIENCE = 6;
  private static final int TRIES = 3;

  private final ManagedChannel channel;
  private final Duration deadline;
  private final String endpoint;
  private @Nullable OAuthServer answer;

  OAuthMetadata(ManagedChannel channel, Duration deadline, String endpoint) {
    this.channel = channel;
    this.deadline = deadline;
    this.endpoint = endpoint;
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
    Status last = Status.UNKNOWN;
    for (int i = 0; i < TRIES; i++) {
      CompletableFuture<R> result = new CompletableFuture<>();
      UnaryCalls.start(
          channel,
          method,
          request,
          new Metadata(),
          deadline,
          new UnaryCalls.Answer<R>() {
            @Override
            void done(Status status, @Nullable R message) {
              if (status.isOk() && message != null) {
                result.complete(message);
              } else {
                result.completeExceptionally(status.asRuntimeException());
              }
            }
          });
      try {
        return result.join();
      } catch (CompletionException e) {
        last = Status.fromThrowable(e);
      }
    }
    throw new SentenceException(
        "flyteadmin at "
            + endpoint
            + " does not say how to get a token ("
            + last.getCode()
            + "): set admin.tokenUrl, admin.scopes and admin.authorizationHeader in Flyte's"
            + " configuration",
        last.asException());
  }
}
