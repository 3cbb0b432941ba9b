package org.flytekitplugins.report;

import java.time.Instant;

/**
 * Writes times as ISO 8601 has them, in UTC with microseconds. What does not change within a minute
 * is made once a minute, which is many times faster than {@link Instant#toString()}. Not safe for
 * use by several threads.
 */
final class TimeText {
  private long minute = Long.MIN_VALUE;
  private String minuteText = "";

  String of(Instant time) {
    long ofTime = Math.floorDiv(time.getEpochSecond(), 60L);
    if (ofTime != minute) {
      // 2026-11-22T10:15:00Z, without its seconds
      String whole = Instant.ofEpochSecond(ofTime * 60).toString();
      minuteText = whole.substring(0, whole.length() - "00Z".length());
      minute = ofTime;
    }
    long micros = Math.floorMod(time.getEpochSecond(), 60L) * 1_000_000 + time.getNano() / 1_000;
    // Behind a one that keeps the zeros.
    String digits = Long.toString(100_000_000 + micros);
    return minuteText + digits.substring(1, 3) + '.' + digits.substring(3) + 'Z';
  }
}
