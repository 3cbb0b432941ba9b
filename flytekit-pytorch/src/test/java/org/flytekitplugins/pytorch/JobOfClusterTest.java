package org.flytekitplugins.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flytekitplugins.kubeflow.RestartPolicy.ON_FAILURE;

import java.util.HashMap;
import java.util.Map;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.junit.jupiter.api.Test;

/** A job is made of what somebody else's cluster asks for, or that is refused. */
class JobOfClusterTest {
  private static final TrainingCluster ELASTIC =
      Elastic.builder().nnodes("1:3").nprocPerNode(2).maxRestarts(4).build().cluster();

  @Test
  void anElasticJobStartsWithTheMostWorkers() {
    ReplicaSpec two =
        ReplicaSpec.builder().replicas(2).image("w").restartPolicy(ON_FAILURE).build();

    Elastic job = Elastic.of(ELASTIC.withReplicas(Map.of(ReplicaType.WORKER, two)));

    assertThat(job)
        .isEqualTo(
            Elastic.builder()
                .nnodes("1:3")
                .nprocPerNode(2)
                .maxRestarts(4)
                .worker(w -> w.image("w").restartPolicy(ON_FAILURE))
                .runPolicy(ELASTIC.runPolicy())
                .build());
  }

  @Test
  void whatIsOfTheOtherKindIsRefused() {
    assertThatThrownBy(() -> PyTorchJob.of(ELASTIC))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageEndingWith(", but an elastic job has no master: use Elastic.of");
    assertThatThrownBy(() -> Elastic.of(PyTorchJob.builder().worker(2).build().cluster()))
        .hasMessage("elasticPolicy is \"\", but the job is not elastic: use PyTorchJob.of");
  }

  @Test
  void anotherFrameworksRolesAreRefused() {
    TrainingCluster cluster =
        TrainingCluster.of(
            Map.of(ReplicaType.CHIEF, ReplicaSpec.of(1), ReplicaType.WORKER, ReplicaSpec.of(1)),
            RunPolicy.empty());

    assertThatThrownBy(() -> PyTorchJob.of(cluster))
        .hasMessage(
            "replicas is \"chief=1,worker=1\", but a PyTorchJob has no role chief: use master and"
                + " worker only");
  }

  @Test
  void aRendezvousElsewhereIsRefused() {
    Map<String, String> options = new HashMap<>(ELASTIC.options());
    options.put("rdzvBackend", "etcd");

    assertThatThrownBy(() -> Elastic.of(ELASTIC.withOptions(options)))
        .hasMessage("rdzvBackend is \"etcd\", but workers meet at worker 0, by c10d: use c10d");
  }
}
