package org.flytekitplugins.jflyte.execution.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.flytekitplugins.jflyte.Flyte;
import org.flytekitplugins.jflyte.idl.TaskError;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.junit.jupiter.api.Test;

class PluginNotEnabledExceptionTest {
  private static final TrainingCluster CLUSTER =
      TrainingCluster.of(
          Map.of(ReplicaType.CHIEF, ReplicaSpec.of(1), ReplicaType.PS, ReplicaSpec.of(2)),
          RunPolicy.empty());

  private final PluginNotEnabledException exception =
      new PluginNotEnabledException("com.acme.Train", "tensorflow", CLUSTER, Flyte.ONE);

  @Test
  void saysWhatIsMissingWhereAndForWhichJob() {
    assertThat(exception)
        .hasMessageStartingWith(
            "task com.acme.Train is a tensorflow job of 3 replicas (1 chief, 2 ps), but no operator"
                + " has told this pod of its peers: the backend plugin for task type tensorflow is"
                + " not enabled");
  }

  @Test
  void saysOfFlyteTwoWhatIsTrueThere() {
    assertThat(new PluginNotEnabledException("com.acme.Train", "pytorch", CLUSTER, Flyte.TWO))
        .hasMessage(
            "task com.acme.Train is a pytorch job of 3 replicas (1 chief, 2 ps), but no operator"
                + " has told this pod of its peers: Flyte 2 runs task type pytorch as a job, so this"
                + " version of the task was deployed under another type. Register it with jflyte"
                + " register under a new version, and start that");
  }

  @Test
  void isTheFailureOfNoReplicaWithACodeOfItsOwn() {
    Replica replica = Replica.parse("worker-0");
    TaskError error = FailureDocuments.of(exception, replica, Instant.EPOCH);

    assertThat(error.code()).isEqualTo("USER:PluginNotEnabled");
    assertThat(error.message()).isEqualTo(exception.getMessage());
    assertThat(FailureDocuments.named(error, replica)).isEqualTo(error);
  }
}
