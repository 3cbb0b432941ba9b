package org.flytekitplugins.report.deck;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.report.deck.Curve.Point;
import org.flytekitplugins.report.deck.JobRecord.Checkpoint;
import org.flytekitplugins.report.deck.JobRecord.Measurement;

/** Each metric over steps and over time; the reader chooses which of the two to see. */
final class MetricCharts {
  /** How many points all charts of a page have together: some 150 kB. */
  private static final int MOST_POINTS = 12_000;

  private static final int MOST_OF_CURVE = 240;

  private final JobRecord job;
  private final List<Replica> reporting;
  private final List<Mark> marks;
  private final Instant first;
  private final Instant last;
  private final TimeScale scale;

  MetricCharts(JobRecord job) {
    this.job = job;
    Set<Replica> reported =
        job.measurements().stream().map(Measurement::replica).collect(Collectors.toSet());
    this.reporting =
        job.replicas().stream().filter(reported::contains).collect(Collectors.toList());
    this.marks = Mark.of(job);
    List<Instant> times =
        job.measurements().stream().map(Measurement::time).sorted().collect(Collectors.toList());
    this.first = times.get(0);
    this.last =
        Stream.concat(
                times.stream().skip(times.size() - 1L),
                job.checkpoints().stream().map(Checkpoint::time))
            .max(Comparator.naturalOrder())
            .orElse(first);
    this.scale = TimeScale.of(seconds(last));
  }

  String draw() {
    Set<String> metrics = new LinkedHashSet<>();
    job.measurements().stream().map(Measurement::metrics).map(Map::keySet).forEach(metrics::addAll);
    int lines = 2 * Math.min(reporting.size(), TrainingDeck.COLORS);
    int points = MOST_POINTS / Math.max(1, 2 * metrics.size() * lines);
    StringBuilder html = new StringBuilder(legend());
    html.append("<input type=\"radio\" name=\"over\" id=\"over-steps\" checked>");
    html.append("<label for=\"over-steps\">steps</label>");
    html.append("<input type=\"radio\" name=\"over\" id=\"over-time\">");
    html.append("<label for=\"over-time\">time</label>\n<div class=\"charts\">\n");
    for (String metric : metrics) {
      int most = Math.min(MOST_OF_CURVE, points);
      String missing = new MissingNumbers(metric, job.measurements()).draw();
      html.append(figure("steps", metric, stepChart(metric, most), missing));
      html.append(figure("time", metric, timeChart(metric, most), missing));
    }
    return html.append("</div>\n").toString();
  }

  private static String figure(String over, String metric, LineChart chart, String below) {
    return String.format(
        Locale.ROOT,
        "<figure class=\"%s\"><figcaption>%s over %s</figcaption>%n%s%s</figure>%n",
        over,
        Svg.escape(metric),
        over,
        chart.draw(),
        below);
  }

  private LineChart stepChart(String metric, int points) {
    LineChart chart =
        new LineChart(metric, "steps", curves(metric, m -> m.step()), lastStep(), points);
    return chart
        .marks(marks, mark -> stepAt(mark.time()))
        .checkpoints(job.checkpoints(), Checkpoint::step);
  }

  // A metric that is no number any more, or was reported last in between, ends before it.
  private double lastStep() {
    return LongStream.concat(
            job.measurements().stream().mapToLong(Measurement::step),
            job.checkpoints().stream().mapToLong(Checkpoint::step))
        .max()
        .orElse(0);
  }

  private LineChart timeChart(String metric, int points) {
    String title = "time since the first step, " + scale.unit();
    List<Curve> curves = curves(metric, m -> place(m.time()));
    LineChart chart = new LineChart(metric, title, curves, place(last), points);
    return chart
        .marks(marks, mark -> place(mark.time()))
        .checkpoints(job.checkpoints(), checkpoint -> place(checkpoint.time()));
  }

  private double place(Instant time) {
    return scale.place(seconds(time));
  }

  private double seconds(Instant time) {
    return Duration.between(first, time).toMillis() / 1000.0;
  }

  // How far the job was: as far as the furthest replica.
  private double stepAt(Instant time) {
    return job.measurements().stream()
        .filter(m -> !m.time().isAfter(time))
        .mapToLong(Measurement::step)
        .max()
        .orElse(-1);
  }

  private List<Curve> curves(String metric, ToDoubleFunction<Measurement> x) {
    Map<Replica, List<Point>> points =
        job.measurements().stream()
            .filter(m -> m.metrics().containsKey(metric))
            .collect(
                Collectors.groupingBy(
                    Measurement::replica,
                    Collectors.mapping(
                        m -> new Point(x.applyAsDouble(m), m.metrics().getOrDefault(metric, 0.0)),
                        Collectors.toList())));
    List<Curve> curves = new ArrayList<>();
    for (Replica replica : reporting) {
      List<Point> own = points.getOrDefault(replica, List.of());
      List<Point> sorted =
          own.stream().sorted(Comparator.comparingDouble(Point::x)).collect(Collectors.toList());
      curves.add(new Curve(replica.toString(), color(replica), sorted));
    }
    return curves;
  }

  private String legend() {
    String entries =
        reporting.size() > TrainingDeck.COLORS
            ? entry(0, "the median of " + reporting.size() + " replicas, and their range")
            : reporting.stream()
                .map(r -> entry(color(r), r.toString()))
                .collect(Collectors.joining());
    return MarkLegend.draw(entries + MarkLegend.entries(marks, !job.checkpoints().isEmpty()));
  }

  private static String entry(int color, String text) {
    return MarkLegend.entry("b" + color, text);
  }

  private int color(Replica replica) {
    return new ArrayList<>(job.replicas()).indexOf(replica) % TrainingDeck.COLORS;
  }
}
