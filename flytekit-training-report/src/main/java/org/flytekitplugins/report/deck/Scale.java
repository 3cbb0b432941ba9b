package org.flytekitplugins.report.deck;

import java.util.ArrayList;
import java.util.List;

/** Where values lie on an axis that starts at 0. */
final class Scale {
  private static final int TICKS = 5;

  private final double highest;
  private final double step;
  private final double from;
  private final double to;

  /**
   * @param highest the value at the far end, above 0
   * @param step the distance of two ticks: 1, 2 or 5 times a power of ten
   * @param from where 0 lies on the page
   * @param to where the highest value lies on the page
   */
  private Scale(double highest, double step, double from, double to) {
    this.highest = highest;
    this.step = step;
    this.from = from;
    this.to = to;
  }

  /** A scale that just holds a value, with a handful of round ticks. */
  static Scale fromZero(double highest, double from, double to) {
    double top = highest > 0 ? highest : 1;
    return new Scale(top, roundStep(top / TICKS), from, to);
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

  double place(double value) {
    return from + (to - from) * value / highest;
  }

  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    for (int i = 0; i * step <= highest * (1 + 1e-9); i++) {
      ticks.add(i * step);
    }
    return ticks;
  }
}
