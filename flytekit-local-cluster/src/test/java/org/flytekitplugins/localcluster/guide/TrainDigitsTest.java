package org.flytekitplugins.localcluster.guide;

// snippet: first
import static org.assertj.core.api.Assertions.assertThat;
import static org.flytekitplugins.localcluster.junit.JobAssertions.assertSucceeds;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.kubeflow.CleanPodPolicy;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.localcluster.LocalJob;
import org.flytekitplugins.localcluster.Program;
import org.flytekitplugins.localcluster.junit.LocalClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class TrainDigitsTest {
  @TempDir static Path checkpoints;

  @RegisterExtension
  final LocalClusterExtension cluster =
      LocalClusterExtension.of(
          TrainingCluster.of(
              Map.of(
                  ReplicaType.CHIEF, ReplicaSpec.of(1),
                  ReplicaType.WORKER, ReplicaSpec.of(2)),
              RunPolicy.builder().cleanPodPolicy(CleanPodPolicy.NONE).build()),
          Program.mainClass(TrainDigits.class, "20", checkpoints.toString()));

  @Test
  void trainsToTheEnd() throws Exception {
    LocalJob job = cluster.start();

    assertSucceeds(job, Duration.ofSeconds(60));

    Replica chief = Replica.parse("chief-0");
    assertThat(job.replica(chief).exitCodes()).isEqualTo(List.of(0));
    assertThat(job.replica(chief).step()).hasValue(20);
    assertThat(job.lastLines(chief)).contains("begin after step 0");
  }
}
// end
