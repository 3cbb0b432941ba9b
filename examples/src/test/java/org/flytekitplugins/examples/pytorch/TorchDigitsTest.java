package org.flytekitplugins.examples.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The training in Python, with real processes for every replica. */
@Timeout(120)
class TorchDigitsTest {
  @TempDir private Path folder;

  @Test
  void aMasterAndTwoWorkersTrainWithNothingButPython() throws Exception {
    checkTraining(ReplicaPython.standardLibraryAlone(folder), "sockets");
  }

  @Test
  void aMasterAndTwoWorkersTrainWithPyTorch() throws Exception {
    checkTraining(ReplicaPython.withTorch(folder), "gloo");
  }

  private void checkTraining(Map<String, String> environment, String transport) throws Exception {
    TorchDigitsRun run =
        new TorchDigitsRun(new TorchDigitsWorkflow(), folder, environment).withPreparedRows().run();

    assertThat(run.transport()).isEqualTo(transport);
    assertThat(run.accuracy()).isGreaterThan(0.9).isEqualTo(run.accuracyOfTheStoredModel());
    assertThat(run.learnt("worker-0")).isEqualTo(run.learnt("master-0"));
    assertThat(run.learnt("worker-1")).isEqualTo(run.learnt("master-0"));
    assertThat(run.log("master-0")).contains(begin(0, transport, 480));
    assertThat(run.log("worker-0")).contains(begin(1, transport, 479));
    assertThat(run.log("worker-1")).contains(begin(2, transport, 479));
  }

  private static String begin(int rank, String transport, int rows) {
    return "rank " + rank + " of 3 by " + transport + ": " + rows + " rows, from step 0 on";
  }
}
