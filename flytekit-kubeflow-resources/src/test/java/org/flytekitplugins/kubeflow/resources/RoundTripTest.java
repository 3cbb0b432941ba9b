package org.flytekitplugins.kubeflow.resources;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.flytekitplugins.kubeflow.CleanPodPolicy;
import org.flytekitplugins.kubeflow.Clusters;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.ResourceList;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.TrainingJob;
import org.flytekitplugins.pytorch.Elastic;
import org.flytekitplugins.pytorch.PyTorchJob;
import org.flytekitplugins.tensorflow.TfJob;

/** A job that was written as a resource and read again is the same job. */
@Domain(Clusters.class)
@Domain(DomainContext.Global.class) // of the numbers
class RoundTripTest {
  private static final TaskContainer CONTAINER =
      TaskContainer.builder()
          .image("train:default")
          .command("java", "-cp", "/app/*")
          .args("Train", "--epochs", "3", "", "a: b")
          .env(Map.of("A", "yes"))
          .build();

  @Property(tries = 200)
  void aTfJob(@ForAll TrainingCluster any) {
    check(tfJob(any), TfJob::of);
  }

  @Property(tries = 200)
  void aPyTorchJob(@ForAll TrainingCluster any) {
    check(pyTorchJob(any), PyTorchJob::of);
  }

  @Property(tries = 200)
  void anElasticJob(
      @ForAll TrainingCluster any,
      @ForAll @IntRange(min = 1, max = 4) int least,
      @ForAll @IntRange(max = 4) int more,
      @ForAll @IntRange(min = 1, max = 8) int processes,
      @ForAll @IntRange(max = 3) int restarts) {
    Elastic elastic =
        Elastic.builder()
            .nnodes(least + ":" + (least + more))
            .nprocPerNode(processes)
            .maxRestarts(restarts)
            .worker(primary(some(any, ReplicaType.WORKER)))
            .runPolicy(any.runPolicy())
            .build();
    check(elastic, Elastic::of);
  }

  private static void check(TrainingJob job, Function<TrainingCluster, TrainingJob> of) {
    ImportedJob read = ImportedJob.read(resource(job).build().toYaml());
    assertThat(read.leftovers()).isEmpty();
    assertThat(read.container()).isEqualTo(CONTAINER);
    assertThat(of.apply(read.cluster()).cluster()).isEqualTo(canonical(job.cluster()));

    String asFlyteMakesIt = resource(job).platform(FlytePlatform.stock()).build().toYaml();
    ImportedJob fromFlyte = ImportedJob.read(asFlyteMakesIt);
    assertThat(fromFlyte.leftovers()).isEmpty();
    TrainingJob again = of.apply(fromFlyte.cluster());
    assertThat(resource(again).platform(FlytePlatform.stock()).build().toYaml())
        .isEqualTo(asFlyteMakesIt);
  }

  private static TrainingJobResource.Builder resource(TrainingJob job) {
    return TrainingJobResource.builder(job)
        .name("f6d1e3c5b7a9-n0-0")
        .namespace("b")
        .container(CONTAINER);
  }

  /** A TFJob that is as much like a cluster as one can be. */
  private static TfJob tfJob(TrainingCluster any) {
    Map<ReplicaType, ReplicaSpec> replicas = new EnumMap<>(ReplicaType.class);
    any.replicas().forEach((type, spec) -> replicas.put(type, possible(type, spec)));
    replicas.remove(ReplicaType.MASTER);
    replicas.putIfAbsent(ReplicaType.WORKER, ReplicaSpec.of(1));
    // The image of the primary is read as the task's.
    replicas.computeIfPresent(
        replicas.containsKey(ReplicaType.CHIEF) ? ReplicaType.CHIEF : ReplicaType.WORKER,
        (type, spec) -> spec.toBuilder().image(null).build());
    return TfJob.of(TrainingCluster.of(replicas, any.runPolicy()));
  }

  /** A PyTorchJob that is as much like a cluster as one can be: a chief is its master. */
  private static PyTorchJob pyTorchJob(TrainingCluster any) {
    PyTorchJob.Builder job =
        PyTorchJob.builder()
            .master(primary(some(any, ReplicaType.CHIEF)))
            .worker(0)
            .runPolicy(any.runPolicy());
    if (any.replicas().containsKey(ReplicaType.WORKER)) {
      job.worker(possible(ReplicaType.WORKER, some(any, ReplicaType.WORKER)));
    }
    return job.build();
  }

  private static ReplicaSpec some(TrainingCluster any, ReplicaType type) {
    return any.replicas().getOrDefault(type, ReplicaSpec.of(1));
  }

  // Its image is read as the task's.
  private static ReplicaSpec primary(ReplicaSpec spec) {
    return possible(ReplicaType.CHIEF, spec).toBuilder().image(null).build();
  }

  private static ReplicaSpec possible(ReplicaType type, ReplicaSpec spec) {
    ReplicaSpec.Builder possible = spec.toBuilder();
    String image = spec.image();
    if (image != null && image.contains("{{")) {
      possible.image("named:1");
    }
    if (type == ReplicaType.CHIEF) {
      possible.replicas(1);
    } else {
      possible.replicas(1 + spec.replicas() % 20);
    }
    if (spec.restartPolicy() == RestartPolicy.ALWAYS && type != ReplicaType.PS) {
      possible.restartPolicy(RestartPolicy.ON_FAILURE);
    }
    return possible.build();
  }

  /**
   * With quantities as Kubernetes writes them, and the clean pod policy that goes without saying.
   */
  private static TrainingCluster canonical(TrainingCluster cluster) {
    Map<ReplicaType, ReplicaSpec> replicas = new EnumMap<>(ReplicaType.class);
    cluster
        .replicas()
        .forEach(
            (type, spec) ->
                replicas.put(
                    type,
                    spec.toBuilder()
                        .requests(canonical(spec.requests()))
                        .limits(canonical(spec.limits()))
                        .build()));
    RunPolicy policy = cluster.runPolicy();
    return cluster
        .withReplicas(replicas)
        .withRunPolicy(
            policy.equals(RunPolicy.empty()) || policy.cleanPodPolicy() != null
                ? policy
                : policy.toBuilder().cleanPodPolicy(CleanPodPolicy.NONE).build());
  }

  private static ResourceList canonical(ResourceList list) {
    Map<ResourceName, String> quantities = new EnumMap<>(ResourceName.class);
    list.quantities()
        .forEach((name, quantity) -> quantities.put(name, CanonicalQuantity.of(quantity)));
    return ResourceList.of(quantities);
  }
}
