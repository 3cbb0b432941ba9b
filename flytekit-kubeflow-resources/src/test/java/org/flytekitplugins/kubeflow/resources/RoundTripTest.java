package org.flytekitplugins.kubeflow.resources;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.flytekitplugins.kubeflow.CleanPodPolicy;
import org.flytekitplugins.kubeflow.Clusters;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.ResourceList;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.tensorflow.TfJob;

/** A job that was written as a resource and read again is the same job. */
@Domain(Clusters.class)
class RoundTripTest {
  private static final TaskContainer CONTAINER =
      TaskContainer.builder()
          .image("train:default")
          .command("java", "-cp", "/app/*")
          .args("Train", "--epochs", "3", "", "a: b")
          .env(Map.of("A", "yes"))
          .build();

  @Property(tries = 200)
  void withoutFlyte(@ForAll TrainingCluster any) {
    TfJob job = job(any);
    TrainingJobResource written = resource(job).build();

    ImportedJob read = ImportedJob.read(written.toYaml());

    assertThat(read.leftovers()).isEmpty();
    assertThat(read.container()).isEqualTo(CONTAINER);
    assertThat(TfJob.of(read.cluster()).cluster()).isEqualTo(canonical(job.cluster()));
  }

  @Property(tries = 200)
  void asFlyteMakesIt(@ForAll TrainingCluster any) {
    String written = resource(job(any)).platform(FlytePlatform.stock()).build().toYaml();

    ImportedJob read = ImportedJob.read(written);

    assertThat(read.leftovers()).isEmpty();
    assertThat(resource(TfJob.of(read.cluster())).platform(FlytePlatform.stock()).build().toYaml())
        .isEqualTo(written);
  }

  private static TrainingJobResource.Builder resource(TfJob job) {
    return TrainingJobResource.builder(job)
        .name("f6d1e3c5b7a9-n0-0")
        .namespace("b")
        .container(CONTAINER);
  }

  /** A TFJob that is as much like a cluster as one can be. */
  private static TfJob job(TrainingCluster any) {
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
