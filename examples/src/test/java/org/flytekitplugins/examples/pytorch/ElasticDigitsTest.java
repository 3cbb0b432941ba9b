package org.flytekitplugins.examples.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The training in Python under real torchrun, in which workers come and go. */
@Timeout(120)
class ElasticDigitsTest {
  @TempDir private Path folder;

  @Test
  void aKilledWorkerComesBackAndAllGoOnAfterTheirCheckpoint() throws Exception {
    TorchDigitsRun run =
        new TorchDigitsRun(
                new org.flytekitplugins.examples.kotlin.TorchDigitsWorkflow(),
                folder,
                ReplicaPython.withTorch(folder))
            .withPreparedRows()
            .runWith("TrainDigitsElastic", "worker-2@60");

    assertThat(run.accuracy()).isGreaterThan(0.9).isEqualTo(run.accuracyOfTheStoredModel());
    assertThat(run.learnt("worker-1")).isEqualTo(run.learnt("worker-0"));
    assertThat(run.learnt("worker-2")).isEqualTo(run.learnt("worker-0"));
    assertThat(run.log("worker-2"))
        .filteredOn(line -> line.contains(" rows, from step "))
        .hasSizeGreaterThanOrEqualTo(2)
        .satisfies(
            begins -> {
              assertThat(begins.get(0))
                  .matches("rank [0-2] of 3 by gloo: 4(79|80) rows, from step 0 on");
              assertThat(begins.get(begins.size() - 1))
                  .matches("rank [0-2] of 3 by gloo: 4(79|80) rows, from step [1-9][0-9]+ on");
            });
  }
}
