package org.flytekitplugins.jflyte.execution.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.junit.jupiter.api.Test;

class ReplicaFactsTest {
  private static final TrainingContext WORKER_0 = TrainingContext.of(Map.of());
  private static final Replica REPLICA = Replica.parse("worker-0");

  @Test
  void areOfTheReplicasRoleAndItsJob() {
    TrainingCluster cluster =
        TrainingCluster.of(
            Map.of(
                ReplicaType.WORKER,
                ReplicaSpec.of(spec -> spec.restartPolicy(RestartPolicy.ON_FAILURE))),
            RunPolicy.builder().backoffLimit(3).build());

    assertThat(ReplicaFacts.of(WORKER_0, cluster))
        .isEqualTo(new ReplicaFacts(REPLICA, true, RestartPolicy.ON_FAILURE, 3));
  }

  @Test
  void ofARoleThatTheJobDoesNotHaveAreThoseThatNothingRestarts() {
    ReplicaFacts none = new ReplicaFacts(REPLICA, true, RestartPolicy.NEVER, null);

    assertThat(
            ReplicaFacts.of(
                WORKER_0,
                TrainingCluster.of(
                    Map.of(ReplicaType.CHIEF, ReplicaSpec.of(1)), RunPolicy.empty())))
        .isEqualTo(none);
    assertThat(ReplicaFacts.ofUnknownJob(WORKER_0)).isEqualTo(none);
  }
}
