package org.flytekitplugins.report.deck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.flytekitplugins.report.deck.Curve.Point;

/** Curves of many replicas at once: between which values they lie, and the one in the middle. */
final class Band {
  private final List<Point> low = new ArrayList<>();
  private final List<Point> middle = new ArrayList<>();
  private final List<Point> high = new ArrayList<>();

  /**
   * @param curves each with points
   * @param places at how many places they are looked at
   */
  Band(List<Curve> curves, int places) {
    double from = curves.stream().mapToDouble(Band::first).min().orElse(0);
    double to = curves.stream().mapToDouble(Band::last).max().orElse(0);
    for (int i = 0; i < places; i++) {
      double x = from + (to - from) * i / Math.max(1, places - 1);
      double[] values =
          curves.stream().filter(c -> reaches(c, x)).mapToDouble(c -> c.at(x)).toArray();
      if (values.length > 0) {
        Arrays.sort(values);
        low.add(new Point(x, values[0]));
        middle.add(new Point(x, values[values.length / 2]));
        high.add(new Point(x, values[values.length - 1]));
      }
    }
  }

  // One that has ended says nothing of what comes after it.
  private static boolean reaches(Curve curve, double x) {
    return first(curve) <= x && x <= last(curve);
  }

  private static double first(Curve curve) {
    return curve.points().get(0).x();
  }

  private static double last(Curve curve) {
    return curve.points().get(curve.points().size() - 1).x();
  }

  List<Point> middle() {
    return middle;
  }

  /** Once around it: along its lower side, and back along the upper one. */
  List<Point> outline() {
    List<Point> outline = new ArrayList<>(low);
    for (int i = high.size() - 1; i >= 0; i--) {
      outline.add(high.get(i));
    }
    return outline;
  }
}
