package org.flytekitplugins.tensorflow.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The primary's exit ends the job: when it returns although a worker did not report its end. */
class EndBarrierTest {
  @TempDir Path folder;

  @Test
  void aWorkerThatIsGoneIsNotWaitedFor() throws Exception {
    LoopbackCluster cluster = LoopbackCluster.of("chief-0", "worker-0", "ps-0");
    try (ProcessJob job = new ProcessJob(cluster, folder, 100, 20, 60, 20).startAll()) {
      job.awaitStep("worker-0", 20);
      job.kill("worker-0");

      assertThat(job.awaitEnd("chief-0")).startsWith("result steps=100");
      assertThat(job.said("chief-0", "event"))
          .anyMatch(event -> event.contains("[worker-0] ended without a report"));
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no signal to stop a process")
  void aWorkerThatHangsIsWaitedForUntilTheDeadline() throws Exception {
    LoopbackCluster cluster = LoopbackCluster.of("chief-0", "worker-0", "ps-0");
    try (ProcessJob job = new ProcessJob(cluster, folder, 100, 20, 60, 20).startAll()) {
      job.awaitStep("worker-0", 20);
      job.freeze("worker-0");

      assertThat(job.awaitEnd("chief-0")).startsWith("result steps=100");
      assertThat(job.said("chief-0", "event"))
          .anyMatch(event -> event.contains("does not wait longer for [worker-0] to end"));
    }
  }
}
