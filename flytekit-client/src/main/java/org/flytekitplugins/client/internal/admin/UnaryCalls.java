package org.flytekitplugins.client.internal.admin;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.flytekitplugins.client.internal.admin.auth.AccessToken;
import org.flytekitplugins.client.internal.admin.auth.Authorization;
import org.jspecify.annotations.Nullable;

/** Makes calls: each with its token and its deadline, tried again while that may help. */
final class UnaryCalls {
  private final ManagedChannel channel;
  private final Authorization authorization;
  private final RetryPolicy retries;
  private final CallFailures failures;
  private final AdminListener listener;

  UnaryCalls(
      ManagedChannel channel,
      Authorization authorization,
      RetryPolicy retries,
      CallFailures failures,
      AdminListener listener) {
    this.channel = channel;
    this.authorization = authorization;
    this.retries = retries;
    this.failures = failures;
    this.listener = listener;
  }

  /** The answer; fails with an {@link AdminException}, also for want of a token. */
  <Q, R> CompletableFuture<R> call(MethodDescriptor<Q, R> method, Q request) {
    Tries<Q, R> tries = new Tries<>(method, request);
    tries.next();
    return tries.result;
  }

  private final class Tries<Q, R> {
    private final MethodDescriptor<Q, R> method;
    private final Q request;
    private final CompletableFuture<R> result = new CompletableFuture<>();
    private int tried;
    private boolean renewed;

    Tries(MethodDescriptor<Q, R> method, Q request) {
      this.method = method;
      this.request = request;
    }

    void next() {
      tried++;
      var unused = authorization.token().whenComplete(this::tryWith);
    }

    private void tryWith(@Nullable AccessToken token, @Nullable Throwable noToken) {
      if (noToken != null) {
        result.completeExceptionally(CallFailures.noToken(noToken));
        return;
      }
      // Nobody else would see what is thrown on these threads, and the caller would wait for ever.
      try {
        call(token);
      } catch (RuntimeException | Error e) {
        result.completeExceptionally(e);
      }
    }

    private void call(@Nullable AccessToken token) {
      Metadata headers = new Metadata();
      if (token != null) {
        headers.put(
            Metadata.Key.of(authorization.header(), Metadata.ASCII_STRING_MARSHALLER),
            token.type() + " " + token.value());
      }
      start(
          channel,
          method,
          request,
          headers,
          retries.deadline(),
          new Answer<>() {
            @Override
            void done(Status status, @Nullable R message) {
              failures.tried(status);
              try {
                if (status.isOk() && message != null) {
                  result.complete(message);
                } else {
                  failed(
                      status.isOk() ? Status.INTERNAL.withDescription("no answer") : status, token);
                }
              } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
              }
            }
          });
    }

    private void failed(Status status, @Nullable AccessToken token) {
      if (status.getCode() == Status.Code.UNAUTHENTICATED && !renewed) {
        renewed = true;
        @Nullable CompletableFuture<AccessToken> other = authorization.renew(token);
        if (other != null) {
          var unused = other.whenComplete(this::tryWith);
          return;
        }
      }
      int tries = failures.tries(status);
      if (tried >= tries || !failures.isRetryable(status)) {
        result.completeExceptionally(
            failures.exception(method.getBareMethodName(), status, tried, authorization.remedy()));
        return;
      }
      Duration pause = retries.pauseAfter(tried);
      listener.retrying(
          AdminListener.Retry.of(
              String.valueOf(method.getBareMethodName()),
              tried,
              tries,
              pause,
              failures.reason(status)));
      Executor later =
          CompletableFuture.delayedExecutor(pause.toNanos(), TimeUnit.NANOSECONDS, Runnable::run);
      later.execute(
          () -> {
            // gRPC would wait up to two minutes before it looks at the address again.
            channel.resetConnectBackoff();
            next();
          });
    }
  }

  /** One try. */
  static <Q, R> void start(
      Channel channel,
      MethodDescriptor<Q, R> method,
      Q request,
      Metadata headers,
      Duration deadline,
      Answer<R> answer) {
    ClientCall<Q, R> call =
        channel.newCall(
            method,
            CallOptions.DEFAULT.withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS));
    call.start(answer, headers);
    call.sendMessage(request);
    call.halfClose();
    call.request(2);
  }

  /**
   * Waits for the end of a try.
   *
   * @param <R> what is answered
   */
  abstract static class Answer<R> extends ClientCall.Listener<R> {
    private @Nullable R message;

    abstract void done(Status status, @Nullable R message);

    @Override
    public void onMessage(R message) {
      this.message = message;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      done(status, message);
    }
  }
}
