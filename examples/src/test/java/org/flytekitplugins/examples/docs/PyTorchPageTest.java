package org.flytekitplugins.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.flytekitplugins.examples.pytorch.TrainDigitsInPyTorch;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/pytorch.md shows. */
class PyTorchPageTest {
  @Test
  void theCommandLineOfTorchrunIsTheOneThatIsShown() throws Exception {
    TrainElasticImage task = new TrainElasticImage();

    String line = String.join(" ", task.getCommand()) + " " + String.join(" ", task.getArgs());

    assertThat(Files.readAllLines(Path.of("../docs/pytorch.md"))).contains(line);
  }

  @Test
  void javaAndKotlinDescribeTheSameElasticTraining() {
    assertThat(new org.flytekitplugins.examples.kotlin.TrainDigitsElastic().elastic())
        .isEqualTo(new TrainElastic().elastic());
  }

  static Stream<TrainingCluster> shownJobs() {
    return Stream.of(
        new TrainDigitsInPyTorch().job().cluster(),
        new TrainElastic().elastic().cluster(),
        new TrainInPyTorchImage().job().cluster(),
        new TrainElasticImage().elastic().cluster());
  }

  /** Flyte gives a role without cpu and memory what the platform has: often 200Mi, and it dies. */
  @ParameterizedTest
  @MethodSource("shownJobs")
  void noRoleOfAShownJobGetsThePlatformsMemoryByAccident(TrainingCluster cluster) {
    assertThat(cluster.replicas())
        .allSatisfy(
            (role, spec) ->
                assertThat(spec.requests().quantities())
                    .containsKeys(
                        org.flyte.flytekit.SdkResources.ResourceName.CPU,
                        org.flyte.flytekit.SdkResources.ResourceName.MEMORY));
  }
}
