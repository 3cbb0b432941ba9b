package org.flytekitplugins.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeTextTest {
  private final TimeText times = new TimeText();

  @ParameterizedTest
  @CsvSource({
    "2026-11-22T10:15:30.123456Z, 2026-11-22T10:15:30.123456Z",
    "2026-11-22T10:15:00Z, 2026-11-22T10:15:00.000000Z",
    "2026-11-22T10:15:59.999999999Z, 2026-11-22T10:15:59.999999Z",
    "1969-12-31T23:59:59.5Z, 1969-12-31T23:59:59.500000Z",
    "+12026-01-02T03:04:05Z, +12026-01-02T03:04:05.000000Z"
  })
  void aTimeIsWrittenWithMicroseconds(Instant time, String text) {
    assertThat(times.of(time)).isEqualTo(text);
  }

  @Test
  void eachTimeReadsAsWhatWasWritten() {
    Random random = new Random(3);
    Instant time = Instant.parse("2026-02-28T23:58:00Z");
    for (int i = 0; i < 10_000; i++) {
      // Some in the same minute, some in another, before or after.
      time = time.plusNanos(random.nextInt(200) * 1_000_000_000L * (random.nextInt(5) - 1) + i);

      assertThat(Instant.parse(times.of(time))).isEqualTo(time.truncatedTo(ChronoUnit.MICROS));
    }
  }
}
