package org.flytekitplugins.client.internal.admin.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.flytekitplugins.kubeflow.internal.SentenceException;
import org.junit.jupiter.api.Test;

class TokenCacheTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final AtomicInteger granted = new AtomicInteger();
  private Instant now = START;

  private final Clock clock =
      new Clock() {
        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return now;
        }
      };

  private TokenCache living(Duration life) {
    return new TokenCache(
        () ->
            AccessToken.of(
                "Bearer",
                "token-" + granted.incrementAndGet(),
                life == null ? null : now.plus(life)),
        clock);
  }

  private static String value(TokenCache cache) {
    return cache.token().join().value();
  }

  @Test
  void aTokenIsRenewedHalfAMinuteBeforeItExpires() {
    TokenCache cache = living(Duration.ofHours(1));

    assertThat(value(cache)).isEqualTo("token-1");
    now = START.plusSeconds(3569);
    assertThat(value(cache)).isEqualTo("token-1");
    now = START.plusSeconds(3570);
    assertThat(value(cache)).isEqualTo("token-2");
  }

  @Test
  void aShortTokenIsUsedForThreeQuartersOfItsLife() {
    TokenCache cache = living(Duration.ofSeconds(40));

    assertThat(value(cache)).isEqualTo("token-1");
    now = START.plusSeconds(29);
    assertThat(value(cache)).isEqualTo("token-1");
    now = START.plusSeconds(30);
    assertThat(value(cache)).isEqualTo("token-2");
  }

  @Test
  void aSourceThatNeverRenewsIsNotAskedBeforeEachCall() {
    TokenCache cache = living(Duration.ofSeconds(-1));

    assertThat(value(cache)).isEqualTo("token-1");
    now = START.plusSeconds(4);
    assertThat(value(cache)).isEqualTo("token-1");
    now = START.plusSeconds(5);
    assertThat(value(cache)).isEqualTo("token-2");
  }

  @Test
  void aTokenThatNeverExpiresIsKeptUntilItIsRefused() {
    TokenCache cache = living(null);
    AccessToken first = cache.token().join();
    now = START.plus(Duration.ofDays(1000));
    assertThat(cache.token().join()).isEqualTo(first);

    cache.discard(first);

    assertThat(value(cache)).isEqualTo("token-2");
    cache.discard(first);
    assertThat(value(cache)).isEqualTo("token-2");
  }

  @Test
  void nobodyAsksTwiceForWhatIsOnItsWay() {
    CountDownLatch gate = new CountDownLatch(1);
    TokenCache cache =
        new TokenCache(
            () -> {
              try {
                gate.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return AccessToken.of("Bearer", "token-" + granted.incrementAndGet(), null);
            },
            clock);
    assertThat(cache.tokenIfAny()).isNull();

    CompletableFuture<AccessToken> one = cache.token();
    CompletableFuture<AccessToken> other = cache.token();

    assertThat(other).isSameAs(one).isNotDone();
    gate.countDown();
    assertThat(one.join().value()).isEqualTo("token-1");
    assertThat(cache.tokenIfAny()).isSameAs(one);
  }

  @Test
  void aSourceThatFailedIsNotAskedByEveryCall() {
    TokenCache cache =
        new TokenCache(
            () -> {
              granted.incrementAndGet();
              throw new SentenceException("no token");
            },
            clock);

    assertThatThrownBy(() -> cache.token().join()).hasRootCauseMessage("no token");
    assertThatThrownBy(() -> cache.token().join()).hasRootCauseMessage("no token");
    assertThat(granted).hasValue(1);
  }

  @Test
  void aSourceThatFailedIsAskedAgainALittleLater() {
    TokenCache cache =
        new TokenCache(
            () -> {
              if (granted.incrementAndGet() == 2) {
                throw new SentenceException("no token");
              }
              return AccessToken.of("Bearer", "token-" + granted.get(), now.plusSeconds(3600));
            },
            clock);
    assertThat(value(cache)).isEqualTo("token-1");
    now = START.plusSeconds(3600);
    assertThatThrownBy(() -> cache.token().join()).hasRootCauseMessage("no token");
    now = START.plusSeconds(3604);
    assertThatThrownBy(() -> cache.token().join()).hasRootCauseMessage("no token");

    now = START.plusSeconds(3605);

    assertThat(cache.tokenIfAny().join().value()).isEqualTo("token-3");
    assertThat(value(cache)).isEqualTo("token-3");
  }
}
