package org.flytekitplugins.report.deck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.report.usage.ReplicaUsage;
import org.flytekitplugins.report.usage.StepTimes;
import org.flytekitplugins.report.usage.StepUsage;
import org.junit.jupiter.api.Test;

/** What the deck shows of what replicas have used. */
class UsageTableTest {
  private static final JobRecord JOB =
      JobRecord.of(
          "train",
          TrainingCluster.of(
              Map.of(ReplicaType.WORKER, ReplicaSpec.of(1), ReplicaType.PS, ReplicaSpec.of(1)),
              RunPolicy.empty()),
          List.of(),
          List.of(),
          List.of());

  @Test
  void aReplicaHasARowWithAllThatIsKnownOfIt() {
    StepTimes.Recorder recorder = new StepTimes.Recorder();
    for (int step = 0; step < 100; step++) {
      recorder.add(step < 60 ? 2_000_000 : step < 95 ? 10_000_000 : 40_000_000);
    }
    ReplicaUsage worker =
        ReplicaUsage.builder()
            .memoryBytes(400L << 20)
            .peakMemoryBytes(1L << 30)
            .memoryLimitBytes(4L << 30)
            .cpuSeconds(12.5)
            .gcSeconds(0.1)
            .upSeconds(20)
            .steps(StepUsage.of(recorder.times(), 0.4, OptionalDouble.of(0.1), 0.002, 0.04, 3200))
            .build();
    ReplicaUsage server =
        ReplicaUsage.builder()
            .memoryBytes(350L << 20)
            .peakMemoryBytes(360L << 20)
            .cpuSeconds(3)
            .build();

    String page =
        TrainingDeck.of(
                JOB.withUsage(
                    Map.of(Replica.parse("worker-0"), worker, Replica.parse("ps-0"), server)))
            .html();

    assertThat(page)
        .contains(
            "<tr><th>replica<th>memory<th>at most<th>of<th>processors<th>GC<th>step p50<th>p90<th>p99"
                + "<th>peers<th>storage<th>batches<th>examples</tr>")
        .contains("<p>Peers, storage, batches: the share of the steps’ time in which")
        .contains(
            "<tr><td>ps-0<td>350Mi<td>360Mi<td>–<td>3.0 s<td>–<td>–<td>–<td>–<td>–<td>–<td>–<td>–"
                + "</tr>")
        .contains(
            "<tr><td>worker-0<td>400Mi<td>1Gi, 25%<td>4Gi<td>12.5 s<td>0.5%<td>2.0 ms<td>10 ms"
                + "<td>40 ms<td>25%<td>0.5%<td>10%<td>8,000/s</tr>");
  }

  @Test
  void withoutFiguresThereIsNoTable() {
    assertThat(TrainingDeck.of(JOB).html()).doesNotContain("<h2>Cost");
  }
}
