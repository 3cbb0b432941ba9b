package org.flytekitplugins.jflyte.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.flytekitplugins.jflyte.execution.attempt.AttemptRoom;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replica's first lines. */
class StartReportTest {
  private static final TrainingCluster CLUSTER =
      TrainingCluster.of(
          Map.of(
              ReplicaType.CHIEF,
              ReplicaSpec.of(1),
              ReplicaType.WORKER,
              ReplicaSpec.of(b -> b.replicas(2).restartPolicy(RestartPolicy.ON_FAILURE))),
          RunPolicy.empty());

  @TempDir Path folder;

  private String report(Map<String, String> environment, TrainingCluster cluster) {
    AttemptRoom room = new AttemptRoom(folder);
    new StartReport(
            SomeOptions.in(folder),
            TrainingContext.of(environment),
            cluster,
            new SomeTask("tensorflow", UnaryOperator.identity()))
        .print(room.console);
    return room.said();
  }

  private static Map<String, String> tfConfig(String type, int index) {
    return Map.of(
        "TF_CONFIG",
        "{\"cluster\":{\"chief\":[\"c:1\"],\"worker\":[\"w0:1\",\"w1:1\"]},\"task\":{\"type\":\""
            + type
            + "\",\"index\":"
            + index
            + "}}");
  }

  @Test
  void saysWhoItIsAndWhereItsPeersAre() {
    assertThat(report(tfConfig("worker", 1), CLUSTER).lines())
        .startsWith(
            "task t",
            "replica worker-1 of a job of 1 chief, 2 workers; restart policy ON_FAILURE; peers:"
                + " chief-0 at c:1, worker-0 at w0:1");
  }

  @Test
  void saysWhoIsThePrimary() {
    assertThat(report(tfConfig("chief", 0), CLUSTER).lines())
        .contains(
            "replica chief-0, the primary, of a job of 1 chief, 2 workers; restart policy NEVER;"
                + " peers: worker-0 at w0:1, worker-1 at w1:1");
  }

  @Test
  void saysThatNobodyIsKnown() {
    assertThat(report(Map.of(), TrainingCluster.of(Map.of(), RunPolicy.empty())).lines())
        .contains("replica worker-0, the primary, of a job of ; peers: none known");
  }

  @Test
  void saysWhichVersionsMeet() {
    assertThat(report(Map.of(), CLUSTER).lines().toList().get(3))
        .matches(
            "launcher flytekit-jflyte \\S+ \\(flytekit-api flytekit-api-0\\.4\\.35\\.jar\\),"
                + " registrar test-classes, Java \\S+");
  }
}
