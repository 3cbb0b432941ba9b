package org.flytekitplugins.jflyte.execution.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.Map;
import org.flytekitplugins.jflyte.execution.attempt.ReplicaFacts.Lead;
import org.flytekitplugins.kubeflow.JobKind;
import org.flytekitplugins.kubeflow.JobKinds;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplicaFactsTest {
  private static final TrainingContext WORKER_0 = TrainingContext.of(Map.of());
  private static final JobKind KIND = JobKinds.own().ofTaskType("tensorflow").orElseThrow();
  private static final Replica REPLICA = Replica.parse("worker-0");

  @Test
  void areOfTheReplicasRoleAndItsJob() {
    TrainingCluster cluster =
        TrainingCluster.of(
            Map.of(
                ReplicaType.WORKER,
                ReplicaSpec.of(spec -> spec.restartPolicy(RestartPolicy.ON_FAILURE))),
            RunPolicy.builder().backoffLimit(3).build());

    assertThat(ReplicaFacts.of(WORKER_0, cluster, KIND, Map.of()))
        .isEqualTo(
            new ReplicaFacts(
                REPLICA, Lead.OWN, RestartPolicy.ON_FAILURE, 3, ErrorAggregation.NONE));
  }

  @Test
  void ofARoleThatTheJobDoesNotHaveAreThoseThatNothingRestarts() {
    ReplicaFacts none =
        new ReplicaFacts(REPLICA, Lead.OWN, RestartPolicy.NEVER, null, ErrorAggregation.NONE);

    assertThat(
            ReplicaFacts.of(
                WORKER_0,
                TrainingCluster.of(Map.of(ReplicaType.CHIEF, ReplicaSpec.of(1)), RunPolicy.empty()),
                KIND,
                Map.of()))
        .isEqualTo(none);
    assertThat(ReplicaFacts.ofUnknownJob(WORKER_0)).isEqualTo(none);
  }

  /** Of one that is alone nobody can say that another is elected. */
  @ParameterizedTest
  @CsvSource({"1, OWN", "2, ELECTED", "3, ELECTED"})
  void whoIsOneOfSeveralThatElectTheirLeaderIsNotTheLeaderYet(int size, Lead lead) {
    TrainingContext context = TrainingContext.elected(REPLICA, Collections.emptySortedMap(), size);

    assertThat(ReplicaFacts.ofUnknownJob(context))
        .isEqualTo(
            new ReplicaFacts(REPLICA, lead, RestartPolicy.NEVER, null, ErrorAggregation.NONE));
  }
}
