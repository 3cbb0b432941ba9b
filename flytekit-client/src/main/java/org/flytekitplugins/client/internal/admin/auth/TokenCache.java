package org.flytekitplugins.client.internal.admin.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The token in use, got once for all calls: a new one shortly before it expires, or when it was
 * refused. A source that has failed is asked again a little later. Nobody waits for it but who
 * needs it.
 */
public final class TokenCache {
  private static final Duration MARGIN = Duration.ofSeconds(30);
  // A source that never renews, or fails, must not be asked before each of a thousand calls.
  private static final Duration SHORTEST_USE = Duration.ofSeconds(5);

  private final TokenGrant grant;
  private final Clock clock;
  private @Nullable CompletableFuture<AccessToken> current;
  private Instant renewAt = Instant.MAX;

  /**
   * @param grant how to get one
   * @param clock what time it is
   */
  public TokenCache(TokenGrant grant, Clock clock) {
    this.grant = grant;
    this.clock = clock;
  }

  /** The token in use, or on its way. */
  public synchronized CompletableFuture<AccessToken> token() {
    if (current == null || (current.isDone() && !clock.instant().isBefore(renewAt))) {
      current = ask();
    }
    return current;
  }

  /** The token in use, if one was ever asked for. */
  public synchronized @Nullable CompletableFuture<AccessToken> tokenIfAny() {
    return current == null ? null : token();
  }

  /**
   * Takes a token out of use; one that is already out of use changes nothing.
   *
   * @param refused a token that flyteadmin did not take
   */
  public synchronized void discard(AccessToken refused) {
    if (current != null && current.isDone() && !current.isCompletedExceptionally()) {
      try {
        if (current.get().equals(refused)) {
          current = null;
        }
      } catch (InterruptedException | ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private CompletableFuture<AccessToken> ask() {
    CompletableFuture<AccessToken> asked = new CompletableFuture<>();
    renewAt = Instant.MAX;
    Thread thread =
        new Thread(
            () -> {
              try {
                AccessToken token = grant.grant();
                keepUntil(token.expiry());
                asked.complete(token);
              } catch (RuntimeException | Error e) {
                askAgainLater();
                asked.completeExceptionally(e instanceof CompletionException ? e.getCause() : e);
              }
            },
            "jflyte-token");
    thread.setDaemon(true);
    thread.start();
    return asked;
  }

  private synchronized void askAgainLater() {
    renewAt = clock.instant().plus(SHORTEST_USE);
  }

  private synchronized void keepUntil(@Nullable Instant expiry) {
    if (expiry == null) {
      return;
    }
    Instant now = clock.instant();
    Duration life = Duration.between(now, expiry);
    Duration margin = life.dividedBy(4).compareTo(MARGIN) < 0 ? life.dividedBy(4) : MARGIN;
    Instant renew = expiry.minus(margin);
    renewAt = life.isNegative() || life.isZero() ? now.plus(SHORTEST_USE) : renew;
  }
}
