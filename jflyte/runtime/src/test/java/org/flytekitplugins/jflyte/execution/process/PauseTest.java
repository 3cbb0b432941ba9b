package org.flytekitplugins.jflyte.execution.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PauseTest {
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void isAsLongAsItShallBeWhoeverInterrupts(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    long before = System.nanoTime();

    Pause.of(Duration.ofNanos(100_400_000));

    assertThat(Duration.ofNanos(System.nanoTime() - before))
        .isBetween(Duration.ofNanos(100_400_000), Duration.ofSeconds(20));
    assertThat(Thread.interrupted()).isFalse();
  }
}
