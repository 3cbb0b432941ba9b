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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.flytekitplugins.client.internal.admin.auth.AccessToken;
import org.flytekitplugins.client.internal.admin.auth.Authorization;
import org.jspecify.annotations.Nullable;

/** flyteadmin's methods over gRPC, each call with its token and its deadline. */
final class UnaryCalls implements FlyteadminCalls {
  private final ManagedChannel channel;
  private final Authorization authorization;
  private final Duration deadline;
  private final TriedCalls calls;

  UnaryCalls(
      ManagedChannel channel, Authorization authorization, Duration deadline, TriedCalls calls) {
    this.channel = channel;
    this.authorization = authorization;
    this.deadline = deadline;
    this.calls = calls;
  }

  @Override
  public <Q, R> CompletableFuture<R> call(MethodDescriptor<Q, R> method, Q request) {
    AtomicBoolean again = new AtomicBoolean();
    return calls.call(
        String.valueOf(method.getBareMethodName()),
        token -> {
          if (again.getAndSet(true)) {
            // gRPC would wait up to two minutes before it looks at the address again.
            channel.resetConnectBackoff();
          }
          return call(method, request, token);
        });
  }

  private <Q, R> CompletableFuture<R> call(
      MethodDescriptor<Q, R> method, Q request, @Nullable AccessToken token) {
    Metadata headers = new Metadata();
    if (token != null) {
      headers.put(
          Metadata.Key.of(authorization.header(), Metadata.ASCII_STRING_MARSHALLER),
          token.type() + " " + token.value());
    }
    return once(channel, method, request, headers, deadline);
  }

  @Override
  public Backend backend() {
    return Backend.FLYTE_1;
  }

  @Override
  public CompletableFuture<Backend> find() {
    return CompletableFuture.completedFuture(Backend.FLYTE_1);
  }

  /** Ends the connection; calls that are under way fail. */
  @Override
  public void close() {
    channel.shutdownNow();
    try {
      channel.awaitTermination(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One try. */
  static <Q, R> CompletableFuture<R> once(
      Channel channel,
      MethodDescriptor<Q, R> method,
      Q request,
      Metadata headers,
      Duration deadline) {
    ClientCall<Q, R> call =
        channel.newCall(
            method,
            CallOptions.DEFAULT.withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS));
    Answer<R> answer = new Answer<>();
    call.start(answer, headers);
    call.sendMessage(request);
    call.halfClose();
    call.request(2);
    return answer.result;
  }

  /**
   * Waits for the end of a try.
   *
   * @param <R> what is answered
   */
  private static final class Answer<R> extends ClientCall.Listener<R> {
    final CompletableFuture<R> result = new CompletableFuture<>();
    private @Nullable R message;

    @Override
    public void onMessage(R message) {
      this.message = message;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      R answer = message;
      if (status.isOk() && answer != null) {
        result.complete(answer);
      } else {
        result.completeExceptionally(
            (status.isOk() ? Status.INTERNAL.withDescription("no answer") : status).asException());
      }
    }
  }
}
