package org.flytekitplugins.report.internal.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.flytekitplugins.report.usage.ReplicaUsage;
import org.junit.jupiter.api.Test;

/** What a process sees of itself now and then. */
class UsageSamplerTest {
  @Test
  void looksInAThreadOfItsOwnUntilItIsClosed() throws Exception {
    List<Thread> threads;
    try (UsageSampler sampler = UsageSampler.start()) {
      threads = threads();
      assertThat(threads).hasSize(1).allMatch(Thread::isDaemon);
      assertThat(first(sampler).memoryBytes()).isPresent();
    }
    // At once, and not when it would look the next time.
    threads.get(0).join(UsageSampler.PERIOD.toMillis() / 2);
    assertThat(threads()).isEmpty();
  }

  @Test
  void whatItSeesNowIsMoreThanWhatItSawLast() throws Exception {
    try (UsageSampler sampler = UsageSampler.start()) {
      double up = first(sampler).upSeconds().getAsDouble();
      Thread.sleep(20);

      assertThat(sampler.now().upSeconds().getAsDouble()).isGreaterThan(up + 0.01);
    }
  }

  @Test
  void timeOfProcessorsIsInSeconds() throws Exception {
    double before = cpuSeconds();
    ReplicaUsage seen;
    try (UsageSampler sampler = UsageSampler.start()) {
      seen = sampler.now();
    }

    assertThat(seen.cpuSeconds().getAsDouble())
        .isGreaterThan(before - 0.1)
        .isLessThan(cpuSeconds() + 0.1);
  }

  private static double cpuSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
  }

  private static ReplicaUsage first(UsageSampler sampler) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (sampler.latest().cpuSeconds().isEmpty() && System.nanoTime() < end) {
      Thread.sleep(5);
    }
    return sampler.latest();
  }

  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("flytekit-usage"))
        .collect(Collectors.toList());
  }
}
