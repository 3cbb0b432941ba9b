package org.flytekitplugins.kubeflow.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class JitteredPausesTest {
  private final JitteredPauses pauses =
      new JitteredPauses(Duration.ofMillis(250), Duration.ofSeconds(5));

  @Property
  void doubleUpToTheLongestAndAreShortenedByUpToAHalf(@ForAll @IntRange(min = 1, max = 99) int n) {
    long whole = Math.min(250L << Math.min(n - 1, 10), 5000);

    assertThat(pauses.after(n)).isBetween(Duration.ofMillis(whole / 2), Duration.ofMillis(whole));
  }

  @Property(tries = 1)
  void differ() {
    assertThat(Stream.generate(() -> pauses.after(9)).limit(20).distinct()).hasSizeGreaterThan(1);
  }
}
