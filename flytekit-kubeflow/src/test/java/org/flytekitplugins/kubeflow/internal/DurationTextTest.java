package org.flytekitplugins.kubeflow.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationTextTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0.0 s",
    "49, 0.0 s",
    "50, 0.1 s",
    "400, 0.4 s",
    "59949, 59.9 s",
    "59950, 1 min 0.0 s",
    "123000, 2 min 3.0 s",
    "3600000, 60 min 0.0 s"
  })
  void whatWasMeasuredIsToldToATenthOfASecond(long millis, String text) {
    assertThat(DurationText.measured(Duration.ofMillis(millis))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 0 s", "15000, 15 s", "250, 0.25 s", "1500, 1.5 s", "300000, 300 s"})
  void aLimitIsToldAsItWasSet(long millis, String text) {
    assertThat(DurationText.limit(Duration.ofMillis(millis))).isEqualTo(text);
  }
}
