package org.flytekitplugins.localcluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KubeletBackoffTest {
  private static final Duration SHORT = Duration.ofSeconds(3);

  @Test
  void theFirstRestartIsAtOnceAndTheWaitsDoubleUpToFiveMinutes() {
    assertThat(delays(new KubeletBackoff(1), SHORT, 9))
        .isEqualTo(List.of(0L, 10L, 20L, 40L, 80L, 160L, 300L, 300L, 300L));
  }

  @Test
  void aRunOfMoreThanTenMinutesStartsAnew() {
    KubeletBackoff backoff = new KubeletBackoff(1);
    delays(backoff, SHORT, 4);

    assertThat(delays(backoff, Duration.ofMinutes(10), 1)).isEqualTo(List.of(80L));
    assertThat(delays(backoff, Duration.ofMinutes(10).plusMillis(1), 1)).isEqualTo(List.of(0L));
    assertThat(delays(backoff, SHORT, 2)).isEqualTo(List.of(10L, 20L));
  }

  @Test
  void theWaitsAreScaledTheTenMinutesAreNot() {
    KubeletBackoff backoff = new KubeletBackoff(0.1);

    assertThat(delays(backoff, SHORT, 4)).isEqualTo(List.of(0L, 1L, 2L, 4L));
    assertThat(delays(backoff, Duration.ofMinutes(2), 1)).isEqualTo(List.of(8L));
  }

  private static List<Long> delays(KubeletBackoff backoff, Duration run, int times) {
    return Stream.generate(() -> backoff.delayAfter(run).toSeconds()).limit(times).toList();
  }
}
