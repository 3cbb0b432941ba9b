package org.flytekitplugins.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.junit.jupiter.api.Test;

/** A cluster, for example one that was read from a resource, becomes a job. */
class TfJobOfClusterTest {
  @Test
  void aJobIsThatOfItsCluster() {
    TfJob job = TfJob.builder().chief(1).worker(2).runPolicy(r -> r.backoffLimit(7)).build();

    assertThat(TfJob.of(job.cluster()).cluster()).isEqualTo(job.cluster());
  }

  @Test
  void aMasterIsRefused() {
    TrainingCluster led =
        TrainingCluster.of(
            Map.of(ReplicaType.MASTER, ReplicaSpec.of(1), ReplicaType.WORKER, ReplicaSpec.of(2)),
            RunPolicy.empty());

    assertThatThrownBy(() -> TfJob.of(led))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessage(
            "replicas is \"master=1,worker=2\", but Flyte has no master of a TFJob: make it the"
                + " chief");
  }

  @Test
  void whatTheBuilderRefusesIsRefused() {
    assertThatThrownBy(() -> TfJob.of(TrainingCluster.of(Map.of(), RunPolicy.empty())))
        .isInstanceOf(InvalidFieldException.class);
  }
}
