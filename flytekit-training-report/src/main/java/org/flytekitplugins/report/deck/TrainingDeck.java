package org.flytekitplugins.report.deck;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.operator.JobState;
import org.flytekitplugins.kubeflow.operator.JobTransition;
import org.flytekitplugins.report.deck.JobRecord.Measurement;

/**
 * The page that shows how a training went: the shape of the cluster, when which replica ran and how
 * it ended, and each metric over steps and over time. One file without anything outside it, in the
 * reader's light or dark.
 */
public final class TrainingDeck {
  /** The file name under a task's output prefix that Flyte's console shows as the task's deck. */
  public static final String FILE = "deck.html";

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  static final String STYLE = PageResource.read("training-deck.css");

  /**
   * How many colours the page has; replicas beyond share them. Those who see no red or green can
   * tell them apart (Okabe and Ito's set).
   */
  static final int COLORS = 8;

  private final JobRecord job;
  private final JobTime time;
  private final List<Replica> replicas;

  private TrainingDeck(JobRecord job) {
    this.job = job;
    this.time = JobTime.of(job);
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
    return Page.begin(job.name(), STYLE) + body() + Page.END;
  }

  /**
   * What stands between the tags of the page's body, for a page that shows it while it grows:
   * {@link LiveDeckPage}.
   */
  public String body() {
    boolean hasFailed = job.failure() != null;
    String logEnds = new LogEnds(job, time).draw();
    StringBuilder page = new StringBuilder(heading());
    page.append(new FailureTable(job, time).draw()).append(Page.failure(job.failure()));
    page.append(hasFailed ? logEnds : "").append(shape());
    if (job.measurements().isEmpty()) {
      page.append("<p>No replica has reported a step: ProgressLog.current().step(…) does.</p>\n");
    } else {
      page.append(new MetricCharts(job).draw());
    }
    page.append("<h2>Timeline</h2>\n").append(new Timeline(job, time).draw());
    page.append(hasFailed ? "" : logEnds).append(table()).append(new UsageTable(job).draw());
    return page.append(OwnSections.draw(job.sections())).toString();
  }

  private String heading() {
    return String.format(
        Locale.ROOT,
        "<h1>%s%s</h1>%n<p>%s%d replicas, %s</p>%n%s",
        Svg.escape(job.name()),
        state(),
        time.isKnown() ? DATE.format(time.start()) + " UTC, " : "",
        job.cluster().size(),
        time.text(),
        details());
  }

  private String details() {
    if (job.details().isEmpty()) {
      return "";
    }
    Map<String, List<String>> byLabel = new LinkedHashMap<>();
    for (JobRecord.Detail detail : job.details()) {
      byLabel.computeIfAbsent(detail.label(), any -> new ArrayList<>()).add(detail(detail));
    }
    StringBuilder list = new StringBuilder("<dl>\n");
    byLabel.forEach(
        (label, texts) ->
            list.append("<div><dt>")
                .append(Svg.escape(label))
                .append("</dt><dd>")
                .append(String.join(", ", texts))
                .append("</dd></div>\n"));
    return list.append("</dl>\n").toString();
  }

  private static String detail(JobRecord.Detail detail) {
    URI link = detail.link();
    String text = Svg.escape(detail.text());
    return link == null ? text : "<a href=\"" + Svg.escape(link.toString()) + "\">" + text + "</a>";
  }

  // A replica that draws its own training cannot know how the job stands.
  private String state() {
    if (job.failure() != null) {
      return Page.FAILED;
    }
    if (job.hasSucceeded()) {
      return Page.SUCCEEDED;
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

  private String table() {
    StringBuilder table =
        new StringBuilder(
            "<h2>Replicas</h2>\n"
                + Page.tableOf(replicas.size())
                + "<table>\n<tr><th>replica<th>last step<th>processes<th>ended</tr>\n");
    for (Replica replica : replicas) {
      List<String> endings =
          job.runs().stream()
              .filter(run -> run.replica().equals(replica))
              .map(run -> Ending.of(run.exitCode()).text())
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
              steps == 0 ? "–" : String.format(Locale.ROOT, "%,d", steps),
              endings.size(),
              endings.isEmpty() ? "–" : counted(endings)));
    }
    return table.append("</table></div>\n").toString();
  }

  // What happened several times on end stands there once.
  private static String counted(List<String> endings) {
    StringBuilder text = new StringBuilder();
    int from = 0;
    for (int i = 1; i <= endings.size(); i++) {
      if (i == endings.size() || !endings.get(i).equals(endings.get(from))) {
        text.append(from == 0 ? "" : ", ").append(endings.get(from));
        text.append(i - from == 1 ? "" : " × " + (i - from));
        from = i;
      }
    }
    return text.toString();
  }

  private static JobTransition last(List<JobTransition> transitions) {
    return transitions.get(transitions.size() - 1);
  }
}
