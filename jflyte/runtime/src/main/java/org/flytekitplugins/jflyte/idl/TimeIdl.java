package org.flytekitplugins.jflyte.idl;

import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;
import org.flytekitplugins.jflyte.JflyteException;

/**
 * Moments and durations.
 *
 * @see <a
 *     href="https://protobuf.dev/reference/protobuf/google.protobuf/#timestamp">google.protobuf.Timestamp</a>
 */
final class TimeIdl {
  /** 0001-01-01T00:00:00Z. */
  private static final long FIRST_SECOND = -62_135_596_800L;

  /** 9999-12-31T23:59:59Z. */
  private static final long LAST_SECOND = 253_402_300_799L;

  /** 10,000 years of 365.25 days. */
  private static final long LONGEST_SECONDS = 315_576_000_000L;

  private static final int NANOS_PER_SECOND = 1_000_000_000;

  private TimeIdl() {}

  static Timestamp toIdl(Instant datetime) {
    long seconds = datetime.getEpochSecond();
    if (seconds < FIRST_SECOND || seconds > LAST_SECOND) {
      throw new JflyteException(
          "datetime "
              + datetime
              + " is beyond what Flyte can carry; use one from 0001-01-01T00:00:00Z to"
              + " 9999-12-31T23:59:59.999999999Z");
    }
    return Timestamp.newBuilder().setSeconds(seconds).setNanos(datetime.getNano()).build();
  }

  static Instant fromIdl(Timestamp datetime) {
    return Instant.ofEpochSecond(datetime.getSeconds(), datetime.getNanos());
  }

  static com.google.protobuf.Duration toIdl(Duration duration) {
    long seconds = duration.getSeconds();
    int nanos = duration.getNano();
    // Java counts nanoseconds up from the second below, protobuf away from zero: with a second and
    // a nanosecond of different signs Go's protobuf refuses the message.
    if (seconds < 0 && nanos > 0) {
      seconds++;
      nanos -= NANOS_PER_SECOND;
    }
    if (seconds < -LONGEST_SECONDS
        || seconds > LONGEST_SECONDS
        || (Math.abs(seconds) == LONGEST_SECONDS && nanos != 0)) {
      throw new JflyteException(
          "duration "
              + duration
              + " is beyond what Flyte can carry; use one of at most 10,000 years either way");
    }
    return com.google.protobuf.Duration.newBuilder().setSeconds(seconds).setNanos(nanos).build();
  }

  static Duration fromIdl(com.google.protobuf.Duration duration) {
    return Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
  }
}
