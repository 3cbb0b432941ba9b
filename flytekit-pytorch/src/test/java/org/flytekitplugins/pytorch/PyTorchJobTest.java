package org.flytekitplugins.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flytekitplugins.kubeflow.CleanPodPolicy.ALL;
import static org.flytekitplugins.kubeflow.CleanPodPolicy.RUNNING;
import static org.flytekitplugins.kubeflow.ReplicaType.MASTER;
import static org.flytekitplugins.kubeflow.ReplicaType.WORKER;
import static org.flytekitplugins.kubeflow.RestartPolicy.ON_FAILURE;

import java.util.Map;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.junit.jupiter.api.Test;

/** What a builder makes of what it is told. */
class PyTorchJobTest {
  private static final ReplicaSpec TWO_CORES =
      ReplicaSpec.of(r -> r.replicas(2).requests(q -> q.cpu("2")).limits(l -> l.memory("4Gi")));

  @Test
  void thereIsAlwaysAMaster() {
    assertThat(PyTorchJob.builder().worker(2).build().replicas())
        .containsExactly(
            Map.entry(MASTER, ReplicaSpec.of(1)), Map.entry(WORKER, ReplicaSpec.of(2)));
    assertThat(PyTorchJob.builder().worker(0).build().replicas())
        .isEqualTo(Map.of(MASTER, ReplicaSpec.of(1)));
  }

  @Test
  void aRoleIsACountASpecOrALambda() {
    PyTorchJob counted = PyTorchJob.builder().worker(1).build();
    ReplicaSpec one = ReplicaSpec.of(1);

    assertThat(PyTorchJob.builder().master(one).worker(one).build())
        .isEqualTo(counted)
        .hasSameHashCodeAs(counted);
    assertThat(PyTorchJob.builder().master(m -> {}).worker(w -> {}).build()).isEqualTo(counted);
  }

  @Test
  void theOlderFormIsSugarForTheNewerOne() {
    assertThat(PyTorchJob.builder().numWorkers(2).build())
        .isEqualTo(PyTorchJob.builder().worker(2).build());
    assertThat(PyTorchJob.builder().numWorkers(0).build())
        .isEqualTo(PyTorchJob.builder().worker(0).build());
  }

  @Test
  void aCountOrALambdaChangesWhatTheRoleHasAndASpecReplacesIt() {
    assertThat(PyTorchJob.builder().worker(3).worker(TWO_CORES).worker(5).build())
        .isEqualTo(PyTorchJob.builder().worker(TWO_CORES.toBuilder().replicas(5).build()).build());
    assertThat(
            PyTorchJob.builder()
                .worker(1)
                .master(m -> m.image("a"))
                .master(m -> m.restartPolicy(ON_FAILURE))
                .runPolicy(r -> r.backoffLimit(2))
                .runPolicy(r -> r.cleanPodPolicy(ALL))
                .build())
        .isEqualTo(
            PyTorchJob.builder()
                .worker(1)
                .master(ReplicaSpec.of(m -> m.image("a").restartPolicy(ON_FAILURE)))
                .runPolicy(RunPolicy.builder().backoffLimit(2).cleanPodPolicy(ALL).build())
                .build());
  }

  @Test
  void aJobWithAnotherSizeKeepsTheRest() {
    PyTorchJob job =
        PyTorchJob.builder()
            .master(m -> m.image("a"))
            .worker(TWO_CORES)
            .runPolicy(r -> r.backoffLimit(2))
            .build();

    assertThat(job.toBuilder().build()).isEqualTo(job);
    assertThat(job.toBuilder().worker(5).build())
        .isEqualTo(
            PyTorchJob.builder()
                .master(m -> m.image("a"))
                .worker(TWO_CORES.toBuilder().replicas(5).build())
                .runPolicy(r -> r.backoffLimit(2))
                .build());
  }

  @Test
  void aMasterThatTrainsAloneStaysAlone() {
    PyTorchJob alone = PyTorchJob.builder().worker(0).build();

    assertThat(alone.toBuilder().master(m -> m.image("a")).build().replicas().keySet())
        .containsExactly(MASTER);
    assertThat(alone.toBuilder().worker(w -> w.image("a")).build().replicas().get(WORKER))
        .isEqualTo(ReplicaSpec.of(w -> w.image("a")));
  }

  @Test
  void aJobCannotBeChanged() {
    PyTorchJob.Builder builder = PyTorchJob.builder().worker(1);
    PyTorchJob job = builder.build();

    builder.worker(5);

    assertThat(job).isEqualTo(PyTorchJob.builder().worker(1).build());
    assertThatThrownBy(() -> job.replicas().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void nothingIsNull() {
    PyTorchJob.Builder builder = PyTorchJob.builder();

    assertThatNullPointerException()
        .isThrownBy(() -> builder.master((ReplicaSpec) null))
        .withMessage("master");
    assertThatNullPointerException()
        .isThrownBy(() -> builder.runPolicy((RunPolicy) null))
        .withMessage("runPolicy");
  }

  @Test
  void theOperatorIsToldTheDefaultsToo() {
    PyTorchJob job = PyTorchJob.builder().worker(w -> w.restartPolicy(ON_FAILURE)).build();

    assertThat(job.runPolicy()).isEqualTo(RunPolicy.empty());
    assertThat(job.cluster().runPolicy())
        .isEqualTo(RunPolicy.builder().cleanPodPolicy(RUNNING).backoffLimit(3).build());
    assertThat(PyTorchJob.builder().worker(0).build().cluster().runPolicy())
        .isEqualTo(RunPolicy.empty());
  }

  @Test
  void theMasterLeads() {
    PyTorchJob job = PyTorchJob.builder().worker(2).build();

    job.kind().check(job.cluster());
    assertThat(job.kind().primary(job.cluster())).hasToString("master-0");
  }

  @Test
  void aJobMayHaveAsManyReplicasAsAnIntCanCount() {
    assertThat(PyTorchJob.builder().worker(Integer.MAX_VALUE - 1).build().cluster().size())
        .isEqualTo(Integer.MAX_VALUE);
  }
}
