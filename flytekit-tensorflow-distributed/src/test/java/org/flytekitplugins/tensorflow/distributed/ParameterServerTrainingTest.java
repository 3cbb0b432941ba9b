package org.flytekitplugins.tensorflow.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.spi.LocalFolderStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.SavedModelBundle;

class ParameterServerTrainingTest {
  @TempDir Path folder;

  @Test
  void variablesLiveOnTheServersAndGradientsAreComputedByTheWorkers() throws Exception {
    LoopbackCluster cluster = LoopbackCluster.of("chief-0", "worker-0", "ps-0", "ps-1");
    Map<String, TrainingResult> results = run(cluster, slow().steps(150).traceStep(5));

    for (String replica : new String[] {"chief-0", "worker-0"}) {
      Placement placement = results.get(replica).placement().orElseThrow();
      String self = "/job:" + replica.replace("-", "/replica:0/task:") + "/device:CPU:0";
      String ps = "/job:ps/replica:0/task:";

      assertThat(placement.variables().keySet())
          .containsExactly(ps + "0/device:CPU:0", ps + "1/device:CPU:0");
      assertThat(
              placement.variables().values().stream()
                  .flatMap(Set::stream)
                  .filter(name -> !name.startsWith("steps") && !name.equals("global_step")))
          .containsExactlyInAnyOrder(
              "hidden_kernel",
              "hidden_kernel_momentum",
              "hidden_bias",
              "hidden_bias_momentum",
              "output_kernel",
              "output_kernel_momentum",
              "output_bias",
              "output_bias_momentum");
      Set<String> devicesOfGradients =
          placement.operations().entrySet().stream()
              .filter(e -> e.getValue().stream().anyMatch(op -> op.startsWith("gradients/")))
              .map(Map.Entry::getKey)
              .collect(Collectors.toSet());
      assertThat(devicesOfGradients).containsExactly(self);
      Set<String> devicesOfUpdates =
          placement.operations().entrySet().stream()
              .filter(
                  e -> e.getValue().stream().anyMatch(op -> op.contains("ResourceApplyMomentum")))
              .map(Map.Entry::getKey)
              .collect(Collectors.toSet());
      assertThat(devicesOfUpdates)
          .containsExactlyInAnyOrder(ps + "0/device:CPU:0", ps + "1/device:CPU:0");
    }
  }

  @Test
  void thePrimaryKnowsAndWritesWhatTheJobDid() throws Exception {
    LoopbackCluster cluster = LoopbackCluster.of("chief-0", "worker-0", "worker-1", "ps-0");
    Map<String, TrainingResult> results = run(cluster, Digits.builder().steps(600));

    TrainingResult chief = results.get("chief-0");
    assertThat(chief.strategy()).isEqualTo(Strategy.PARAMETER_SERVER);
    assertThat(chief.steps()).isBetween(600L, 602L);
    assertThat(chief.stepsPerReplica().keySet())
        .containsExactly(
            Replica.parse("chief-0"), Replica.parse("worker-0"), Replica.parse("worker-1"));
    assertThat(chief.stepsPerReplica().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(chief.steps());
    assertThat(chief.evaluation().get("accuracy")).isGreaterThan(0.94);
    try (SavedModelBundle model =
        SavedModelBundle.load(chief.savedModel().orElseThrow().toString())) {
      assertThat(model.signatures()).hasSize(1);
    }
    assertThat(results.get("worker-0").savedModel()).isEmpty();
    assertThat(results.get("worker-0").stepsPerReplica())
        .isEqualTo(
            Map.of(
                Replica.parse("worker-0"), chief.stepsPerReplica().get(Replica.parse("worker-0"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sgd", "momentum", "adam"})
  void oneWorkerOnAServerDoesWhatASingleProcessDoes(String name) throws Exception {
    Optimizer optimizer =
        Map.of(
                "sgd", Optimizer.sgd(0.1f),
                "momentum", Optimizer.momentum(0.05f, 0.9f),
                "adam", Optimizer.adam(0.01f))
            .get(name);
    DistributedTraining training = Digits.builder().optimizer(optimizer).steps(60).build();
    LocalFolderStorage remote = LocalFolderStorage.in(folder.resolve("remote"));
    LocalFolderStorage local = LocalFolderStorage.in(folder.resolve("local"));
    try (ThreadedJob job =
        ThreadedJob.start(LoopbackCluster.of("worker-0", "ps-0"), remote, r -> training)) {
      assertThat(job.results()).containsOnlyKeys("worker-0");
    }
    training.run(org.flytekitplugins.kubeflow.TrainingContext.of(Map.of()), local);

    assertThat(SavedWeights.difference(SavedWeights.read(remote), SavedWeights.read(local)))
        .isLessThan(1e-5);
  }

  // Slow enough that nobody is done before the other has started.
  private static DistributedTraining.Builder slow() {
    return Digits.builder()
        .batches(shard -> ReplicaMain.slow(Digits.training().batches(32).open(shard), 20));
  }

  private Map<String, TrainingResult> run(
      LoopbackCluster cluster, DistributedTraining.Builder training) throws Exception {
    DistributedTraining built = training.build();
    try (ThreadedJob job =
        ThreadedJob.start(cluster, LocalFolderStorage.in(folder), replica -> built)) {
      return job.results();
    }
  }
}
