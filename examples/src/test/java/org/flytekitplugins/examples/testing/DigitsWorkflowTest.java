package org.flytekitplugins.examples.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flytekitplugins.jflyte.testing.workflow.TaskValues.inputs;
import static org.flytekitplugins.jflyte.testing.workflow.TaskValues.outputs;

import java.net.URI;
import java.util.Map;
import org.flytekitplugins.examples.DigitsWorkflow;
import org.flytekitplugins.examples.EvaluateDigits;
import org.flytekitplugins.examples.PrepareDigits;
import org.flytekitplugins.examples.TrainDigits;
import org.flytekitplugins.jflyte.testing.workflow.TaskValues;
import org.flytekitplugins.jflyte.testing.workflow.WorkflowRun;
import org.junit.jupiter.api.Test;

/** The workflow's own decisions, without a training. */
class DigitsWorkflowTest {
  private static final URI SOMEWHERE = URI.create("s3://digits/somewhere");

  // snippet: replaced
  private static WorkflowRun digits(double accuracy) {
    return WorkflowRun.ofWorkflow(DigitsWorkflow.class)
        .inputs(inputs().with("steps", 8).with("learningRate", 0.1).with("seed", 1))
        .replace(
            PrepareDigits.class, outputs().with("training", SOMEWHERE).with("heldOut", SOMEWHERE))
        .replace(
            TrainDigits.class,
            given ->
                outputs()
                    .with("model", SOMEWHERE)
                    .with("stepsPerReplica", Map.of("worker-0", given.integer("steps"))))
        .replace(EvaluateDigits.class, outputs().with("accuracy", accuracy));
  }

  @Test
  void aModelThatIsNotGoodEnoughIsRejected() {
    TaskValues ended = digits(0.5).run();

    assertThat(ended.text("verdict")).startsWith("rejected: accuracy 0.5000");
    assertThat(ended.get("stepsPerReplica")).isEqualTo(Map.of("worker-0", 8L));
  }

  // end
}
