package org.flytekitplugins.tensorflow.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.spi.LocalFolderStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluatorTest {
  @TempDir Path folder;

  @Test
  void anEvaluatorScoresCheckpointsAndEndsWithTheLast() throws Exception {
    LoopbackCluster cluster = LoopbackCluster.of("chief-0", "worker-0", "ps-0", "evaluator-0");
    DistributedTraining training =
        Digits.builder().steps(400).checkpoints(c -> c.everySteps(100)).build();
    try (ThreadedJob job =
        ThreadedJob.start(cluster, LocalFolderStorage.in(folder), replica -> training)) {
      Map<String, TrainingResult> results = job.results();
      TrainingResult evaluator = results.get("evaluator-0");
      TrainingResult chief = results.get("chief-0");

      assertThat(evaluator.evaluation()).isEqualTo(chief.evaluation());
      assertThat(evaluator.steps()).isEqualTo(chief.steps());
      List<Long> steps =
          evaluator.history().stream().map(TrainingProgress::step).collect(Collectors.toList());
      assertThat(steps).isNotEmpty().isSorted().doesNotHaveDuplicates().endsWith(chief.steps());
      assertThat(chief.stepsPerReplica()).doesNotContainKey(Replica.parse("evaluator-0"));
      assertThat(evaluator.savedModel()).isEmpty();
    }
  }

  @Test
  void anEvaluatorDoesNotWaitForEver() {
    LoopbackCluster cluster = LoopbackCluster.of("chief-0", "evaluator-0");
    DistributedTraining training =
        Digits.builder().steps(10).deadlines(d -> d.checkpoint(Duration.ofSeconds(1))).build();

    assertThatThrownBy(
            () -> training.run(cluster.context("evaluator-0"), LocalFolderStorage.in(folder)))
        .isInstanceOf(BarrierTimeoutException.class)
        .hasMessage("waited 1 s for chief-0 to write a checkpoint");
  }

  @Test
  void anEvaluatorNeedsSomethingToScoreOn() {
    LoopbackCluster cluster = LoopbackCluster.of("chief-0", "evaluator-0");
    DistributedTraining training = Digits.builder().steps(10).evaluation(null).build();

    assertThatThrownBy(
            () -> training.run(cluster.context("evaluator-0"), LocalFolderStorage.in(folder)))
        .hasMessage(
            "evaluation is \"nothing\", but the job has an evaluator: give the batches to score, or"
                + " set the job's evaluator to 0");
  }
}
