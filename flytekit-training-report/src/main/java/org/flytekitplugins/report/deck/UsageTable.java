package org.flytekitplugins.report.deck;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.report.usage.ReplicaUsage;
import org.flytekitplugins.report.usage.StepUsage;
import org.flytekitplugins.report.usage.UsageText;

/** What each replica has used: memory, processors, and where the time of its steps went. */
final class UsageTable {
  private static final String UNKNOWN = "–";

  private final JobRecord job;

  UsageTable(JobRecord job) {
    this.job = job;
  }

  String draw() {
    if (job.usage().isEmpty()) {
      return "";
    }
    StringBuilder table =
        new StringBuilder(
            "<h2>Cost</h2>\n"
                + Page.tableOf(job.usage().size())
                + "<table class=\"cost\">\n<tr><th>replica<th>memory<th>at most"
                + "<th>of<th>processors<th>GC<th>step p50<th>p90<th>p99<th>peers<th>storage<th>batches<th>examples</tr>\n");
    job.usage().forEach((replica, usage) -> table.append(row(replica, usage)));
    return table.append("</table></div>\n").append(legend()).toString();
  }

  private static String legend() {
    return "<p>Peers, storage, batches: the share of the steps’ time in which the replica exchanged"
        + " values with others, wrote checkpoints, or waited for its next batch.</p>\n";
  }

  private static String row(Replica replica, ReplicaUsage usage) {
    return String.format(
            Locale.ROOT,
            "<tr><td>%s<td>%s<td>%s<td>%s<td>%s<td>%s",
            replica,
            bytes(usage.memoryBytes()),
            peak(usage),
            bytes(usage.memoryLimitBytes()),
            usage.cpuSeconds().isPresent()
                ? UsageText.seconds(usage.cpuSeconds().getAsDouble())
                : UNKNOWN,
            share(usage.gcShare()))
        + usage.steps().map(UsageTable::steps).orElse("<td>–".repeat(7))
        + "</tr>\n";
  }

  private static String steps(StepUsage steps) {
    return "<td>"
        + UsageText.time(steps.times().quantile(0.5))
        + "<td>"
        + UsageText.time(steps.times().quantile(0.9))
        + "<td>"
        + UsageText.time(steps.times().quantile(0.99))
        + "<td>"
        + share(steps.peerShare())
        + "<td>"
        + share(OptionalDouble.of(steps.storageShare()))
        + "<td>"
        + share(OptionalDouble.of(steps.batchShare()))
        + "<td>"
        + UsageText.rate(steps.examplesPerSecond())
        + "/s";
  }

  private static String peak(ReplicaUsage usage) {
    String peak = bytes(usage.peakMemoryBytes());
    return usage.peakShare().isPresent() ? peak + ", " + share(usage.peakShare()) : peak;
  }

  private static String bytes(OptionalLong bytes) {
    return bytes.isPresent() ? UsageText.bytes(bytes.getAsLong()) : UNKNOWN;
  }

  private static String share(OptionalDouble share) {
    return share.isPresent() ? UsageText.percent(share.getAsDouble()) : UNKNOWN;
  }
}
