package org.flytekitplugins.client.internal.admin;

import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.flytekitplugins.client.internal.admin.auth.AccessToken;
import org.flytekitplugins.client.internal.admin.auth.Authorization;
import org.jspecify.annotations.Nullable;

/** Makes calls, each with its token, and tries them again while that may help. */
public final class TriedCalls {
  /**
   * One try of a call.
   *
   * @param <R> what is answered
   */
  @FunctionalInterface
  public interface Try<R> {
    /**
     * Begins it.
     *
     * @param token to go with it; null for none
     * @return the answer; what it fails with has a {@link Status}
     */
    CompletableFuture<R> with(@Nullable AccessToken token);
  }

  private final Authorization authorization;
  private final RetryPolicy retries;
  private final TryFailures failures;
  private final AdminListener listener;

  /**
   * @param authorization which token goes with them
   * @param retries how often they are tried
   * @param failures what a failure means
   * @param listener hears when one is tried again
   */
  public TriedCalls(
      Authorization authorization,
      RetryPolicy retries,
      TryFailures failures,
      AdminListener listener) {
    this.authorization = authorization;
    this.retries = retries;
    this.failures = failures;
    this.listener = listener;
  }

  /**
   * A call.
   *
   * @param name of what is called, like {@code CreateTask}
   * @param once a try of it
   * @return the answer; fails with an {@link AdminException}, also for want of a token
   */
  public <R> CompletableFuture<R> call(String name, Try<R> once) {
    Tries<R> tries = new Tries<>(name, once);
    tries.next();
    return tries.result;
  }

  private final class Tries<R> {
    private final String name;
    private final Try<R> once;
    private final CompletableFuture<R> result = new CompletableFuture<>();
    private int tried;
    private boolean renewed;

    Tries(String name, Try<R> once) {
      this.name = name;
      this.once = once;
    }

    void next() {
      tried++;
      var unused = authorization.token().whenComplete(this::tryWith);
    }

    private void tryWith(@Nullable AccessToken token, @Nullable Throwable noToken) {
      if (noToken != null) {
        result.completeExceptionally(failures.noToken(noToken));
        return;
      }
      // Nobody else would see what is thrown on these threads, and the caller would wait for ever.
      try {
        var unused =
            once.with(token).whenComplete((answer, failure) -> done(answer, failure, token));
      } catch (RuntimeException | Error e) {
        result.completeExceptionally(e);
      }
    }

    private void done(R answer, @Nullable Throwable failure, @Nullable AccessToken token) {
      try {
        Status status = failure == null ? Status.OK : Status.fromThrowable(failure);
        failures.tried(status);
        if (failure == null) {
          result.complete(answer);
        } else {
          failed(status, token);
        }
      } catch (RuntimeException | Error e) {
        result.completeExceptionally(e);
      }
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
            failures.exception(name, status, tried, authorization.remedy()));
        return;
      }
      Duration pause = retries.pauseAfter(tried);
      listener.retrying(AdminListener.Retry.of(name, tried, tries, pause, failures.reason(status)));
      Executor later =
          CompletableFuture.delayedExecutor(pause.toNanos(), TimeUnit.NANOSECONDS, Runnable::run);
      later.execute(this::next);
    }
  }
}
