package org.flytekitplugins.report.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

/** How long steps took. */
class StepTimesTest {
  private static final long MICROSECOND = 1000;

  @Property
  void aQuantileIsNearTheStepThatItIs(
      @ForAll @NotEmpty List<@LongRange(min = 0, max = 3_600_000_000_000_000L) Long> nanos,
      @ForAll @LongRange(min = 0, max = 100) long percent) {
    List<Long> sorted = new ArrayList<>(nanos);
    Collections.sort(sorted);
    int rank = Math.max(1, (int) Math.ceil(percent / 100.0 * sorted.size()));
    long exact = sorted.get(rank - 1);

    Duration quantile = times(nanos).quantile(percent / 100.0);

    assertThat((double) quantile.toNanos())
        .isCloseTo((double) exact, within(Math.max(MICROSECOND, 0.033 * exact)));
  }

  @Property
  void whatTwoHaveCountedIsWhatOneWouldHave(
      @ForAll List<@LongRange(min = 0, max = 100_000_000_000L) Long> some,
      @ForAll List<@LongRange(min = 0, max = 100_000_000_000L) Long> others) {
    List<Long> all = new ArrayList<>(some);
    all.addAll(others);

    assertThat(times(some).plus(times(others))).isEqualTo(times(all));
    assertThat(times(all).size()).isEqualTo(all.size());
    assertThat(StepTimes.of(times(all).counts())).isEqualTo(times(all));
  }

  @Test
  void withoutStepsThereIsNoTime() {
    assertThat(StepTimes.none().quantile(0.99)).isEqualTo(Duration.ZERO);
    assertThat(StepTimes.none()).hasToString("0 steps, half of them within 0 µs");
  }

  @Test
  void aBucketThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> StepTimes.of(Map.of(9999, 1L)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("bucket 9999 has 1 steps");
    assertThatThrownBy(() -> StepTimes.of(Map.of(1, 0L)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static StepTimes times(List<Long> nanos) {
    StepTimes.Recorder recorder = new StepTimes.Recorder();
    nanos.forEach(recorder::add);
    return recorder.times();
  }
}
