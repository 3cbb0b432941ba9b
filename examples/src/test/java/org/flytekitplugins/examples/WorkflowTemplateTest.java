package org.flytekitplugins.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.flyte.api.v1.Node;
import org.flyte.api.v1.PartialTaskIdentifier;
import org.flyte.flytekit.SdkWorkflow;
import org.flytekitplugins.examples.docs.PythonTeamWorkflow;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WorkflowTemplateTest {
  static Stream<SdkWorkflow<?, ?>> digitsWorkflows() {
    return Stream.of(
        new DigitsWorkflow(), new org.flytekitplugins.examples.kotlin.DigitsWorkflow());
  }

  @ParameterizedTest
  @MethodSource("digitsWorkflows")
  void preparesTrainsEvaluatesAndDecides(SdkWorkflow<?, ?> workflow) {
    String tasks = workflow.getClass().getPackageName();

    List<Node> nodes = workflow.toIdlTemplate().nodes();

    assertThat(nodes)
        .extracting(Node::id)
        .containsExactly("prepare", "train", "evaluate", "verdict");
    assertThat(nodes.subList(0, 3))
        .extracting(node -> node.taskNode().referenceId().name())
        .containsExactly(
            tasks + ".PrepareDigits", tasks + ".TrainDigits", tasks + ".EvaluateDigits");
    assertThat(nodes.get(3).branchNode()).isNotNull();
  }

  @Test
  void aTaskOfAPythonTeamIsReferredToByItsName() {
    Node label = new PythonTeamWorkflow().toIdlTemplate().nodes().get(0);

    assertThat(label.taskNode().referenceId())
        .isEqualTo(
            PartialTaskIdentifier.builder()
                .project("labelling")
                .domain("production")
                .name("labelling.tasks.label_digits")
                .build());
  }

  @Test
  void theSameTrainingComesInTwoSizes() {
    TrainingCluster small = new TrainDigits().job().cluster();
    TrainingCluster large = new TrainDigitsLarge().job().cluster();

    assertThat(small.size()).isEqualTo(4);
    assertThat(large.size()).isEqualTo(11);
    assertThat(large.replicas().get(ReplicaType.CHIEF))
        .isEqualTo(small.replicas().get(ReplicaType.CHIEF));
    assertThat(large.replicas().values())
        .extracting(ReplicaSpec::restartPolicy)
        .containsOnly(RestartPolicy.ON_FAILURE);
    assertThat(large.runPolicy()).isEqualTo(small.runPolicy());
  }

  @Test
  void javaAndKotlinDescribeTheSameJob() {
    assertThat(new org.flytekitplugins.examples.kotlin.TrainDigits().job())
        .isEqualTo(new TrainDigits().job());
  }
}
