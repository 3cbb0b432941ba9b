package org.flytekitplugins.jflyte.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.junit.jupiter.api.Test;

/** A job of another shape than its task's, on a developer's machine. */
class JobShapeTest {
  private static final TrainingCluster OWN =
      TrainingCluster.of(
          Map.of(ReplicaType.WORKER, ReplicaSpec.of(9)),
          RunPolicy.builder().activeDeadline(Duration.ofHours(1)).backoffLimit(7).build());

  @Property(tries = 200)
  void whatIsWrittenIsTheShapeAndTheRestIsTheTasksOwn(
      @ForAll("shapes") Map<ReplicaType, ReplicaSpec> shape, @ForAll("limits") Integer limit) {
    TrainingCluster wanted =
        TrainingCluster.of(shape, RunPolicy.builder().backoffLimit(limit).build());

    assertThat(JobShape.of(OWN, Map.of(JobShape.VARIABLE, JobShape.write(wanted))))
        .isEqualTo(
            TrainingCluster.of(
                shape,
                RunPolicy.builder()
                    .activeDeadline(Duration.ofHours(1))
                    .backoffLimit(limit)
                    .build()));
  }

  @Provide
  Arbitrary<Map<ReplicaType, ReplicaSpec>> shapes() {
    Arbitrary<ReplicaSpec> specs =
        Combinators.combine(
                Arbitraries.integers().between(1, 1000), Arbitraries.of(RestartPolicy.values()))
            .as((count, policy) -> ReplicaSpec.of(b -> b.replicas(count).restartPolicy(policy)));
    return Arbitraries.maps(Arbitraries.of(ReplicaType.values()), specs).ofMinSize(1);
  }

  @Provide
  Arbitrary<Integer> limits() {
    return Arbitraries.integers().between(1, 100).injectNull(0.3);
  }

  @Test
  void onAClusterItIsTheTasksOwn() {
    assertThat(JobShape.of(OWN, Map.of())).isEqualTo(OWN);
    assertThat(JobShape.of(OWN, Map.of(JobShape.VARIABLE, ""))).isEqualTo(OWN);
  }
}
