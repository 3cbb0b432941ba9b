package org.flytekitplugins.tensorflow.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrategyTest {
  @ParameterizedTest
  @CsvSource({
    "worker-0,                               SINGLE",
    "chief-0 evaluator-0,                    SINGLE",
    "worker-0 ps-0,                          PARAMETER_SERVER",
    "chief-0 worker-0 worker-1 ps-0 ps-1,    PARAMETER_SERVER",
    "chief-0 worker-0,                       ALL_REDUCE",
    "worker-0 worker-1 worker-2 evaluator-0, ALL_REDUCE"
  })
  void followsFromTheShapeOfTheJob(String replicas, Strategy expected) {
    assertThat(shape(replicas).strategy(null)).isEqualTo(expected);
    assertThat(shape(replicas).strategy(expected)).isEqualTo(expected);
  }

  @Test
  void isSingleOutsideOfACluster() {
    assertThat(new ClusterShape(TrainingContext.of(Map.of())).strategy(null))
        .isEqualTo(Strategy.SINGLE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "worker-0 worker-1 ps-0 | ALL_REDUCE | strategy is ALL_REDUCE, but all-reduce uses no"
            + " parameter servers and the job has 1: set the job's ps to 0 or choose"
            + " PARAMETER_SERVER",
        "worker-0 worker-1 | PARAMETER_SERVER | strategy is PARAMETER_SERVER, but the job has no"
            + " parameter server: add a ps or choose ALL_REDUCE",
        "worker-0 worker-1 | SINGLE | strategy is SINGLE, but the job has 2 replicas that train and"
            + " 0 parameter servers: choose none, and the job's shape decides",
        "worker-0 ps-0 | SINGLE | strategy is SINGLE, but the job has 1 replicas that train and"
            + " 1 parameter servers: choose none, and the job's shape decides",
      })
  void thatDoesNotFitTheShapeIsRefused(String replicas, Strategy chosen, String message) {
    assertThatThrownBy(() -> shape(replicas).strategy(chosen))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessage(message);
  }

  @Test
  void needsToKnowAllReplicas() {
    TrainingContext ofOne =
        TrainingContext.create(
            Replica.parse("worker-0"),
            new TreeMap<>(Map.of(Replica.parse("master-0"), "master:23456")),
            3,
            /* isPrimary= */ false);

    assertThatThrownBy(() -> new ClusterShape(ofOne).strategy(null))
        .hasMessageEndingWith("but the job has 3: all replicas must know all others");
  }

  private static ClusterShape shape(String replicas) {
    LoopbackCluster cluster = LoopbackCluster.of(replicas.trim().split(" ", -1));
    return new ClusterShape(cluster.context(cluster.replicas().get(0).toString()));
  }
}
