package org.flytekitplugins.report.deck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.failure.ReplicaFailure;
import org.flytekitplugins.kubeflow.internal.DurationText;
import org.flytekitplugins.kubeflow.operator.JobState;
import org.flytekitplugins.kubeflow.operator.JobTransition;
import org.flytekitplugins.report.deck.JobRecord.Measurement;
import org.flytekitplugins.report.deck.LineChart.Point;
import org.flytekitplugins.report.deck.LineChart.Series;

/**
 * The page that shows how a training went: the shape of the cluster, when which replica ran and how
 * it ended, and each metric over steps and over time. One file without anything outside it, in the
 * reader's light or dark.
 */
public final class TrainingDeck {
  /** The file name under a task's output prefix that Flyte's console shows as the task's deck. */
  public static final String FILE = "deck.html";

  private static final String STYLE = PageResource.read("training-deck.css");

  /**
   * How many colours the page has; replicas beyond share them. Those who see no red or green can
   * tell them apart (Okabe and Ito's set).
   */
  static final int COLORS = 8;

  private final JobRecord job;
  private final List<Replica> replicas;

  private TrainingDeck(JobRecord job) {
    this.job = job;
    this.replicas = new ArrayList<>(job.replicas());
  }

  /** The deck of a job. */
  public static TrainingDeck of(JobRecord job) {
    return new TrainingDeck(job);
  }

  /**
   * Writes the page to a file, over what was there.
   *
   * @throws IOException if it cannot be written
   */
  public void writeTo(Path file) throws IOException {
    Files.writeString(file, html());
  }

  /** The page. */
  public String html() {
    StringBuilder page = new StringBuilder();
    page.append(Page.begin(job.name(), STYLE)).append(heading());
    page.append(failures()).append(Page.failure(job.failure())).append(shape());
    if (job.measurements().isEmpty()) {
      page.append("<p>No replica has reported a step: ProgressLog.current().step(…) does.</p>\n");
    } else {
      page.append(legend()).append(charts());
    }
    page.append("<h2>Timeline</h2>\n").append(new Timeline(job).draw()).append(table());
    return page.append(OwnSections.draw(job.sections())).append(Page.END).toString();
  }

  private String heading() {
    return String.format(
        Locale.ROOT,
        "<h1>%s%s</h1>%n<p>%d replicas, %s</p>%n",
        Svg.escape(job.name()),
        state(),
        job.cluster().size(),
        DurationText.measured(job.duration()));
  }

  // A replica that draws its own training cannot know how the job stands.
  private String state() {
    if (job.failure() != null) {
      return Page.FAILED;
    }
    if (job.transitions().isEmpty() && !job.runs().isEmpty()) {
      return "";
    }
    JobState state =
        job.transitions().isEmpty()
            ? JobState.CREATED
            : last(job.transitions()).condition().state();
    return String.format(
        " <span class=\"state %s\">%s</span>",
        state.name().toLowerCase(Locale.ROOT), state.operatorName());
  }

  /** Who failed of what, the first in front; the page's error has their stack traces. */
  private String failures() {
    if (job.failures().isEmpty()) {
      return "";
    }
    StringBuilder table =
        new StringBuilder("<table>\n<tr><th>failed<th>at<th>of<th>code<th>another attempt</tr>\n");
    for (ReplicaFailure failure : job.failures()) {
      table.append(
          String.format(
              Locale.ROOT,
              "<tr><td>%s<td>%.1f s<td>%s<td>%s<td>%s</tr>%n",
              failure.replica(),
              job.secondsTo(failure.time()),
              Svg.escape(failure.thrown().sentence()),
              Svg.escape(failure.code()),
              failure.isRecoverable() ? "may help" : "will not help"));
    }
    return table.append("</table>\n").toString();
  }

  private String shape() {
    String roles =
        job.cluster().replicas().entrySet().stream()
            .map(role -> role(role.getKey().lowerCaseName(), role.getValue()))
            .collect(Collectors.joining());
    return "<div class=\"shape\">\n" + roles + "</div>\n";
  }

  private static String role(String name, ReplicaSpec spec) {
    String resources = spec.requests().isEmpty() ? "" : spec.requests().toString();
    return String.format(
        Locale.ROOT,
        "<div class=\"role\"><b>%s</b><span class=\"count\">× %d</span>"
            + "<small>%s</small><small>restart %s</small></div>%n",
        name,
        spec.replicas(),
        Svg.escape(resources),
        spec.restartPolicy().name().toLowerCase(Locale.ROOT).replace('_', ' '));
  }

  private String legend() {
    String entries =
        reporting().stream()
            .map(r -> "<span><i class=\"b" + color(r) + "\"></i>" + r + "</span>\n")
            .collect(Collectors.joining());
    return "<div class=\"legend\">\n" + entries + "</div>\n";
  }

  private String charts() {
    StringBuilder charts = new StringBuilder("<div class=\"charts\">\n");
    for (String metric : metrics()) {
      charts.append(chart(metric, "steps", Measurement::step));
      charts.append(chart(metric, "seconds", m -> job.secondsTo(m.time())));
    }
    return charts.append("</div>\n").toString();
  }

  private String chart(String metric, String xTitle, ToDoubleFunction<Measurement> x) {
    List<Series> series = new ArrayList<>();
    for (Replica replica : reporting()) {
      List<Point> points =
          job.measurements().stream()
              .filter(m -> m.replica().equals(replica) && m.metrics().containsKey(metric))
              .map(m -> new Point(x.applyAsDouble(m), m.metrics().getOrDefault(metric, 0.0)))
              .collect(Collectors.toList());
      series.add(new Series(replica.toString(), color(replica), points));
    }
    return String.format(
        Locale.ROOT,
        "<figure><figcaption>%s over %s</figcaption>%n%s</figure>%n",
        Svg.escape(metric),
        xTitle,
        new LineChart(metric, xTitle, series).draw());
  }

  private String table() {
    StringBuilder table =
        new StringBuilder(
            "<h2>Replicas</h2>\n<table>\n<tr><th>replica<th>last step<th>processes<th>ended</tr>\n");
    for (Replica replica : replicas) {
      List<String> endings =
          job.runs().stream()
              .filter(run -> run.replica().equals(replica))
              .map(run -> Timeline.ending(run.exitCode()))
              .collect(Collectors.toList());
      long steps =
          job.measurements().stream()
              .filter(m -> m.replica().equals(replica))
              .mapToLong(Measurement::step)
              .max()
              .orElse(0);
      table.append(
          String.format(
              Locale.ROOT,
              "<tr><td>%s<td>%s<td>%d<td>%s</tr>%n",
              replica,
              steps == 0 ? "–" : Long.toString(steps),
              endings.size(),
              String.join(", ", endings)));
    }
    return table.append("</table>\n").toString();
  }

  private Set<String> metrics() {
    Set<String> names = new LinkedHashSet<>();
    job.measurements().stream().map(Measurement::metrics).map(Map::keySet).forEach(names::addAll);
    return names;
  }

  private List<Replica> reporting() {
    return replicas.stream()
        .filter(r -> job.measurements().stream().anyMatch(m -> m.replica().equals(r)))
        .collect(Collectors.toList());
  }

  private int color(Replica replica) {
    return replicas.indexOf(replica) % COLORS;
  }

  private static JobTransition last(List<JobTransition> transitions) {
    return transitions.get(transitions.size() - 1);
  }
}
