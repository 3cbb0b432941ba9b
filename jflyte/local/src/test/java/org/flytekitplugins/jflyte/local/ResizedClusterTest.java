package org.flytekitplugins.jflyte.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Other numbers of replicas. */
class ResizedClusterTest {
  private static final ReplicaSpec RESTARTING =
      ReplicaSpec.builder().replicas(2).restartPolicy(RestartPolicy.ON_FAILURE).build();

  private final TrainingCluster cluster =
      TrainingCluster.of(
          Map.of(ReplicaType.CHIEF, ReplicaSpec.of(1), ReplicaType.WORKER, RESTARTING),
          RunPolicy.builder().backoffLimit(5).build());

  @Test
  void rolesThatAreNotNamedStayAndZeroTakesOneAway() {
    assertThat(ResizedCluster.of(cluster, ResizedCluster.parse("worker=3,ps=2,chief=0")))
        .isEqualTo(
            TrainingCluster.of(
                Map.of(
                    ReplicaType.WORKER,
                    RESTARTING.toBuilder().replicas(3).build(),
                    ReplicaType.PS,
                    RESTARTING),
                cluster.runPolicy()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "werker=3 | replicas are \"werker=3\", but werker is no role: name one of chief, master, worker,"
            + " ps, evaluator",
        "worker | replicas are \"worker\", but worker is no number from 0 to 1000: write it as"
            + " worker=3",
        "worker=-1 | replicas are \"worker=-1\", but -1 is no number from 0 to 1000: write it as"
            + " worker=3",
        "ps=1,ps=2 | replicas are \"ps=1,ps=2\": say each role once",
      })
  void aBadTextIsRefusedInOneSentence(String text, String sentence) {
    assertThatThrownBy(() -> ResizedCluster.parse(text))
        .isInstanceOf(JflyteException.class)
        .hasMessage(sentence);
  }
}
