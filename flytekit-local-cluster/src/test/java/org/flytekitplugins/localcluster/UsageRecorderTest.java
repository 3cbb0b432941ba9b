package org.flytekitplugins.localcluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.kubeflow.ClusterText;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.operator.JobState;
import org.flytekitplugins.report.Progress;
import org.flytekitplugins.report.usage.ReplicaUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What is seen and told of what the replicas of a job use. */
class UsageRecorderTest {
  private static final Replica WORKER = Replica.parse("worker-0");
  private static final Replica SERVER = Replica.parse("ps-0");

  @Test
  @EnabledOnOs(OS.LINUX)
  void whoTellsNothingAndIsEndedByTheJobIsSeenFromOutside() throws Exception {
    TrainingCluster shape = ClusterText.cluster("worker:1 ps:1", "clean=RUNNING");
    UsageRecorder recorder = new UsageRecorder(shape);
    // The server has its work done by a process of its own, as scripts have.
    String script = "case \"$HOSTNAME\" in *ps*) (while :; do :; done);; *) sleep 0.5;; esac";
    LocalCluster cluster =
        LocalCluster.builder()
            .cluster(shape)
            .program(Program.command("sh", "-c", script))
            .output(LogOutput.none())
            .listeners(List.of(recorder))
            .build();
    try (LocalJob job = cluster.start()) {
      assertThat(job.await(Duration.ofSeconds(60))).isEqualTo(JobState.SUCCEEDED);
    }

    ReplicaUsage server = recorder.replicas().get(SERVER);
    assertThat(server.cpuSeconds().getAsDouble()).isBetween(0.05, 30.0);
    assertThat(server.memoryBytes().getAsLong()).isBetween(100_000L, 100_000_000L);
    assertThat(server.peakMemoryBytes().getAsLong())
        .isGreaterThanOrEqualTo(server.memoryBytes().getAsLong());
  }

  @Test
  void whatAReplicaTellsWithItsStepsCountsOverItsRestarts() throws IOException {
    UsageRecorder recorder = new UsageRecorder(ClusterText.cluster("worker:1", "clean=NONE"));
    for (int restarts = 0; restarts < 2; restarts++) {
      recorder.started(WORKER, restarts);
      recorder.progress(WORKER, Progress.parse("{\"step\":1}"));
      recorder.progress(
          WORKER,
          Progress.parse(
              "{\"step\":2,\"usage\":{\"cpuSeconds\":1.5,\"steps\":{\"times\":{\"40\":2}}}}"));
    }

    assertThat(recorder.replicas()).containsOnlyKeys(WORKER);
    assertThat(recorder.replicas().get(WORKER).cpuSeconds()).hasValue(3);
    assertThat(recorder.replicas().get(WORKER).steps().orElseThrow().times().counts())
        .isEqualTo(Map.of(40, 4L));
  }
}
