package org.flytekitplugins.report.deck;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.flytekitplugins.report.deck.JobRecord.LogEnd;

/** What replicas printed before they were lost, folded; what many printed stands there once. */
final class LogEnds {
  /** More than anybody opens. */
  private static final int MOST = 8;

  private static final int LONGEST_LINE = 300;

  private final JobRecord job;
  private final JobTime time;

  LogEnds(JobRecord job, JobTime time) {
    this.job = job;
    this.time = time;
  }

  String draw() {
    Map<List<String>, List<LogEnd>> alike = new LinkedHashMap<>();
    List<LogEnd> byTime = new ArrayList<>(job.logEnds());
    byTime.removeIf(end -> !Ending.of(end.exitCode()).isLoss());
    byTime.sort(Comparator.comparing(LogEnd::time));
    for (LogEnd end : byTime) {
      alike.computeIfAbsent(withoutName(end), any -> new ArrayList<>()).add(end);
    }
    String shown =
        alike.values().stream().limit(MOST).map(this::draw).collect(Collectors.joining());
    int left = alike.size() - MOST;
    return left <= 0
        ? shown
        : shown + "<p>" + left + " more ended so, whose logs say something else.</p>\n";
  }

  // Whose log it is stands in its lines, too, and is no difference.
  private static List<String> withoutName(LogEnd end) {
    String name = end.replica().toString();
    List<String> text = new ArrayList<>();
    text.add(Ending.of(end.exitCode()).text());
    end.lines().forEach(line -> text.add(line.replace(name, "")));
    return text;
  }

  private String draw(List<LogEnd> alike) {
    LogEnd first = alike.get(0);
    String names =
        ReplicaNames.of(alike.stream().map(LogEnd::replica).collect(Collectors.toList()));
    String lines =
        first.lines().isEmpty()
            ? "It had printed nothing."
            : first.lines().stream().map(LogEnds::cut).collect(Collectors.joining("\n"));
    return String.format(
        Locale.ROOT,
        "<details><summary>%s: %s at %s, the last lines of the log</summary>"
            + "<pre class=\"error\">%s</pre></details>%n",
        names,
        Ending.of(first.exitCode()).text(),
        time.textOf(first.time()),
        Svg.escape(lines));
  }

  private static String cut(String line) {
    return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "…";
  }
}
