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

  /** How many colours the page has; replicas beyond share them. */
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
    page.append(Page.failure(job.failure())).append(shape());
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
        "<h1>%s%s</h1>%n<p>%d replicas, %.1f s</p>%n",
        Svg.escape(job.name()),
        state(),
        job.cluster().size(),
        job.duration().toMillis() / 1000.0);
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
              .toList();
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
              .toList();
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
        .toList();
  }

  private int color(Replica replica) {
    return replicas.indexOf(replica) % COLORS;
  }

  private static JobTransition last(List<JobTransition> transitions) {
    return transitions.get(transitions.size() - 1);
  }

  // Colours that those who see no red or green can tell apart (Okabe and Ito's set).
  private static final String STYLE =
      """
      .shape { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1rem 0; }
      .role { background: var(--card); border: 1px solid var(--line); border-radius: .5rem;
        padding: .6rem .9rem; } .role small { display: block; }
      .count { margin-left: .4rem; color: var(--soft); }
      .legend { display: flex; flex-wrap: wrap; gap: 1rem; margin: 1rem 0 .5rem; }
      .legend i { display: inline-block; width: .9rem; height: .3rem; margin-right: .4rem;
        vertical-align: middle; border-radius: 2px; }
      .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(440px, 1fr));
        gap: 1rem; } figure { margin: 0; } figcaption { font-size: .9rem; }
      svg { width: 100%; height: auto; } svg text { font: 12px system-ui, sans-serif;
        fill: var(--soft); }
      polyline { fill: none; stroke-width: 2; stroke-linejoin: round; }
      .grid { stroke: var(--line); } .axis { stroke: var(--soft); }
      .condition { stroke: var(--soft); stroke-dasharray: 3 3; }
      .succeeded { fill: var(--ok); } .failed { fill: var(--bad); }
      .running { fill: var(--live); } .terminated { fill: #6b7787; }
      svg text.inside { fill: #fff; }
      table { border-collapse: collapse; } td, th { text-align: left; padding: .25rem 1.5rem
        .25rem 0; border-bottom: 1px solid var(--line); }
      .c0 { stroke: #0072b2; } .b0 { background: #0072b2; }
      .c1 { stroke: #e69f00; } .b1 { background: #e69f00; }
      .c2 { stroke: #009e73; } .b2 { background: #009e73; }
      .c3 { stroke: #cc79a7; } .b3 { background: #cc79a7; }
      .c4 { stroke: #d55e00; } .b4 { background: #d55e00; }
      .c5 { stroke: #56b4e9; } .b5 { background: #56b4e9; }
      .c6 { stroke: #b3a100; } .b6 { background: #b3a100; }
      .c7 { stroke: #7a7a7a; } .b7 { background: #7a7a7a; }
      """;
}
