package org.flytekitplugins.kubeflow;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/** Everything that a training cluster can be asked for. */
public final class Clusters extends DomainContextBase {
  @Provide
  Arbitrary<ResourceList> resourceLists() {
    return Combinators.combine(
            Arbitraries.of("100m", "0.5", "2", "1e1").injectNull(0.4),
            Arbitraries.of("512Mi", "4Gi", "8G", "1.5Gi").injectNull(0.4),
            Arbitraries.of("1Gi", "20Gi").injectNull(0.6))
        .as(Clusters::resourceList);
  }

  private static ResourceList resourceList(String cpu, String memory, String ephemeralStorage) {
    ResourceList.Builder list = ResourceList.builder();
    if (cpu != null) {
      list.cpu(cpu);
    }
    if (memory != null) {
      list.memory(memory);
    }
    if (ephemeralStorage != null) {
      list.ephemeralStorage(ephemeralStorage);
    }
    return list.build();
  }

  @Provide
  Arbitrary<ReplicaSpec> replicaSpecs() {
    return Combinators.combine(
            Arbitraries.integers().between(0, Integer.MAX_VALUE),
            Arbitraries.of("trainer:1", "gcr.io/p/t:gpu", "{{.image.gpu}}").injectNull(0.4),
            resourceLists(),
            Arbitraries.of(RestartPolicy.class),
            Arbitraries.integers().between(0, 8),
            Arbitraries.of(Limit.class))
        .as(Clusters::replicaSpec);
  }

  /** How the limits of a replica stand to its requests. */
  private enum Limit {
    NONE,
    EQUAL,
    GENEROUS
  }

  private static ReplicaSpec replicaSpec(
      int replicas,
      String image,
      ResourceList requests,
      RestartPolicy restartPolicy,
      int gpus,
      Limit limit) {
    ResourceList.Builder more = requests.toBuilder();
    ResourceList.Builder limits = ResourceList.builder();
    if (limit == Limit.EQUAL) {
      limits = requests.toBuilder();
    } else if (limit == Limit.GENEROUS) {
      limits.cpu("64").memory("1Ti").ephemeralStorage("1Ti");
    }
    if (gpus > 0) {
      limits.gpu(gpus);
      if (gpus % 2 == 0) {
        more.gpu(gpus);
      }
    }
    return ReplicaSpec.builder()
        .replicas(replicas)
        .image(image)
        .requests(more.build())
        .limits(limits.build())
        .restartPolicy(restartPolicy)
        .build();
  }

  @Provide
  Arbitrary<RunPolicy> runPolicies() {
    Arbitrary<Duration> durations =
        Arbitraries.longs().between(1, Integer.MAX_VALUE).map(Duration::ofSeconds);
    return Combinators.combine(
            Arbitraries.of(CleanPodPolicy.class).injectNull(0.4),
            durations.injectNull(0.5),
            durations.injectNull(0.5),
            Arbitraries.integers().between(1, Integer.MAX_VALUE).injectNull(0.5))
        .as(
            (cleanPodPolicy, ttl, deadline, backoffLimit) ->
                RunPolicy.builder()
                    .cleanPodPolicy(cleanPodPolicy)
                    .ttlAfterFinished(ttl)
                    .activeDeadline(deadline)
                    .backoffLimit(backoffLimit)
                    .build());
  }

  @Provide
  Arbitrary<TrainingCluster> clusters() {
    return Combinators.combine(
            replicaSpecs().injectNull(0.5),
            replicaSpecs().injectNull(0.8),
            replicaSpecs().injectNull(0.2),
            replicaSpecs().injectNull(0.5),
            replicaSpecs().injectNull(0.5),
            runPolicies())
        .as(
            (chief, master, worker, ps, evaluator, runPolicy) -> {
              Map<ReplicaType, ReplicaSpec> replicas = new EnumMap<>(ReplicaType.class);
              replicas.put(ReplicaType.CHIEF, chief);
              replicas.put(ReplicaType.MASTER, master);
              replicas.put(ReplicaType.WORKER, worker);
              replicas.put(ReplicaType.PS, ps);
              replicas.put(ReplicaType.EVALUATOR, evaluator);
              replicas.values().removeIf(spec -> spec == null);
              return TrainingCluster.of(replicas, runPolicy);
            });
  }
}
