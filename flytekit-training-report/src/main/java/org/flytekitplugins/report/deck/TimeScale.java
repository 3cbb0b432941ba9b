package org.flytekitplugins.report.deck;

/** The unit in which people would say how long something took. */
final class TimeScale {
  private static final double MOST = 180;

  private final String unit;
  private final double seconds;

  private TimeScale(String unit, double seconds) {
    this.unit = unit;
    this.seconds = seconds;
  }

  /** The unit for all that lasts up to so many seconds. */
  static TimeScale of(double longest) {
    if (longest <= MOST) {
      return new TimeScale("s", 1);
    }
    return longest <= MOST * 60 ? new TimeScale("min", 60) : new TimeScale("h", 3600);
  }

  String unit() {
    return unit;
  }

  /** How much in this unit so many seconds are. */
  double place(double seconds) {
    return seconds / this.seconds;
  }
}
