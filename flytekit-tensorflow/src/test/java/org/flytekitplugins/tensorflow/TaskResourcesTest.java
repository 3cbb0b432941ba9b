package org.flytekitplugins.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flyte.flytekit.SdkResources.ResourceName.CPU;
import static org.flyte.flytekit.SdkResources.ResourceName.EPHEMERAL_STORAGE;
import static org.flyte.flytekit.SdkResources.ResourceName.GPU;
import static org.flyte.flytekit.SdkResources.ResourceName.MEMORY;

import java.util.Map;
import org.flyte.api.v1.Struct;
import org.flyte.flytekit.SdkResources;
import org.flyte.flytekit.SdkStructs;
import org.flyte.flytekit.SdkTypes;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.ResourceList;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.tensorflow.fixtures.SizedTraining;
import org.flytekitplugins.tensorflow.internal.TensorflowJobKind;
import org.junit.jupiter.api.Test;

/**
 * What the replicas of a task with resources of its own get. Flyte replaces cpu and memory of a
 * role that says anything, and leaves the task's to a role that says nothing.
 */
class TaskResourcesTest {
  private static final SdkResources TASK =
      SdkResources.builder()
          .requests(Map.of(CPU, "8", MEMORY, "32Gi", EPHEMERAL_STORAGE, "10Gi", GPU, "1"))
          .limits(Map.of(MEMORY, "64Gi"))
          .build();

  @Test
  void aRoleThatSaysOnlyAGpuHasTheTasksCpuAndMemory() {
    ReplicaSpec worker = worker(TASK, ReplicaSpec.of(w -> w.limits(l -> l.gpu(1))));

    assertThat(worker)
        .isEqualTo(
            ReplicaSpec.of(
                w ->
                    w.requests(r -> r.cpu("8").memory("32Gi"))
                        .limits(l -> l.gpu(1).memory("64Gi"))));
  }

  @Test
  void aRoleThatSaysOnlyEphemeralStorageHasThemToo() {
    ReplicaSpec worker =
        worker(TASK, ReplicaSpec.of(w -> w.requests(r -> r.ephemeralStorage("1Gi"))));

    assertThat(worker.requests())
        .isEqualTo(ResourceList.of(r -> r.cpu("8").memory("32Gi").ephemeralStorage("1Gi")));
    assertThat(worker.limits()).isEqualTo(ResourceList.of(l -> l.memory("64Gi")));
  }

  @Test
  void aRoleThatSaysNothingIsLeftToFlyte() {
    assertThat(worker(TASK, ReplicaSpec.of(2))).isEqualTo(ReplicaSpec.of(2));
  }

  @Test
  void aRoleThatSaysCpuOrMemoryIsLeftAsItIs() {
    ReplicaSpec cpu = ReplicaSpec.of(w -> w.requests(r -> r.cpu("4").gpu(1)));
    ReplicaSpec memory =
        ReplicaSpec.of(w -> w.limits(l -> l.memory("2Gi")).requests(r -> r.gpu(1)));

    assertThat(worker(TASK, cpu)).isEqualTo(cpu);
    assertThat(worker(TASK, memory)).isEqualTo(memory);
  }

  @Test
  void whatTheTaskDoesNotSayIsNotMadeUp() {
    ReplicaSpec gpu = ReplicaSpec.of(w -> w.limits(l -> l.gpu(1)));
    SdkResources cpuOnly = SdkResources.builder().limits(Map.of(CPU, "2", GPU, "4")).build();

    assertThat(worker(SdkResources.empty(), gpu)).isEqualTo(gpu);
    assertThat(worker(cpuOnly, gpu))
        .isEqualTo(ReplicaSpec.of(w -> w.limits(l -> l.gpu(1).cpu("2"))));
  }

  @Test
  void theOlderFormAndOtherRolesAreNoExceptions() {
    TfJob job = TfJob.builder().numWorkers(2).ps(1).perReplicaLimits(l -> l.gpu(1)).build();

    TrainingCluster cluster = cluster(new SizedTraining(job, TASK));

    assertThat(cluster.replicas().get(ReplicaType.WORKER).requests())
        .isEqualTo(ResourceList.of(r -> r.cpu("8").memory("32Gi")));
    assertThat(cluster.replicas().get(ReplicaType.PS)).isEqualTo(ReplicaSpec.of(1));
    assertThat(cluster.runPolicy()).isEqualTo(job.cluster().runPolicy());
  }

  @Test
  void aContainerTaskIsNoException() {
    TfJob job = TfJob.builder().worker(w -> w.limits(l -> l.gpu(1))).build();
    TensorflowContainerTask<Void, Void> task =
        new TensorflowContainerTask<>(SdkTypes.nulls(), SdkTypes.nulls(), job) {
          @Override
          public String getImage() {
            return "train:1";
          }

          @Override
          public SdkResources getResources() {
            return TASK;
          }
        };

    Struct custom = SdkStructs.structOf(task.getCustom());
    assertThat(
            new TensorflowJobKind().read(custom, 1).replicas().get(ReplicaType.WORKER).requests())
        .isEqualTo(ResourceList.of(r -> r.cpu("8").memory("32Gi")));
  }

  @Test
  void whatNoReplicaCanHaveIsLeftToRegistrationToRefuse() {
    ReplicaSpec gpu = ReplicaSpec.of(w -> w.limits(l -> l.gpu(1)));
    SdkResources upsideDown =
        SdkResources.builder().requests(Map.of(CPU, "2")).limits(Map.of(CPU, "1")).build();
    SdkResources milliBytes = SdkResources.builder().limits(Map.of(MEMORY, "500m")).build();

    assertThat(worker(upsideDown, gpu)).isEqualTo(gpu);
    assertThat(worker(milliBytes, gpu)).isEqualTo(gpu);
  }

  private static ReplicaSpec worker(SdkResources task, ReplicaSpec worker) {
    return cluster(new SizedTraining(TfJob.builder().worker(worker).build(), task))
        .replicas()
        .get(ReplicaType.WORKER);
  }

  private static TrainingCluster cluster(SizedTraining task) {
    return new TensorflowJobKind().read(SdkStructs.structOf(task.getCustom()), 1);
  }
}
