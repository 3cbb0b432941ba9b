package org.flytekitplugins.pytorch.localcluster;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.localcluster.Gates;
import org.flytekitplugins.localcluster.JobScenario;
import org.flytekitplugins.localcluster.LocalCluster;
import org.flytekitplugins.pytorch.internal.PytorchClusterText;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Whole lives of PyTorchJobs, row by row, with one real process per replica. */
@DisabledOnOs(OS.WINDOWS)
class PytorchJobScenarioTest {
  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(
      resources = "pytorchjob-scenarios.csv",
      delimiter = '|',
      numLinesToSkip = 1,
      maxCharsPerColumn = 300)
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void theJobLives(
      String what, String shape, @Nullable String policy, String events, String history, String end)
      throws Exception {
    TrainingCluster cluster = PytorchClusterText.cluster(shape, policy);

    JobScenario.play(
        LocalCluster.builder().cluster(cluster),
        Gates.create(folder, cluster),
        events,
        history,
        end);
  }
}
