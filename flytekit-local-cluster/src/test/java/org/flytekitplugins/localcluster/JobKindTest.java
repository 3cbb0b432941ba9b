package org.flytekitplugins.localcluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.flytekitplugins.kubeflow.ClusterText;
import org.flytekitplugins.kubeflow.JobKinds;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.operator.JobState;
import org.flytekitplugins.tensorflow.TfJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A job lives by the rules of its kind. */
class JobKindTest {
  private static final Program TRUE = Program.command("true");

  @Test
  void aJobBringsItsKindAndABareClusterIsOfTheOnlyOne() {
    TfJob job = TfJob.builder().worker(2).build();

    LocalCluster ofJob = LocalCluster.of(job, TRUE);
    LocalCluster ofCluster = LocalCluster.of(job.cluster(), TRUE);

    assertThat(ofJob.cluster()).isEqualTo(ofCluster.cluster()).isEqualTo(job.cluster());
    assertThat(ofJob.kind()).hasSameClassAs(JobKinds.own().only());
    assertThat(ofCluster.kind()).hasSameClassAs(ofJob.kind());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void itsReplicasFindWhatTheKindTellsThemAndWouldRatherHave() throws Exception {
    String found =
        "echo \"<$TF_GRPC_REUSE_PORT> <$TF_CPP_MIN_LOG_LEVEL> <$RANK> <$TF_CONFIG> <$HOSTNAME>\"";
    LocalCluster cluster =
        LocalCluster.builder()
            .cluster(ClusterText.cluster("worker:1"))
            .program(Program.command("sh", "-c", found))
            .environment(Map.of("TF_CPP_MIN_LOG_LEVEL", "0", "RANK", "7"))
            .output(LogOutput.none())
            .build();
    try (LocalJob job = cluster.start()) {
      assertThat(job.await(Duration.ofSeconds(30))).isEqualTo(JobState.SUCCEEDED);

      assertThat(job.lastLines(Replica.parse("worker-0")))
          .containsExactly("<true> <0> <7> <> <local-worker-0>");
    }
  }
}
