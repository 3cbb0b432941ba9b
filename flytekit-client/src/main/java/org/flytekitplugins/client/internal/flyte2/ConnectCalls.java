package org.flytekitplugins.client.internal.flyte2;

import com.google.protobuf.ByteString;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.flytekitplugins.client.internal.admin.AdminListener;
import org.flytekitplugins.client.internal.admin.Backend;
import org.flytekitplugins.client.internal.admin.CallFailures;
import org.flytekitplugins.client.internal.admin.OAuthMetadata;
import org.flytekitplugins.client.internal.admin.RetryPolicy;
import org.flytekitplugins.client.internal.admin.TriedCalls;
import org.flytekitplugins.client.internal.admin.auth.AccessToken;
import org.flytekitplugins.client.internal.admin.auth.Authorization;
import org.flytekitplugins.client.internal.admin.auth.TokenGrant;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.jspecify.annotations.Nullable;

/**
 * Calls of Flyte 2's methods, each with its token and deadline, tried again while that may help.
 */
final class ConnectCalls {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ConnectHttp http;
  private final Authorization authorization;
  private final RetryPolicy retries;
  private final CallFailures failures;
  private final TriedCalls tried;

  ConnectCalls(
      AdminConfig config,
      @Nullable TokenGrant tokens,
      RetryPolicy retries,
      AdminListener listener) {
    this.http = new ConnectHttp(config);
    this.retries = retries;
    this.authorization =
        Authorization.ofFlyte2(
            config,
            tokens,
            new OAuthMetadata(
                Backend.FLYTE_2,
                config.endpoint().toString(),
                new OAuthMetadata.Calls() {
                  @Override
                  public <Q, R> CompletableFuture<R> once(
                      MethodDescriptor<Q, R> method, Q request) {
                    return withoutToken(method, request);
                  }
                }));
    this.failures = new CallFailures(Backend.FLYTE_2, config, retries);
    this.tried = new TriedCalls(authorization, retries, failures, listener);
  }

  private <Q, R> CompletableFuture<R> withoutToken(MethodDescriptor<Q, R> method, Q request) {
    ByteString message;
    try (InputStream bytes = method.streamRequest(request)) {
      message = ByteString.readFrom(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("memory is never closed", e);
    }
    return http.call(
            Procedure.AUTH_METADATA + method.getBareMethodName(),
            message,
            Map.of(),
            retries.deadline())
        .thenApply(answer -> method.parseResponse(new ByteArrayInputStream(answer)));
  }

  /** A call with one answer; fails with an AdminException. */
  CompletableFuture<Fields> call(String procedure, Fields request) {
    ByteString message = request.toByteString();
    return tried.call(
        Procedure.name(procedure),
        token ->
            http.call(procedure, message, headers(token), retries.deadline())
                .thenApply(ConnectCalls::parse));
  }

  /** Whether Flyte 2 is there; asked once. Fails if nobody can tell now. */
  CompletableFuture<Boolean> isFlyte2() {
    Duration patience = retries.deadline().compareTo(PATIENCE) < 0 ? retries.deadline() : PATIENCE;
    return http.isSpokenTo(Procedure.GET_TASK_DETAILS, patience);
  }

  private static Fields parse(byte[] answer) {
    try {
      return Fields.parse(answer);
    } catch (MalformedMessageException e) {
      throw new CompletionException(
          Status.INTERNAL.withDescription(e.getMessage()).withCause(e).asException());
    }
  }

  /**
   * A call with many answers, tried once, with another token if the first one is refused: who
   * watches knows what is missed.
   */
  CompletableFuture<Void> stream(String procedure, Fields request, Consumer<Fields> answers) {
    Stream stream = new Stream(procedure, request, answers);
    var unused = authorization.token().whenComplete(stream::begin);
    return stream.result;
  }

  private final class Stream {
    private final String procedure;
    private final Fields request;
    private final Consumer<Fields> answers;
    private final CompletableFuture<Void> result = new CompletableFuture<>();
    private volatile boolean isHeard;
    private volatile boolean isRenewed;

    Stream(String procedure, Fields request, Consumer<Fields> answers) {
      this.procedure = procedure;
      this.request = request;
      this.answers = answers;
    }

    void begin(@Nullable AccessToken token, @Nullable Throwable noToken) {
      if (noToken != null) {
        result.completeExceptionally(failures.noToken(noToken));
        return;
      }
      CompletableFuture<Void> stream;
      try {
        stream = http.stream(procedure, request.toByteString(), headers(token), this::heard);
      } catch (RuntimeException | Error e) {
        // Nobody else would see it, and whoever watches would wait for ever.
        result.completeExceptionally(e);
        return;
      }
      var unused =
          stream.whenComplete(
              (done, failure) -> {
                if (failure == null) {
                  result.complete(null);
                } else {
                  failed(Status.fromThrowable(failure), token);
                }
              });
      var unusedEnd =
          result.whenComplete(
              (done, failure) -> {
                if (result.isCancelled()) {
                  stream.cancel(true);
                }
              });
    }

    private void heard(ByteString answer) {
      isHeard = true;
      answers.accept(Fields.parse(answer));
    }

    private void failed(Status status, @Nullable AccessToken token) {
      // What was heard would be told twice.
      if (status.getCode() == Status.Code.UNAUTHENTICATED && !isHeard && !isRenewed) {
        isRenewed = true;
        @Nullable CompletableFuture<AccessToken> other = authorization.renew(token);
        if (other != null) {
          var unused = other.whenComplete(this::begin);
          return;
        }
      }
      result.completeExceptionally(
          failures.exception(Procedure.name(procedure), status, 1, authorization.remedy()));
    }
  }

  private Map<String, String> headers(@Nullable AccessToken token) {
    return token == null
        ? Map.of()
        : Map.of(authorization.header(), token.type() + " " + token.value());
  }
}
