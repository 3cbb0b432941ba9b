package org.flytekitplugins.tensorflow.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.flytekitplugins.spi.LocalFolderStorage;
import org.flytekitplugins.spi.TaskStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/distributed-training.md} shows. */
class DocumentedTrainingTest {
  @TempDir Path folder;

  @Test
  void theDocumentedTrainingTrains() {
    Examples examples = Digits.training();
    Examples heldOut = Digits.heldOut();
    // snippet: training
    DistributedTraining training =
        DistributedTraining.builder()
            .model(Digits::model)
            .optimizer(Optimizer.momentum(0.05f, 0.9f))
            .batches(examples.batches(32))
            .evaluation(heldOut.inOrder(256))
            .steps(600)
            .seed(7)
            .build();
    // end
    try (TaskStorage.Installation installed = TaskStorage.install(LocalFolderStorage.in(folder))) {
      assertThat(installed).isNotNull();
      // snippet: run
      TrainingResult result = training.run();
      Map<String, Double> score = result.evaluation();
      URI model = TaskStorage.current().upload(result.savedModel().orElseThrow());
      // end
      assertThat(score.get("accuracy")).isGreaterThan(0.94);
      assertThat(Path.of(model).resolve("saved_model.pb")).exists();
    }
  }

  @Test
  void theDocumentedOptionsAreTaken() {
    DistributedTraining.Builder builder = Digits.builder().steps(20);
    // snippet: options
    builder
        .checkpoints(c -> c.everySteps(500).interval(Duration.ofMinutes(2)).keep(5))
        .deadlines(d -> d.startUp(Duration.ofMinutes(15)).step(Duration.ofMinutes(1)))
        .runtime(r -> r.intraOpThreads(1))
        .reportEvery(50)
        .listener(progress -> System.out.println(progress.step() + " " + progress.metrics()));
    // end
    assertThat(
            builder
                .build()
                .run(TrainingContext.of(Map.of()), LocalFolderStorage.in(folder))
                .steps())
        .isEqualTo(20);
  }
}
