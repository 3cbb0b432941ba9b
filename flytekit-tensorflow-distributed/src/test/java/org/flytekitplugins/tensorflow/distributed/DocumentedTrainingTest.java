package org.flytekitplugins.tensorflow.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.flytekitplugins.spi.LocalFolderStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code docs/distributed-training.md} shows. */
class DocumentedTrainingTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "worker-0",
        "chief-0 worker-0 ps-0 evaluator-0",
        "worker-0 worker-1",
      })
  void theDocumentedTrainingRunsInEveryReplica(String shape) throws Exception {
    LoopbackCluster cluster = LoopbackCluster.of(shape.split(" ", -1));
    String primary = shape.split(" ", -1)[0];
    try (ProcessJob job = new ProcessJob(DocumentedReplica.class, cluster, folder).startAll()) {
      for (Replica replica : cluster.replicas()) {
        // A parameter server serves until it is stopped.
        if (replica.type() != ReplicaType.PS) {
          String end = job.awaitEnd(replica.toString());
          assertThat(end).as(job::transcript).startsWith("model ");
          String uri = end.substring("model ".length());
          if (replica.toString().equals(primary)) {
            assertThat(Path.of(URI.create(uri)).resolve("saved_model.pb")).exists();
            assertThat(accuracy(job, primary)).isGreaterThan(0.94);
          } else {
            assertThat(uri).isEmpty();
          }
        }
      }
    }
  }

  private static double accuracy(ProcessJob job, String replica) {
    return Double.parseDouble(job.said(replica, "accuracy").get(0));
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
    // snippet: end
    builder
        .divergence(Divergence.above(1000))
        .earlyStopping(
            e -> e.metric("accuracy").higherIsBetter(true).window(100).patience(5).minDelta(0.001));
    // end
    assertThat(
            builder
                .build()
                .run(TrainingContext.of(Map.of()), LocalFolderStorage.in(folder))
                .steps())
        .isEqualTo(20);
  }
}
