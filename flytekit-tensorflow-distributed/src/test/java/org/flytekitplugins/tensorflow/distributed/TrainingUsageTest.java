package org.flytekitplugins.tensorflow.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.flytekitplugins.report.Progress;
import org.flytekitplugins.report.ProgressLog;
import org.flytekitplugins.report.ProgressTail;
import org.flytekitplugins.report.usage.ReplicaUsage;
import org.flytekitplugins.report.usage.StepUsage;
import org.flytekitplugins.spi.LocalFolderStorage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a training tells of its cost. */
class TrainingUsageTest {
  @TempDir Path folder;
  private Path log;

  @BeforeEach
  void listen() {
    log = folder.resolve("progress.jsonl");
    System.setProperty(ProgressLog.PROPERTY, log.toString());
  }

  @AfterEach
  void forget() {
    System.clearProperty(ProgressLog.PROPERTY);
  }

  @Test
  void aloneNobodyIsWaitedForButBatchesAndCheckpoints() {
    Digits.builder()
        .steps(40)
        .checkpoints(c -> c.everySteps(10))
        .batches(shard -> ReplicaMain.slow(Digits.training().batches(32).open(shard), 20))
        .build()
        .run(TrainingContext.of(Map.of()), storage());

    ReplicaUsage usage = last(told());
    StepUsage steps = usage.steps().orElseThrow();
    assertThat(usage.cpuSeconds().getAsDouble()).isPositive();
    assertThat(usage.gcShare().getAsDouble()).isBetween(0.0, 1.0);
    assertThat(steps.times().size()).isEqualTo(40);
    assertThat(steps.examples()).isEqualTo(40 * 32);
    assertThat(steps.batchSeconds()).isBetween(40 * 0.02, steps.seconds());
    assertThat(steps.times().quantile(0.5)).isGreaterThanOrEqualTo(Duration.ofMillis(19));
    assertThat(steps.peerShare()).hasValue(0);
    assertThat(steps.storageShare()).isBetween(1e-6, 1 - steps.batchShare());
    assertThat(steps.seconds()).isGreaterThanOrEqualTo(steps.batchSeconds());
  }

  @ParameterizedTest
  @EnumSource
  void whoeverIsTheQuickerWaitsForTheOther(Exchange exchange) throws Exception {
    LoopbackCluster cluster = LoopbackCluster.of("chief-0", "worker-0");
    try (ThreadedJob job =
        ThreadedJob.start(
            cluster,
            storage(),
            replica ->
                Digits.builder()
                    .steps(40)
                    .exchange(exchange)
                    .batches(
                        shard ->
                            ReplicaMain.slow(
                                Digits.training().batches(32).open(shard),
                                replica.index() == 0 && replica.toString().startsWith("chief")
                                    ? 0
                                    : 20))
                    .deadlines(d -> d.silence(Duration.ofSeconds(20)))
                    .build())) {
      job.results();
    }

    // Both write to one file here; each tells of its whole training with its last step.
    List<StepUsage> steps = new ArrayList<>();
    told().forEach(progress -> progress.usage().flatMap(ReplicaUsage::steps).ifPresent(steps::add));
    steps.removeIf(one -> one.times().size() < 40);
    steps.sort(Comparator.comparing(StepUsage::batchSeconds));
    assertThat(steps).hasSize(2);
    double quick = steps.get(0).peerSeconds().orElseThrow();
    double slow = steps.get(1).peerSeconds().orElseThrow();
    assertThat(steps.get(1).batchSeconds()).isGreaterThan(40 * 0.02);
    assertThat(quick).isGreaterThan(steps.get(1).batchSeconds() / 2).isGreaterThan(slow);
    assertThat(steps.get(0).peerShare().orElseThrow()).isLessThan(1);
  }

  @Test
  void onParameterServersItIsToldHowLongTheyWereWaitedFor() throws Exception {
    LoopbackCluster cluster = LoopbackCluster.of("chief-0", "ps-0");
    DistributedTraining training = Digits.builder().steps(300).build();
    try (ThreadedJob job = ThreadedJob.start(cluster, storage(), replica -> training)) {
      job.results();
    }

    StepUsage steps = last(told()).steps().orElseThrow();
    assertThat(steps.times().size()).isEqualTo(300);
    assertThat(steps.peerShare().orElseThrow()).isBetween(0.02, 1 - steps.batchShare());
  }

  @Test
  void whereNobodyListensNobodyLooks() {
    forget();
    try (TrainingUsage usage = TrainingUsage.start()) {
      usage.begin(() -> 0);
      usage.stepDone(32);

      assertThat(usage.due(true)).isNull();
    }
  }

  private List<Progress> told() {
    List<Progress> told = new ArrayList<>();
    new ProgressTail(log, told::add, complaint -> {}).poll();
    return told;
  }

  private static ReplicaUsage last(List<Progress> told) {
    return told.stream()
        .flatMap(progress -> progress.usage().stream())
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  private LocalFolderStorage storage() {
    return LocalFolderStorage.in(folder.resolve("storage"));
  }
}
