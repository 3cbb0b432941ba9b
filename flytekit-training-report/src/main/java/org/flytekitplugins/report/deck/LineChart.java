package org.flytekitplugins.report.deck;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.flytekitplugins.report.deck.Curve.Point;

/**
 * One metric of several replicas as curves: what was reported in the background, where it goes in
 * front. Of more replicas than the page has colours, the range of all and the one in the middle.
 */
final class LineChart {
  private static final double WIDTH = 480;
  private static final double HEIGHT = 250;
  private static final double LEFT = 60;
  private static final double RIGHT = 12;
  private static final double TOP = 12;
  private static final double BOTTOM = 40;

  private static final double LEAST_BETWEEN = 10;

  private static final double LEAST_OF_MARKS = 14;

  /** How many characters there is room for beside the curves, and below them. */
  private static final int ROOM_BESIDE = 5;

  private static final int ROOM_BELOW = 6;

  /** What a tick's label may take on either side. */
  private static final double EDGE = 16;

  /** Ticks are round, and sums of round numbers nearly so. */
  private static final MathContext DIGITS = new MathContext(4);

  private final String xTitle;
  private final List<Curve> curves;
  private final int mostPoints;
  private final Axis x;
  private final Axis y;
  private final Svg svg;

  /**
   * @param curves by replica
   * @param reaches up to which x there is something to mark
   * @param mostPoints how many points are drawn of one curve
   */
  LineChart(String title, String xTitle, List<Curve> curves, double reaches, int mostPoints) {
    this.xTitle = xTitle;
    this.curves =
        curves.stream().filter(curve -> !curve.points().isEmpty()).collect(Collectors.toList());
    this.mostPoints = mostPoints;
    this.x = Axis.fromZero(Math.max(highest(Point::x), reaches), LEFT, WIDTH - RIGHT);
    this.y = Axis.fitted(-highest(p -> -p.y()), highest(Point::y), HEIGHT - BOTTOM, TOP);
    this.svg = Svg.ofSize(WIDTH, HEIGHT, title + " over " + xTitle);
  }

  private double highest(ToDoubleFunction<Point> value) {
    return curves.stream()
        .map(Curve::points)
        .flatMap(Collection::stream)
        .mapToDouble(value)
        .max()
        .orElse(0);
  }

  /** Shows where something happened. */
  LineChart marks(List<Mark> marks, ToDoubleFunction<Mark> at) {
    for (PlacedMark mark :
        PlacedMark.of(marks, m -> x.place(at.applyAsDouble(m)), LEAST_OF_MARKS)) {
      double place = mark.place();
      if (place >= LEFT && place <= WIDTH - RIGHT) {
        svg.add(
            "<g class=\"mark %s\"><title>%s</title><line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\""
                + " y2=\"%.1f\"/><circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/></g>",
            mark.style(), Svg.escape(mark.text()), place, TOP, place, HEIGHT - BOTTOM, place, TOP);
      }
    }
    return this;
  }

  /**
   * Shows checkpoints as ticks on the axis: there may be many, and they are nothing to worry of.
   */
  LineChart checkpoints(
      List<JobRecord.Checkpoint> checkpoints, ToDoubleFunction<JobRecord.Checkpoint> at) {
    for (CheckpointTicks.Tick tick :
        CheckpointTicks.of(checkpoints, c -> x.place(at.applyAsDouble(c)), LEAST_BETWEEN)) {
      if (tick.place() >= LEFT) {
        svg.add(
            "<path class=\"saved\" d=\"M%.1f %.0fl4 -4 4 4 -4 4z\"><title>%s</title></path>",
            tick.place() - 4, HEIGHT - BOTTOM, tick.text());
      }
    }
    return this;
  }

  String draw() {
    for (double tick : y.ticks()) {
      svg.line(LEFT, y.place(tick), WIDTH - RIGHT, y.place(tick), "grid")
          .label(LEFT - 6, y.place(tick) + 4, "end", number(tick, ROOM_BESIDE));
    }
    for (double tick : x.ticks()) {
      boolean isAtTheEdge = x.place(tick) > WIDTH - RIGHT - EDGE;
      svg.label(
          x.place(tick),
          HEIGHT - BOTTOM + 16,
          isAtTheEdge ? "end" : "middle",
          number(tick, ROOM_BELOW));
    }
    svg.line(LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM, "axis")
        .label((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, "middle", xTitle);
    if (curves.size() > TrainingDeck.COLORS) {
      drawBand();
    } else {
      curves.stream().filter(Curve::isNoisy).forEach(curve -> draw(curve, "raw"));
      curves.forEach(curve -> draw(curve.isNoisy() ? curve.smoothed() : curve, "curve"));
    }
    return svg.end();
  }

  private void draw(Curve curve, String style) {
    svg.add(
        "<polyline class=\"%s c%d\" points=\"%s\"><title>%s</title></polyline>",
        style,
        curve.color() % TrainingDeck.COLORS,
        path(curve.thinned(mostPoints).points()),
        Svg.escape(curve.name()));
  }

  private void drawBand() {
    List<Curve> smooth =
        curves.stream()
            .map(curve -> curve.isNoisy() ? curve.smoothed() : curve)
            .collect(Collectors.toList());
    Band all = new Band(smooth, mostPoints);
    svg.add(
        "<polygon class=\"band\" points=\"%s\"><title>all %d replicas</title></polygon>",
        path(all.outline()), curves.size());
    svg.add(
        "<polyline class=\"curve c0\" points=\"%s\"><title>the median of %d replicas</title>"
            + "</polyline>",
        path(all.middle()), curves.size());
  }

  private String path(List<Point> points) {
    return points.stream()
        .map(p -> place(x.place(p.x())) + "," + place(y.place(p.y())))
        .collect(Collectors.joining(" "));
  }

  // A tenth of a pixel is finer than anybody sees, and a page has many.
  private static String place(double value) {
    long tenths = Math.round(value * 10);
    return tenths % 10 == 0
        ? Long.toString(tenths / 10)
        : (tenths < 0 ? "-" : "") + Math.abs(tenths) / 10 + "." + Math.abs(tenths) % 10;
  }

  /** A tick as people write it: 5, 0.2, and 2e9 or 1e-6 where there is no room for its zeros. */
  static String number(double value, int room) {
    BigDecimal number = new BigDecimal(value, DIGITS).stripTrailingZeros();
    String plain = number.toPlainString();
    if (plain.length() <= room || number.signum() == 0) {
      return plain;
    }
    int exponent = number.precision() - number.scale() - 1;
    return number.scaleByPowerOfTen(-exponent).toPlainString() + "e" + exponent;
  }
}
