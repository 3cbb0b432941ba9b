package org.flytekitplugins.report.deck;

import java.util.ArrayList;
import java.util.List;

/** Where values lie on an axis, which just holds them. */
final class Axis {
  private static final int TICKS = 5;

  private final double low;
  private final double high;
  private final double from;
  private final double to;

  /**
   * @param low the value at the near end
   * @param high the value at the far end, above it
   * @param from where the near end lies on the page
   * @param to where the far end lies on the page
   */
  private Axis(double low, double high, double from, double to) {
    this.low = low;
    this.high = high;
    this.from = from;
    this.to = to;
  }

  /** An axis from 0 to a value. */
  static Axis fromZero(double high, double from, double to) {
    return new Axis(0, high > 0 ? high : 1, from, to);
  }

  /** An axis from one value to another, with a little air at both ends. */
  static Axis fitted(double low, double high, double from, double to) {
    double spread = high - low;
    if (!(spread > 0)) {
      double half = low == 0 ? 1 : Math.abs(low) / 10;
      return new Axis(low - half, low + half, from, to);
    }
    double air = spread / 20;
    // What is never negative has no axis below 0, and what is nearly there has 0 on it.
    double bottom = low >= 0 && low - 2 * air <= 0 ? 0 : low - air;
    return new Axis(bottom, high + air, from, to);
  }

  double place(double value) {
    return from + (to - from) * (value - low) / (high - low);
  }

  /** A handful of round values: multiples of 1, 2 or 5 times a power of ten. */
  List<Double> ticks() {
    double step = roundStep((high - low) / TICKS);
    long first = (long) Math.ceil(low / step - 1e-9);
    long last = (long) Math.floor(high / step + 1e-9);
    List<Double> ticks = new ArrayList<>();
    for (long i = first; i <= last; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  private static double roundStep(double least) {
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (double factor : new double[] {1, 2, 5}) {
      if (factor * power >= least) {
        return factor * power;
      }
    }
    return 10 * power;
  }
}
