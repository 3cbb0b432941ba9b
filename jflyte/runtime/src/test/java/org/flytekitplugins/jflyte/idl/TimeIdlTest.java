package org.flytekitplugins.jflyte.idl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.flytekitplugins.jflyte.JflyteException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TimeIdlTest {
  @ParameterizedTest
  @CsvSource({
    "0001-01-01T00:00:00Z, -62135596800, 0",
    "1969-12-31T23:59:59.999999999Z, -1, 999999999",
    "1970-01-01T00:00:00.000000001Z, 0, 1",
    "9999-12-31T23:59:59.999999999Z, 253402300799, 999999999",
  })
  void writes_moments(Instant datetime, long seconds, int nanos) {
    assertThat(TimeIdl.toIdl(datetime))
        .isEqualTo(Timestamp.newBuilder().setSeconds(seconds).setNanos(nanos).build());
  }

  @ParameterizedTest
  @MethodSource
  void refuses_moments_that_flyte_cannot_carry(Instant datetime) {
    assertThatThrownBy(() -> TimeIdl.toIdl(datetime))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "datetime "
                + datetime
                + " is beyond what Flyte can carry; use one from 0001-01-01T00:00:00Z to"
                + " 9999-12-31T23:59:59.999999999Z");
  }

  static Stream<Instant> refuses_moments_that_flyte_cannot_carry() {
    return Stream.of(
        Instant.parse("0001-01-01T00:00:00Z").minusNanos(1),
        Instant.parse("9999-12-31T23:59:59.999999999Z").plusNanos(1),
        Instant.MIN,
        Instant.MAX);
  }

  /** Seconds and nanoseconds of one sign, as {@code google.protobuf.Duration} demands. */
  @ParameterizedTest
  @MethodSource
  void writes_durations(Duration duration, long seconds, int nanos) {
    com.google.protobuf.Duration message =
        com.google.protobuf.Duration.newBuilder().setSeconds(seconds).setNanos(nanos).build();
    assertThat(TimeIdl.toIdl(duration)).isEqualTo(message);
    assertThat(TimeIdl.fromIdl(message)).isEqualTo(duration);
  }

  static Stream<Arguments> writes_durations() {
    return Stream.of(
        Arguments.of(Duration.ZERO, 0, 0),
        Arguments.of(Duration.ofNanos(1), 0, 1),
        Arguments.of(Duration.ofNanos(-1), 0, -1),
        Arguments.of(Duration.ofMillis(-1500), -1, -500_000_000),
        Arguments.of(Duration.ofSeconds(-1), -1, 0),
        Arguments.of(Duration.ofMillis(1500), 1, 500_000_000),
        Arguments.of(Duration.ofSeconds(315_576_000_000L), 315_576_000_000L, 0),
        Arguments.of(Duration.ofSeconds(-315_576_000_000L), -315_576_000_000L, 0));
  }

  @ParameterizedTest
  @MethodSource
  void refuses_durations_that_flyte_cannot_carry(Duration duration) {
    assertThatThrownBy(() -> TimeIdl.toIdl(duration))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "duration "
                + duration
                + " is beyond what Flyte can carry; use one of at most 10,000 years either way");
  }

  static Stream<Duration> refuses_durations_that_flyte_cannot_carry() {
    return Stream.of(
        Duration.ofSeconds(315_576_000_000L).plusNanos(1),
        Duration.ofSeconds(-315_576_000_000L).minusNanos(1),
        Duration.ofSeconds(315_576_000_001L),
        Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
        Duration.ofSeconds(Long.MIN_VALUE));
  }
}
