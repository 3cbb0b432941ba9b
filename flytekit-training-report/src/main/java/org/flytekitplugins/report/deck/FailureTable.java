package org.flytekitplugins.report.deck;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.flytekitplugins.kubeflow.failure.ReplicaFailure;

/** Who failed of what, the first in front; what many failed of stands there once. */
final class FailureTable {
  private final JobRecord job;
  private final JobTime time;

  FailureTable(JobRecord job, JobTime time) {
    this.job = job;
    this.time = time;
  }

  String draw() {
    if (job.failures().isEmpty()) {
      return "";
    }
    Map<String, List<ReplicaFailure>> alike = new LinkedHashMap<>();
    List<ReplicaFailure> byTime = new ArrayList<>(job.failures());
    byTime.sort(Comparator.comparing(ReplicaFailure::time));
    for (ReplicaFailure failure : byTime) {
      alike.computeIfAbsent(what(failure), any -> new ArrayList<>()).add(failure);
    }
    StringBuilder table =
        new StringBuilder(
            "<div class=\"scroll\"><table class=\"failures\">\n<tr><th>failed<th>at<th>of<th>code<th>another attempt</tr>\n");
    alike.forEach((what, failures) -> table.append(row(what, failures)));
    return table.append("</table></div>\n").toString();
  }

  private static String what(ReplicaFailure failure) {
    return String.format(
        Locale.ROOT,
        "<td>%s<td>%s<td>%s",
        Svg.escape(failure.thrown().sentence()),
        Svg.escape(failure.code()),
        failure.isRecoverable() ? "may help" : "will not help");
  }

  private String row(String what, List<ReplicaFailure> failures) {
    Instant first = failures.get(0).time();
    return String.format(
        Locale.ROOT, "<tr><td>%s<td>%s%s</tr>%n", who(failures), time.textOf(first), what);
  }

  private static String who(List<ReplicaFailure> failures) {
    return ReplicaNames.of(
        failures.stream().map(ReplicaFailure::replica).collect(Collectors.toList()));
  }
}
