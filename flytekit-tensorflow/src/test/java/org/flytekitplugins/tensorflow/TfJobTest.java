package org.flytekitplugins.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flytekitplugins.kubeflow.CleanPodPolicy.ALL;
import static org.flytekitplugins.kubeflow.CleanPodPolicy.NONE;
import static org.flytekitplugins.kubeflow.CleanPodPolicy.RUNNING;
import static org.flytekitplugins.kubeflow.ReplicaType.CHIEF;
import static org.flytekitplugins.kubeflow.ReplicaType.EVALUATOR;
import static org.flytekitplugins.kubeflow.ReplicaType.PS;
import static org.flytekitplugins.kubeflow.ReplicaType.WORKER;
import static org.flytekitplugins.kubeflow.RestartPolicy.ON_FAILURE;

import java.util.Map;
import org.flytekitplugins.kubeflow.CleanPodPolicy;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.junit.jupiter.api.Test;

/** What a builder makes of what it is told. */
class TfJobTest {
  private static final ReplicaSpec TWO_CORES =
      ReplicaSpec.of(r -> r.replicas(2).requests(q -> q.cpu("2")).limits(l -> l.memory("4Gi")));

  @Test
  void onlyWorkersAreRequired() {
    TfJob job = TfJob.builder().worker(1).build();

    assertThat(job.replicas()).isEqualTo(Map.of(WORKER, ReplicaSpec.of(1)));
    assertThat(job.runPolicy()).isEqualTo(RunPolicy.empty());
  }

  @Test
  void aRoleIsACountASpecOrALambda() {
    TfJob counts = TfJob.builder().chief(1).worker(1).ps(1).evaluator(1).build();
    ReplicaSpec one = ReplicaSpec.of(1);
    TfJob specs = TfJob.builder().chief(one).worker(one).ps(one).evaluator(one).build();
    TfJob lambdas =
        TfJob.builder()
            .chief(r -> r.replicas(1))
            .worker(r -> {})
            .ps(r -> r.replicas(1))
            .evaluator(r -> {})
            .build();

    assertThat(specs).isEqualTo(counts).hasSameHashCodeAs(counts);
    assertThat(lambdas).isEqualTo(counts);
    assertThat(counts.replicas().keySet()).containsExactly(CHIEF, WORKER, PS, EVALUATOR);
  }

  @Test
  void aRunPolicyIsASpecOrALambda() {
    RunPolicy policy = RunPolicy.builder().backoffLimit(2).cleanPodPolicy(ALL).build();

    assertThat(TfJob.builder().worker(1).runPolicy(policy).build())
        .isEqualTo(
            TfJob.builder()
                .worker(1)
                .runPolicy(r -> r.cleanPodPolicy(ALL).backoffLimit(2))
                .build());
  }

  @Test
  void aRoleWithoutReplicasIsNotThere() {
    TfJob job = TfJob.builder().worker(1).chief(0).ps(p -> p.replicas(0).image("ps:1")).build();

    assertThat(job).isEqualTo(TfJob.builder().worker(1).build());
  }

  @Test
  void aCountOrALambdaChangesWhatTheRoleHasAndASpecReplacesIt() {
    assertThat(TfJob.builder().worker(3).worker(TWO_CORES).worker(5).build())
        .isEqualTo(TfJob.builder().worker(TWO_CORES.toBuilder().replicas(5).build()).build());
    assertThat(TfJob.builder().worker(TWO_CORES).worker(w -> w.image("train")).build())
        .isEqualTo(TfJob.builder().worker(TWO_CORES.toBuilder().image("train").build()).build());
  }

  @Test
  void aRunPolicyIsChangedInTheSameWay() {
    assertThat(
            TfJob.builder()
                .worker(1)
                .runPolicy(r -> r.backoffLimit(2))
                .runPolicy(r -> r.cleanPodPolicy(CleanPodPolicy.ALL))
                .build()
                .runPolicy())
        .isEqualTo(RunPolicy.builder().backoffLimit(2).cleanPodPolicy(CleanPodPolicy.ALL).build());
  }

  @Test
  void theOlderFormIsSugarForTheNewerOne() {
    TfJob older =
        TfJob.builder()
            .numChiefReplicas(1)
            .numWorkers(2)
            .numPsReplicas(2)
            .numEvaluatorReplicas(0)
            .perReplicaRequests(r -> r.cpu("2"))
            .perReplicaLimits(r -> r.memory("4Gi"))
            .build();

    assertThat(older)
        .isEqualTo(
            TfJob.builder()
                .chief(TWO_CORES.toBuilder().replicas(1).build())
                .worker(TWO_CORES)
                .ps(TWO_CORES)
                .build());
  }

  @Test
  void theResourcesOfTheOlderFormAreForCountedRolesOnly() {
    TfJob job =
        TfJob.builder()
            .numWorkers(2)
            .perReplicaRequests(TWO_CORES.requests())
            .perReplicaLimits(TWO_CORES.limits())
            .ps(1)
            .build();

    assertThat(job.replicas()).isEqualTo(Map.of(WORKER, TWO_CORES, PS, ReplicaSpec.of(1)));
  }

  @Test
  void aJobCannotBeChanged() {
    TfJob.Builder builder = TfJob.builder().worker(1);
    TfJob job = builder.build();

    builder.worker(5).ps(3);

    assertThat(job).isEqualTo(TfJob.builder().worker(1).build());
    assertThatThrownBy(() -> job.replicas().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aBuilderMakesEqualJobsAgain() {
    TfJob.Builder builder = TfJob.builder().numWorkers(2).ps(1);

    assertThat(builder.build()).isEqualTo(builder.build());
  }

  @Test
  void nothingIsNull() {
    TfJob.Builder builder = TfJob.builder().worker(1);

    assertThatNullPointerException()
        .isThrownBy(() -> builder.ps((ReplicaSpec) null))
        .withMessage("ps");
    assertThatNullPointerException()
        .isThrownBy(() -> builder.runPolicy((RunPolicy) null))
        .withMessage("runPolicy");
  }

  @Test
  void theClusterOfOneReplicaIsWhatWasAskedFor() {
    assertThat(TfJob.builder().worker(1).build().cluster())
        .isEqualTo(TrainingCluster.of(Map.of(WORKER, ReplicaSpec.of(1)), RunPolicy.empty()));
  }

  @Test
  void runningPodsAreCleanedUpWhenThereAreSeveral() {
    TfJob job = TfJob.builder().worker(1).ps(1).build();

    assertThat(job.runPolicy().cleanPodPolicy()).isNull();
    assertThat(job.cluster().runPolicy())
        .isEqualTo(RunPolicy.builder().cleanPodPolicy(RUNNING).build());
  }

  @Test
  void aRoleThatRestartsGetsABackoffLimit() {
    TfJob job = TfJob.builder().worker(w -> w.restartPolicy(ON_FAILURE)).build();

    assertThat(job.cluster().runPolicy()).isEqualTo(RunPolicy.builder().backoffLimit(3).build());
  }

  @Test
  void whatWasAskedForIsNoDefault() {
    TfJob job =
        TfJob.builder()
            .worker(w -> w.replicas(2).restartPolicy(ON_FAILURE))
            .runPolicy(r -> r.cleanPodPolicy(NONE).backoffLimit(7))
            .build();

    assertThat(job.cluster().runPolicy()).isEqualTo(job.runPolicy());
  }

  @Test
  void aJobMayHaveAsManyReplicasAsAnIntCanCount() {
    TfJob job = TfJob.builder().worker(Integer.MAX_VALUE - 2).ps(1).evaluator(1).build();

    assertThat(job.cluster().size()).isEqualTo(Integer.MAX_VALUE);
    assertThat(job.cluster().runPolicy().cleanPodPolicy()).isEqualTo(RUNNING);
  }

  @Test
  void theChiefLeadsElseTheFirstWorker() {
    assertThat(leader(TfJob.builder().chief(1).worker(2).build())).isEqualTo(Replica.of(CHIEF, 0));
    assertThat(leader(TfJob.builder().ps(1).worker(2).build())).isEqualTo(Replica.of(WORKER, 0));
  }

  private static Replica leader(TfJob job) {
    return job.kind().primary(job.cluster());
  }
}
