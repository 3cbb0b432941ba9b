package org.flytekitplugins.tensorflow.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.flytekitplugins.spi.LocalFolderStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AllReduceTrainingTest {
  private static final int STEPS = 60;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void threeReplicasEqualOneProcessOnTheUnionOfTheirBatches(Exchange exchange) throws Exception {
    Map<String, TrainingResult> results = threeReplicas("three", builder(7).exchange(exchange));
    TrainingResult single =
        builder(7)
            .batches(AllReduceTrainingTest::unionOfBatches)
            .build()
            .run(TrainingContext.of(Map.of()), storage("single"));

    assertThat(
            SavedWeights.difference(
                SavedWeights.read(storage("three")), SavedWeights.read(storage("single"))))
        .isLessThan(1e-5);
    TrainingResult chief = results.get("chief-0");
    assertThat(chief.strategy()).isEqualTo(Strategy.ALL_REDUCE);
    assertThat(chief.loss()).isCloseTo(single.loss(), org.assertj.core.data.Offset.offset(1e-5));
    assertThat(chief.metrics().get("accuracy"))
        .isCloseTo(single.metrics().get("accuracy"), org.assertj.core.data.Offset.offset(1e-5));
    assertThat(chief.stepsPerReplica())
        .isEqualTo(
            Map.of(
                Replica.parse("chief-0"), 60L,
                Replica.parse("worker-0"), 60L,
                Replica.parse("worker-1"), 60L));
    assertThat(chief.savedModel()).isPresent();
    assertThat(results.get("worker-1").savedModel()).isEmpty();
    // Every replica saw the loss of all batches, so all have the same history.
    assertThat(losses(results.get("worker-1"))).isEqualTo(losses(chief));
  }

  @Test
  void twoRunsWithOneSeedAreEqualBitForBitInAllReplicas() throws Exception {
    List<String> digests = new CopyOnWriteArrayList<>();
    TrainingListener listener = new DigestListener(digests);
    threeReplicas("a", builder(7).listener(listener));
    threeReplicas("b", builder(7).listener(listener));

    assertThat(digests).hasSize(6).containsOnly(digests.get(0));
    assertThat(SavedWeights.read(storage("a"))).isEqualTo(SavedWeights.read(storage("b")));
  }

  /** What the digests of variables are that replicas end with. */
  static final class DigestListener implements TrainingListener {
    private static final String DIGEST = "ends with variables of digest ";

    private final List<String> digests;

    DigestListener(List<String> digests) {
      this.digests = digests;
    }

    @Override
    public void onProgress(TrainingProgress progress) {}

    @Override
    public void onEvent(String event) {
      digest(event).ifPresent(digests::add);
    }

    static Optional<String> digest(String event) {
      int at = event.indexOf(DIGEST);
      return at < 0 ? Optional.empty() : Optional.of(event.substring(at + DIGEST.length()));
    }
  }

  @Test
  void aJobThatWasDoneIsNotDoneAgainByAnybody() throws Exception {
    TrainingResult first = threeReplicas("a", builder(7)).get("chief-0");
    DistributedTraining training = builder(7).build();
    LocalFolderStorage next = LocalFolderStorage.in(folder.resolve("b"), folder.resolve("a"));
    try (ThreadedJob job =
        ThreadedJob.start(
            LoopbackCluster.of("chief-0", "worker-0", "worker-1"), next, replica -> training)) {
      Map<String, TrainingResult> results = job.results();

      assertThat(results.values()).allMatch(result -> result.history().isEmpty());
      assertThat(results.get("chief-0").evaluation()).isEqualTo(first.evaluation());
      assertThat(results.get("worker-1").steps()).isEqualTo(60);
    }
  }

  private Map<String, TrainingResult> threeReplicas(
      String storage, DistributedTraining.Builder builder) throws Exception {
    DistributedTraining training = builder.build();
    try (ThreadedJob job =
        ThreadedJob.start(
            LoopbackCluster.of("chief-0", "worker-0", "worker-1"),
            storage(storage),
            replica -> training)) {
      return job.results();
    }
  }

  private static DistributedTraining.Builder builder(long seed) {
    return Digits.builder()
        .steps(STEPS)
        .seed(seed)
        .batches(AllReduceTrainingTest::batches)
        // Three replicas of one process: a pause of one is a pause of all.
        .deadlines(d -> d.silence(Duration.ofSeconds(20)));
  }

  // Batches of another size in each shard: the union still counts each example once.
  private static Iterator<Batch> batches(Shard shard) {
    return Digits.training().batches(16 + 8 * shard.index()).open(shard);
  }

  private static Iterator<Batch> unionOfBatches(Shard alone) {
    List<Iterator<Batch>> shards = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      shards.add(batches(Shard.of(i, 3, alone.seed(), alone.stepsDone())));
    }
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return true;
      }

      @Override
      public Batch next() {
        List<Batch> parts = new ArrayList<>();
        shards.forEach(shard -> parts.add(shard.next()));
        try {
          return Union.of(parts);
        } finally {
          parts.forEach(Batch::close);
        }
      }
    };
  }

  private static List<Double> losses(TrainingResult result) {
    List<Double> losses = new ArrayList<>();
    result.history().forEach(progress -> losses.add(progress.loss()));
    return losses;
  }

  private LocalFolderStorage storage(String name) {
    return LocalFolderStorage.in(folder.resolve(name));
  }
}
