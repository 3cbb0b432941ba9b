package org.flytekitplugins.report.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sizes, times and shares in words. */
class UsageTextTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0Mi",
    "432013312, 412Mi",
    "1073741823, 1024Mi",
    "1073741824, 1Gi",
    "4294967296, 4Gi",
    "3865470566, 3.6Gi"
  })
  void bytesAreWrittenAsKubernetesDoes(long bytes, String text) {
    assertThat(UsageText.bytes(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 0%", "0.004, 0.4%", "0.0994, 9.9%", "0.0999, 10%", "0.384, 38%", "1.2, 120%"})
  void aShareIsAPercentage(double share, String text) {
    assertThat(UsageText.percent(share)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "70499, 70 µs",
    "999600, 1.0 ms",
    "1240000, 1.2 ms",
    "9940000, 9.9 ms",
    "9960000, 10 ms",
    "350000000, 350 ms",
    "999600000, 1.0 s",
    "2500000000, 2.5 s",
    "90000000000, 90 s"
  })
  void aTimeHasTwoDigitsAtLeast(long nanos, String text) {
    assertThat(UsageText.time(Duration.ofNanos(nanos))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "8.26|8.3 s",
        "59.9|1 min 0 s",
        "725|12 min 5 s",
        "3600|1 h 0 min",
        "4444444|1,234 h 34 min"
      })
  void timeOfProcessorsIsInSecondsMinutesAndHours(double seconds, String text) {
    assertThat(UsageText.seconds(seconds)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"3.24 | 3.2", "9.94 | 9.9", "9.96 | 10", "21300.4 | 21,300"})
  void aRateIsWholeUnlessItIsSmall(double perSecond, String text) {
    assertThat(UsageText.rate(perSecond)).isEqualTo(text);
  }
}
