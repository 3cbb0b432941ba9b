package org.flytekitplugins.report.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.junit.jupiter.api.Test;

/** What replicas have used, out of what they tell and what is seen of them. */
class JobUsageTest {
  private static final Replica WORKER = Replica.parse("worker-0");
  private static final Replica SERVER = Replica.parse("ps-0");

  private final JobUsage job =
      new JobUsage(
          TrainingCluster.of(
              Map.of(
                  ReplicaType.WORKER,
                  ReplicaSpec.of(w -> w.replicas(1).requests(r -> r.memory("4Gi"))),
                  ReplicaType.PS,
                  ReplicaSpec.of(1)),
              RunPolicy.empty()));

  @Test
  void whatAReplicaTellsAndWhatIsSeenOfItAreOneThing() {
    job.started(WORKER);
    job.seen(WORKER, seen(300, 500, 7.5));
    job.seen(WORKER, told(280, 510, 8, steps(10, 2)));
    job.seen(WORKER, seen(250, 500, 7.9));

    assertThat(job.replicas())
        .isEqualTo(
            Map.of(
                WORKER,
                told(250, 510, 8, steps(10, 2)).toBuilder().memoryLimitBytes(4L << 30).build()));
  }

  @Test
  void theProcessesOfAReplicaAddUp() {
    job.started(WORKER);
    job.seen(WORKER, told(280, 510, 8, steps(10, 2)));
    job.started(WORKER);
    job.seen(WORKER, told(100, 120, 1, steps(5, 0.5)));

    ReplicaUsage usage = job.replicas().get(WORKER);
    assertThat(usage.memoryBytes()).hasValue(100);
    assertThat(usage.peakMemoryBytes()).hasValue(510);
    assertThat(usage.cpuSeconds()).hasValue(9);
    assertThat(usage.gcShare()).hasValue(0.1);
    assertThat(usage.steps()).contains(steps(10, 2).plus(steps(5, 0.5)));
    assertThat(usage.steps().orElseThrow().times().size()).isEqualTo(15);
    assertThat(usage.steps().orElseThrow().examplesPerSecond()).isEqualTo(32 * 15 / 2.5);
    job.started(WORKER);
    assertThat(job.replicas().get(WORKER).cpuSeconds()).hasValue(9);
    assertThat(job.replicas().get(WORKER).steps()).isEqualTo(usage.steps());
  }

  @Test
  void whoTellsNothingIsSeenAllTheSame() {
    job.seen(SERVER, seen(300, 400, 2));

    ReplicaUsage usage = job.replicas().get(SERVER);
    assertThat(usage).isEqualTo(seen(300, 400, 2));
    assertThat(usage.gcShare()).isEmpty();
    assertThat(usage.memoryLimitBytes()).isEmpty();
  }

  @Test
  void whoSaysLessTakesNothingAway() {
    ReplicaUsage all =
        told(250, 510, 8, steps(10, 2)).toBuilder().memoryLimitBytes(1L << 30).build();
    ReplicaUsage nothing = ReplicaUsage.builder().build();

    assertThat(all.seenBy(nothing)).isEqualTo(all);
    assertThat(nothing.seenBy(all)).isEqualTo(all);
    assertThat(all.seenBy(all.toBuilder().peakMemoryBytes(1).cpuSeconds(1).build())).isEqualTo(all);
    assertThat(all.seenBy(all.toBuilder().gcSeconds(0).upSeconds(0).build())).isEqualTo(all);
    // The next process has used nothing yet, and no memory that anybody knows of.
    assertThat(all.then(nothing))
        .isEqualTo(all.toBuilder().memoryBytes(OptionalLong.empty()).build());
    assertThat(nothing.then(all)).isEqualTo(all);
  }

  @Test
  void aLimitCountsRatherThanARequest() {
    JobUsage limited =
        new JobUsage(
            TrainingCluster.of(
                Map.of(
                    ReplicaType.WORKER,
                    ReplicaSpec.of(
                        w ->
                            w.replicas(1)
                                .requests(r -> r.memory("1Gi"))
                                .limits(r -> r.memory("2Gi")))),
                RunPolicy.empty()));
    limited.seen(WORKER, seen(300, 1L << 29, 2));
    limited.seen(Replica.parse("evaluator-0"), seen(300, 400, 2));

    assertThat(limited.replicas().get(WORKER).memoryLimitBytes()).hasValue(2L << 30);
    assertThat(limited.replicas().get(WORKER).peakShare()).hasValue(0.25);
    assertThat(limited.replicas().get(Replica.parse("evaluator-0")).peakShare()).isEmpty();
  }

  @Test
  void waitingIsKnownOfAllStepsOrOfNone() {
    StepUsage known = steps(10, 2);
    StepUsage unknown = StepUsage.of(known.times(), 2, OptionalDouble.empty(), 0.1, 0.2, 320);

    assertThat(known.plus(unknown).peerSeconds()).isEmpty();
    assertThat(unknown.plus(known).peerSeconds()).isEmpty();
    assertThat(known.plus(known))
        .isEqualTo(
            StepUsage.of(
                known.times().plus(known.times()), 4, OptionalDouble.of(1), 0.2, 0.4, 640));
    // What was waited before the first step ended is more than the steps took.
    assertThat(StepUsage.of(known.times(), 2, OptionalDouble.of(3), 0, 0, 1).peerShare())
        .hasValue(1);
  }

  private static ReplicaUsage seen(long memory, long peak, double cpuSeconds) {
    return ReplicaUsage.builder()
        .memoryBytes(memory)
        .peakMemoryBytes(peak)
        .cpuSeconds(cpuSeconds)
        .build();
  }

  private static ReplicaUsage told(long memory, long peak, double cpuSeconds, StepUsage steps) {
    return seen(memory, peak, cpuSeconds).toBuilder()
        .gcSeconds(1)
        .upSeconds(10)
        .steps(steps)
        .build();
  }

  private static StepUsage steps(int count, double seconds) {
    StepTimes.Recorder recorder = new StepTimes.Recorder();
    for (int i = 0; i < count; i++) {
      recorder.add((long) (seconds / count * 1e9));
    }
    return StepUsage.of(
        recorder.times(), seconds, OptionalDouble.of(seconds / 4), 0.1, 0.2, 32L * count);
  }
}
