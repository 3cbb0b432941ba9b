package org.flytekitplugins.localcluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KubeletBackoffTest {
  private static final Duration SHORT = Duration.ofSeconds(3);

  @Test
  void theFirstRestartIsAtOnceAndTheWaitsDoubleUpToFiveMinutes() {
    assertThat(delays(new KubeletBackoff(1), SHORT, 9))
        .isEqualTo(millis(0, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000, 300_000));
  }

  @Test
  void aRunOfMoreThanTenMinutesStartsAnew() {
    KubeletBackoff backoff = new KubeletBackoff(1);
    delays(backoff, SHORT, 4);

    assertThat(delays(backoff, Duration.ofMinutes(10), 1)).isEqualTo(millis(80_000));
    assertThat(delays(backoff, Duration.ofMinutes(10).plusNanos(1), 1)).isEqualTo(millis(0));
    assertThat(delays(backoff, SHORT, 2)).isEqualTo(millis(10_000, 20_000));
  }

  @Test
  void theWaitsTakeLessHereTheTenMinutesDoNot() {
    KubeletBackoff backoff = new KubeletBackoff(0.001);

    assertThat(delays(backoff, Duration.ofMinutes(2), 8).stream().map(backoff::here).toList())
        .isEqualTo(millis(0, 10, 20, 40, 80, 160, 300, 300));
    assertThat(delays(backoff, Duration.ofMinutes(10).plusNanos(1), 1)).isEqualTo(millis(0));
  }

  @Test
  void eachContainerHasItsOwn() {
    KubeletBackoff backoff = new KubeletBackoff(1);
    delays(backoff, SHORT, 3);

    assertThat(delays(new KubeletBackoff(1), SHORT, 2)).isEqualTo(millis(0, 10_000));
    assertThat(delays(backoff, SHORT, 1)).isEqualTo(millis(40_000));
  }

  private static List<Duration> delays(KubeletBackoff backoff, Duration run, int times) {
    return Stream.generate(() -> backoff.delayAfter(run)).limit(times).toList();
  }

  private static List<Duration> millis(long... millis) {
    return LongStream.of(millis).mapToObj(Duration::ofMillis).toList();
  }
}
