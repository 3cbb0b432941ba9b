package org.flytekitplugins.tensorflow.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.flytekitplugins.report.Progress;
import org.flytekitplugins.report.ProgressLog;
import org.flytekitplugins.report.ProgressTail;
import org.flytekitplugins.report.usage.ReplicaUsage;
import org.flytekitplugins.spi.LocalFolderStorage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Trainings that end before their last step, well or not. */
class EndOfTrainingTest {
  // Nothing is better by so much, so what comes after the first window does not count.
  private static final double NEVER = 1000;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void inStepAllEndAfterTheSameStep(Exchange exchange) throws Exception {
    List<String> digests = new CopyOnWriteArrayList<>();
    DistributedTraining training =
        builder()
            .exchange(exchange)
            .listener(new AllReduceTrainingTest.DigestListener(digests))
            .earlyStopping(e -> e.metric("accuracy").window(5).patience(2).minDelta(NEVER))
            .build();
    LoopbackCluster cluster = LoopbackCluster.of("chief-0", "worker-0", "worker-1");

    try (ThreadedJob job = ThreadedJob.start(cluster, storage(), replica -> training)) {
      assertThat(job.results().values())
          .hasSize(3)
          .allMatch(TrainingResult::hasEndedEarly)
          .allMatch(result -> result.steps() == 15)
          .allMatch(result -> result.history().get(result.history().size() - 1).step() == 15);
    }
    assertThat(digests).hasSize(exchange == Exchange.DIRECT ? 3 : 0);
    assertThat(digests.stream().distinct().count()).isLessThanOrEqualTo(1);
    // Whoever is started again has nothing left to do, and needs nobody for that.
    TrainingResult again = training.run(cluster.context("chief-0"), storage());
    assertThat(again.hasEndedEarly()).isTrue();
    assertThat(again.steps()).isEqualTo(15);
    assertThat(again.savedModel()).isPresent();
  }

  @Test
  void onParameterServersAllEndWithTheStepThatIsUnderWay() throws Exception {
    DistributedTraining training =
        builder()
            .batches(shard -> ReplicaMain.slow(Digits.training().batches(32).open(shard), 20))
            .earlyStopping(e -> e.window(5).patience(2).minDelta(NEVER))
            .build();
    LoopbackCluster cluster = LoopbackCluster.of("chief-0", "worker-0", "worker-1", "ps-0");

    try (ThreadedJob job = ThreadedJob.start(cluster, storage(), replica -> training)) {
      Map<String, TrainingResult> results = job.results();

      assertThat(results.values()).hasSize(3).allMatch(TrainingResult::hasEndedEarly);
      // The chief has done 15 steps of its own, the others theirs, and one more each at most.
      assertThat(results.get("chief-0").steps()).isBetween(15L, 100L);
      assertThat(results.get("chief-0").stepsPerReplica().values().stream().mapToLong(s -> s).sum())
          .isEqualTo(results.get("chief-0").steps());
    }
  }

  @Test
  void aloneItEndsAndDoesNotGoOnUnlessItIsAskedTo() {
    DistributedTraining.Builder training =
        builder().earlyStopping(e -> e.window(5).patience(2).minDelta(NEVER));
    TrainingContext alone = TrainingContext.of(Map.of());

    assertThat(training.build().run(alone, storage()).steps()).isEqualTo(15);
    assertThat(training.build().run(alone, storage()).history()).isEmpty();
    TrainingResult whole =
        training.earlyStopping((EarlyStopping) null).steps(20).build().run(alone, storage());
    assertThat(whole.steps()).isEqualTo(20);
    assertThat(whole.hasEndedEarly()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"chief-0 worker-0, 5", "chief-0 worker-0 ps-0, ", "worker-0, 5"})
  void theModelIsThatOfTheBestStepWhereThisIsAskedFor(String replicas, @Nullable Long bestStep)
      throws Exception {
    List<String> events = new CopyOnWriteArrayList<>();
    DistributedTraining training =
        builder()
            .listener(new Events(events))
            .earlyStopping(e -> e.window(5).patience(2).minDelta(NEVER).restoreBest(true))
            .build();
    DistributedTraining asLong = builder().steps(5).build();
    LoopbackCluster cluster = LoopbackCluster.of(replicas.split(" ", -1));
    String primary = replicas.split(" ", -1)[0];

    TrainingResult best;
    TrainingResult again;
    try (ThreadedJob job = ThreadedJob.start(cluster, storage(), replica -> training)) {
      best = job.results().get(primary);
      again = training.run(cluster.context(primary), storage());
    }

    // In step it is known which one that was, and what the model was like then.
    if (bestStep != null) {
      LocalFolderStorage other = LocalFolderStorage.in(folder.resolve("other"));
      try (ThreadedJob job =
          ThreadedJob.start(LoopbackCluster.of(replicas.split(" ", -1)), other, r -> asLong)) {
        assertThat(best.evaluation()).isEqualTo(job.results().get(primary).evaluation());
      }
      assertThat(best.steps()).isEqualTo(15);
      assertThat(events)
          .filteredOn(event -> event.contains("exports"))
          .containsOnly(primary + " exports the model of step 5, the best");
    }
    assertThat(best.hasEndedEarly()).isTrue();
    assertThat(again.evaluation()).isEqualTo(best.evaluation());
    assertThat(events).filteredOn(event -> event.contains("exports the model of")).hasSize(2);
  }

  @Test
  void theModelIsThatOfTheBestStepThoughThePrimaryWasLostWhileItKeptIt() throws Exception {
    List<String> events = new CopyOnWriteArrayList<>();
    DistributedTraining training =
        builder()
            .listener(new Events(events))
            .earlyStopping(e -> e.window(5).patience(2).minDelta(NEVER).restoreBest(true))
            .build();
    LoopbackCluster cluster = LoopbackCluster.of("chief-0", "worker-0");
    TrainingContext chief = cluster.context("chief-0");

    TrainingResult result;
    try (ThreadedJob others =
        ThreadedJob.start(cluster.without("chief-0"), storage(), replica -> training)) {
      assertThatThrownBy(
              () ->
                  training.run(
                      chief, new FaultyCheckpoints(storage(), EndOfTrainingTest::keepNoBest)))
          .hasMessage("struck by lightning");
      result = training.run(chief, storage());
      others.results();
    }

    assertThat(result.steps()).isEqualTo(15);
    assertThat(events).contains("chief-0 exports the model of step 5, the best");
    LocalFolderStorage other = LocalFolderStorage.in(folder.resolve("other"));
    DistributedTraining asLong = builder().steps(5).build();
    try (ThreadedJob job =
        ThreadedJob.start(LoopbackCluster.of("chief-0", "worker-0"), other, replica -> asLong)) {
      assertThat(result.evaluation()).isEqualTo(job.results().get("chief-0").evaluation());
    }
  }

  @Test
  void theModelIsThatOfTheBestStepThoughAllStepsAreDone() {
    DistributedTraining.Builder training =
        builder().earlyStopping(e -> e.window(5).patience(9).minDelta(NEVER).restoreBest(true));
    TrainingContext alone = TrainingContext.of(Map.of());

    TrainingResult result = training.steps(20).build().run(alone, storage());

    assertThat(result.hasEndedEarly()).isFalse();
    assertThat(result.evaluation())
        .isEqualTo(
            builder()
                .steps(5)
                .build()
                .run(alone, LocalFolderStorage.in(folder.resolve("other")))
                .evaluation());
    // Whoever asks for more steps goes on with the variables of the last one.
    assertThat(training.steps(21).build().run(alone, storage()).history())
        .extracting(TrainingProgress::step)
        .containsExactly(21L);
  }

  @Test
  void aTrainingThatGetsBetterDoesAllItsSteps() {
    TrainingResult result =
        builder()
            .steps(60)
            .earlyStopping(e -> e.window(20).patience(1))
            .build()
            .run(TrainingContext.of(Map.of()), storage());

    assertThat(result.steps()).isEqualTo(60);
    assertThat(result.hasEndedEarly()).isFalse();
  }

  @Test
  void aLossAboveItsBoundFailsAllReplicasAtTheSameStep() throws Exception {
    DistributedTraining training = builder().divergence(Divergence.above(0.001)).build();
    LoopbackCluster cluster = LoopbackCluster.of("chief-0", "worker-0");

    try (ThreadedJob job = ThreadedJob.start(cluster, storage(), replica -> training)) {
      List<Throwable> failures = job.failures();

      assertThat(failures).hasSize(2).hasOnlyElementsOfType(DivergenceException.class);
      assertThat(failures).extracting(e -> ((DivergenceException) e).step()).containsOnly(1L);
      assertThat(failures).extracting(e -> ((DivergenceException) e).loss()).hasSize(2);
      assertThat(failures)
          .extracting(Throwable::getMessage)
          .anySatisfy(
              message ->
                  assertThat(message)
                      .matches(
                          "loss is [0-9.]+ at step 1 of all 2 replicas, as chief-0 sees it, above"
                              + " the bound of 0.001, so the training does not converge: lower the"
                              + " learning rate, or raise the bound"))
          .anySatisfy(message -> assertThat(message).contains("as worker-0 sees it"));
    }
  }

  @Test
  void theStepThatHasDivergedIsToldWhateverTheListenerMakesOfIt() throws Exception {
    Path log = folder.resolve("progress.jsonl");
    List<Long> told = new CopyOnWriteArrayList<>();
    DistributedTraining training =
        builder()
            .divergence(Divergence.above(0.001))
            .listener(
                progress -> {
                  told.add(progress.step());
                  throw new IllegalStateException("struck by lightning");
                })
            .build();

    System.setProperty(ProgressLog.PROPERTY, log.toString());
    try {
      assertThatThrownBy(() -> training.run(TrainingContext.of(Map.of()), storage()))
          .isInstanceOf(DivergenceException.class)
          .hasMessageStartingWith("loss is ")
          .hasSuppressedException(new IllegalStateException("struck by lightning"));
    } finally {
      System.clearProperty(ProgressLog.PROPERTY);
    }

    assertThat(told).containsExactly(1L);
    List<Progress> read = new ArrayList<>();
    new ProgressTail(log, read::add, complaint -> {}).poll();
    assertThat(read).extracting(Progress::step).containsExactly(1L);
    assertThat(read.get(0).metrics()).containsOnlyKeys("loss", "accuracy");
    assertThat(read.get(0).usage().flatMap(ReplicaUsage::steps)).isPresent();
  }

  @Test
  void aBoundThatIsNoneIsRefused() {
    assertThatThrownBy(() -> Divergence.above(Double.NaN))
        .hasMessage("bound is NaN, but it must be a finite number: write for example 1000");
  }

  /** As it is for a process that is killed as soon as it keeps the variables of a best step. */
  private static void keepNoBest(String name) {
    if (name.startsWith("best-")) {
      throw new IllegalStateException("struck by lightning");
    }
  }

  private static final class Events implements TrainingListener {
    private final List<String> events;

    Events(List<String> events) {
      this.events = events;
    }

    @Override
    public void onProgress(TrainingProgress progress) {}

    @Override
    public void onEvent(String event) {
      events.add(event);
    }
  }

  private static DistributedTraining.Builder builder() {
    return Digits.builder()
        .steps(2000)
        // Replicas of one process: a pause of one is a pause of all.
        .deadlines(d -> d.silence(Duration.ofSeconds(20)));
  }

  private LocalFolderStorage storage() {
    return LocalFolderStorage.in(folder);
  }
}
