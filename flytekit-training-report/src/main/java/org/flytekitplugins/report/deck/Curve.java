package org.flytekitplugins.report.deck;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** A metric of one replica: points by x, those alone that have a place. */
final class Curve {
  /** Fewer points than this are not noise. */
  private static final int FEWEST_TO_SMOOTH = 24;

  private static final int WINDOWS = 40;

  /** A value at a place. */
  static final class Point {
    private final double x;
    private final double y;

    Point(double x, double y) {
      this.x = x;
      this.y = y;
    }

    double x() {
      return x;
    }

    double y() {
      return y;
    }
  }

  private final String name;
  private final int color;
  private final List<Point> points;

  /**
   * @param name whose it is
   * @param color which of the page's colours, from 0
   */
  Curve(String name, int color, List<Point> points) {
    this.name = name;
    this.color = color;
    this.points =
        points.stream()
            .filter(point -> Double.isFinite(point.x) && Double.isFinite(point.y))
            .collect(Collectors.toList());
  }

  String name() {
    return name;
  }

  int color() {
    return color;
  }

  List<Point> points() {
    return points;
  }

  /** Whether there are so many points that one wants to see where they go. */
  boolean isNoisy() {
    return points.size() >= FEWEST_TO_SMOOTH;
  }

  /**
   * The same without its noise: exponential moving averages over a fortieth of the points, of those
   * before and of those behind each, since either alone would lag behind what goes up or down.
   */
  Curve smoothed() {
    double[] before = averages(points);
    List<Point> reversed = new ArrayList<>(points);
    Collections.reverse(reversed);
    double[] behind = averages(reversed);
    List<Point> smooth = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      double y = (before[i] + behind[points.size() - 1 - i]) / 2;
      smooth.add(new Point(points.get(i).x, y));
    }
    return new Curve(name, color, smooth);
  }

  // Of each point and those before it; the first ones have no more weight than others.
  private static double[] averages(List<Point> points) {
    double decay = 1 - 2.0 / (1 + Math.max(2.0, points.size() / (double) WINDOWS));
    double sum = 0;
    double weight = 0;
    double[] averages = new double[points.size()];
    for (int i = 0; i < averages.length; i++) {
      sum = decay * sum + points.get(i).y;
      weight = decay * weight + 1;
      averages[i] = sum / weight;
    }
    return averages;
  }

  /** The same with so many points at most; of neighbours the lowest and the highest stay. */
  Curve thinned(int most) {
    if (points.size() <= most) {
      return this;
    }
    int buckets = Math.max(1, most / 2);
    List<Point> kept = new ArrayList<>();
    for (int i = 0; i < buckets; i++) {
      int from = (int) ((long) points.size() * i / buckets);
      int to = (int) ((long) points.size() * (i + 1) / buckets);
      addExtremes(points.subList(from, to), kept);
    }
    return new Curve(name, color, kept);
  }

  private static void addExtremes(List<Point> bucket, List<Point> kept) {
    Point low = bucket.get(0);
    Point high = low;
    for (Point point : bucket) {
      low = point.y < low.y ? point : low;
      high = point.y > high.y ? point : high;
    }
    kept.add(low.x <= high.x ? low : high);
    if (low != high) {
      kept.add(low.x <= high.x ? high : low);
    }
  }

  /** Its value at a place: that of the last point before; that of the first before it. */
  double at(double x) {
    int low = 0;
    int high = points.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (points.get(middle).x <= x) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return points.get(low).y;
  }
}
