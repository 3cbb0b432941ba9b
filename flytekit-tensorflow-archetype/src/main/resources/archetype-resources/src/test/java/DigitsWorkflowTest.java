package ${package};

import static org.flytekitplugins.jflyte.testing.workflow.TaskValues.inputs;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.flytekitplugins.jflyte.explain.Explanation;
import org.flytekitplugins.jflyte.explain.Severity;
import org.flytekitplugins.jflyte.testing.workflow.WorkflowRun;
import org.junit.jupiter.api.Test;

class DigitsWorkflowTest {
  @Test
  void theClusterRunsTheTrainingAsItSays() {
    Explanation.of(new TrainDigits()).assertNone(Severity.WARNING);
  }

  @Test
  void aShortTrainingInThisProcessRecognizesMostDigits() {
    double accuracy =
        WorkflowRun.ofWorkflow(DigitsWorkflow.class)
            .inputs(inputs().with("steps", 200))
            .singleProcess()
            .run()
            .number("accuracy");

    assertTrue(accuracy > 0.8, "accuracy " + accuracy);
  }
}
