package org.flytekitplugins.report.deck;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** One metric of several replicas as lines over steps or over time. */
final class LineChart {
  private static final double WIDTH = 560;
  private static final double HEIGHT = 260;
  private static final double LEFT = 56;
  private static final double RIGHT = 14;
  private static final double TOP = 14;
  private static final double BOTTOM = 40;

  /** One line. */
  static final class Series {
    private final String name;
    private final int color;
    private final List<Point> points;

    /**
     * @param name whose line
     * @param color which of the page's colours, from 0
     * @param points where it goes, by x
     */
    Series(String name, int color, List<Point> points) {
      this.name = name;
      this.color = color;
      this.points = points;
    }
  }

  /** A value at a place. */
  static final class Point {
    private final double x;
    private final double y;

    Point(double x, double y) {
      this.x = x;
      this.y = y;
    }
  }

  private final String title;
  private final String xTitle;
  private final List<Series> series;
  private final Scale x;
  private final Scale y;

  LineChart(String title, String xTitle, List<Series> series) {
    this.title = title;
    this.xTitle = xTitle;
    this.series = series;
    this.x = scale(point -> point.x, LEFT, WIDTH - RIGHT);
    this.y = scale(point -> point.y, HEIGHT - BOTTOM, TOP);
  }

  String draw() {
    Svg svg = Svg.ofSize(WIDTH, HEIGHT, title + " over " + xTitle);
    for (double tick : y.ticks()) {
      svg.line(LEFT, y.place(tick), WIDTH - RIGHT, y.place(tick), "grid")
          .label(LEFT - 6, y.place(tick) + 4, "end", number(tick));
    }
    for (double tick : x.ticks()) {
      svg.label(x.place(tick), HEIGHT - BOTTOM + 16, "middle", number(tick));
    }
    svg.line(LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM, "axis")
        .label((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, "middle", xTitle);
    for (Series line : series) {
      svg.add(
          "<polyline class=\"c%d\" points=\"%s\"><title>%s</title></polyline>",
          line.color % TrainingDeck.COLORS, path(line), Svg.escape(line.name));
    }
    return svg.end();
  }

  private String path(Series line) {
    return line.points.stream()
        .filter(point -> Double.isFinite(point.y))
        .map(p -> String.format(Locale.ROOT, "%.1f,%.1f", x.place(p.x), y.place(p.y)))
        .collect(Collectors.joining(" "));
  }

  private Scale scale(ToDoubleFunction<Point> value, double from, double to) {
    double highest =
        series.stream()
            .flatMap(line -> line.points.stream())
            .mapToDouble(value)
            .filter(Double::isFinite)
            .max()
            .orElse(1);
    return Scale.fromZero(highest, from, to);
  }

  /** A tick as people write it: 5, 0.2. */
  static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%s", (float) value);
  }
}
