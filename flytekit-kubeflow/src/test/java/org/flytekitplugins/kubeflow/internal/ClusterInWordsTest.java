package org.flytekitplugins.kubeflow.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterInWordsTest {
  @Test
  void countsTheReplicasOfEachRole() {
    assertThat(
            ClusterInWords.of(
                TrainingCluster.of(
                    Map.of(
                        ReplicaType.CHIEF, ReplicaSpec.of(1),
                        ReplicaType.WORKER, ReplicaSpec.of(2),
                        ReplicaType.PS, ReplicaSpec.of(3)),
                    RunPolicy.empty())))
        .isEqualTo("1 chief, 2 workers, 3 ps");
  }

  @ParameterizedTest
  @CsvSource({
    "1, WORKER, worker",
    "0, WORKER, workers",
    "2, EVALUATOR, evaluators",
    "1, PS, ps",
    "2, PS, ps"
  })
  void aRoleIsNamedAsAfterItsNumber(int replicas, ReplicaType type, String words) {
    assertThat(ClusterInWords.counted(replicas, type)).isEqualTo(words);
  }
}
