package org.flytekitplugins.report.internal.usage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a process sees of itself now and then. */
class UsageSamplerTest {
  @Test
  void looksInAThreadOfItsOwnUntilItIsClosed() throws Exception {
    try (UsageSampler sampler = UsageSampler.start()) {
      long end = System.nanoTime() + 30_000_000_000L;
      while (sampler.latest().cpuSeconds().isEmpty() && System.nanoTime() < end) {
        Thread.sleep(5);
      }
      assertThat(sampler.latest().cpuSeconds().getAsDouble()).isPositive();
      assertThat(sampler.now().cpuSeconds().getAsDouble())
          .isGreaterThanOrEqualTo(sampler.latest().cpuSeconds().getAsDouble());
      assertThat(threads()).isEqualTo(1);
    }
    long end = System.nanoTime() + 30_000_000_000L;
    while (threads() > 0 && System.nanoTime() < end) {
      Thread.sleep(5);
    }
    assertThat(threads()).isZero();
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("flytekit-usage"))
        .count();
  }
}
