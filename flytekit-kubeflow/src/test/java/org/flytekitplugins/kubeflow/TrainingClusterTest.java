package org.flytekitplugins.kubeflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is in a cluster, who leads it, and what is filled in where the job says nothing. */
class TrainingClusterTest {
  private static final RunPolicy OPEN = RunPolicy.empty();

  @Test
  void rolesWithoutReplicasAreLeftOut() {
    TrainingCluster cluster =
        cluster(
            OPEN,
            Map.of(
                ReplicaType.PS, ReplicaSpec.of(0),
                ReplicaType.EVALUATOR, ReplicaSpec.of(1),
                ReplicaType.WORKER, ReplicaSpec.of(2)));

    assertThat(cluster.replicas())
        .containsExactly(
            Map.entry(ReplicaType.WORKER, ReplicaSpec.of(2)),
            Map.entry(ReplicaType.EVALUATOR, ReplicaSpec.of(1)));
    assertThat(cluster.size()).isEqualTo(3);
    assertThat(cluster.size(ReplicaType.WORKER)).isEqualTo(2);
    assertThat(cluster.size(ReplicaType.PS)).isZero();
  }

  @Test
  void theSizeOfAHugeClusterIsNotNegative() {
    TrainingCluster cluster =
        cluster(
            OPEN,
            Map.of(
                ReplicaType.PS, ReplicaSpec.of(Integer.MAX_VALUE),
                ReplicaType.WORKER, ReplicaSpec.of(Integer.MAX_VALUE)));

    assertThat(cluster.size()).isEqualTo(Integer.MAX_VALUE);
    assertThat(cluster.withDefaults().runPolicy().cleanPodPolicy())
        .isEqualTo(CleanPodPolicy.RUNNING);
  }

  @Test
  void itsSizesAreWrittenByRole() {
    assertThat(
            cluster(
                    OPEN,
                    Map.of(
                        ReplicaType.PS, ReplicaSpec.of(1),
                        ReplicaType.CHIEF, ReplicaSpec.of(1),
                        ReplicaType.WORKER, ReplicaSpec.of(2)))
                .sizes())
        .isEqualTo("chief=1,worker=2,ps=1");
  }

  @Test
  void whatOnlyTheFrameworkKnowsStaysWhenTheRestChanges() {
    Map<ReplicaType, ReplicaSpec> two = Map.of(ReplicaType.WORKER, ReplicaSpec.of(2));
    Map<ReplicaType, ReplicaSpec> three = Map.of(ReplicaType.WORKER, ReplicaSpec.of(3));
    RunPolicy policy = policy(CleanPodPolicy.ALL, 7);
    TrainingCluster elastic = cluster(OPEN, two).withOptions(Map.of("least", "1"));

    assertThat(elastic.withReplicas(three).withRunPolicy(policy).withDefaults())
        .isEqualTo(cluster(policy, three).withOptions(Map.of("least", "1")))
        .isNotEqualTo(cluster(policy, three));
  }

  static Stream<Arguments> defaults() {
    ReplicaSpec restarting = spec(RestartPolicy.ON_FAILURE);
    ReplicaSpec alwaysRestarting = spec(RestartPolicy.ALWAYS);
    Map<ReplicaType, ReplicaSpec> one = Map.of(ReplicaType.WORKER, ReplicaSpec.of(1));
    Map<ReplicaType, ReplicaSpec> two = Map.of(ReplicaType.WORKER, ReplicaSpec.of(2));
    Map<ReplicaType, ReplicaSpec> both =
        Map.of(ReplicaType.WORKER, ReplicaSpec.of(1), ReplicaType.PS, ReplicaSpec.of(1));
    RunPolicy none = policy(CleanPodPolicy.NONE, null);
    return Stream.of(
        arguments(OPEN, one, OPEN),
        arguments(OPEN, two, policy(CleanPodPolicy.RUNNING, null)),
        arguments(OPEN, both, policy(CleanPodPolicy.RUNNING, null)),
        arguments(none, two, none),
        arguments(policy(CleanPodPolicy.ALL, null), one, policy(CleanPodPolicy.ALL, null)),
        arguments(OPEN, Map.of(ReplicaType.WORKER, restarting), policy(null, 3)),
        arguments(
            OPEN,
            Map.of(ReplicaType.WORKER, ReplicaSpec.of(1), ReplicaType.PS, alwaysRestarting),
            policy(CleanPodPolicy.RUNNING, 3)),
        arguments(policy(null, 7), Map.of(ReplicaType.WORKER, restarting), policy(null, 7)),
        arguments(policy(null, 7), two, policy(CleanPodPolicy.RUNNING, 7)));
  }

  @ParameterizedTest
  @MethodSource("defaults")
  void whatTheJobDoesNotSayIsFilledIn(
      RunPolicy asked, Map<ReplicaType, ReplicaSpec> replicas, RunPolicy filled) {
    assertThat(cluster(asked, replicas).withDefaults()).isEqualTo(cluster(filled, replicas));
  }

  @Property(tries = 200)
  @Domain(Clusters.class)
  void fillingInTwiceChangesNothing(@ForAll TrainingCluster cluster) {
    TrainingCluster filled = cluster.withDefaults();

    assertThat(filled.withDefaults()).isEqualTo(filled);
    assertThat(filled.replicas()).isEqualTo(cluster.replicas());
  }

  @Property(tries = 100)
  @Domain(Clusters.class)
  void serializationKeepsIt(@ForAll TrainingCluster cluster) {
    assertThat(Serialized.copyOf(cluster)).isEqualTo(cluster).hasSameHashCodeAs(cluster);
  }

  private static TrainingCluster cluster(
      RunPolicy runPolicy, Map<ReplicaType, ReplicaSpec> replicas) {
    return TrainingCluster.of(replicas, runPolicy);
  }

  private static ReplicaSpec spec(RestartPolicy restartPolicy) {
    return ReplicaSpec.builder().restartPolicy(restartPolicy).build();
  }

  private static RunPolicy policy(CleanPodPolicy cleanPodPolicy, Integer backoffLimit) {
    return RunPolicy.builder().cleanPodPolicy(cleanPodPolicy).backoffLimit(backoffLimit).build();
  }
}
