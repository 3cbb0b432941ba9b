package org.flytekitplugins.localcluster.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flytekitplugins.localcluster.junit.JobAssertions.assertFails;

import java.time.Duration;
import java.util.Map;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.localcluster.LocalJob;
import org.flytekitplugins.localcluster.Program;
import org.flytekitplugins.localcluster.junit.LocalClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisabledOnOs(OS.WINDOWS)
class RestartsTest {
  // snippet: waits
  @RegisterExtension
  final LocalClusterExtension cluster =
      LocalClusterExtension.of(
          TrainingCluster.of(
              Map.of(
                  ReplicaType.WORKER,
                  ReplicaSpec.builder()
                      .replicas(1)
                      .restartPolicy(RestartPolicy.ON_FAILURE)
                      .build()),
              RunPolicy.builder().backoffLimit(5).build()),
          Program.command("sh", "-c", "exit 1"));

  @Test
  void fiveRestartsTakeTwoAndAHalfMinutesOnACluster(LocalJob job) throws Exception {
    assertFails(job, Duration.ofSeconds(20));

    assertThat(job.replica(Replica.parse("worker-0")).backoff())
        .isEqualTo(Duration.ofSeconds(10 + 20 + 40 + 80));
  }

  // end
}
