package org.flytekitplugins.jflyte.testing;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.Locale;

/** Points in time and spans of it, as messages and in the form in which tables are sorted. */
final class ServerTime {
  private ServerTime() {}

  static Timestamp now() {
    return of(Instant.now());
  }

  static Timestamp of(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  static Duration between(Timestamp start, Timestamp end) {
    java.time.Duration span = java.time.Duration.between(instant(start), instant(end));
    return Duration.newBuilder().setSeconds(span.getSeconds()).setNanos(span.getNano()).build();
  }

  static String sortable(Timestamp timestamp) {
    return String.format(Locale.ROOT, "%020d.%09d", timestamp.getSeconds(), timestamp.getNanos());
  }

  private static Instant instant(Timestamp timestamp) {
    return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
  }
}
