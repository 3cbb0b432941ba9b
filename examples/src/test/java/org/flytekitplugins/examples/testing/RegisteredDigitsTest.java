package org.flytekitplugins.examples.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flytekitplugins.jflyte.testing.workflow.TaskValues.inputs;

import org.flytekitplugins.client.Execution;
import org.flytekitplugins.client.ExecutionPhase;
import org.flytekitplugins.client.FlyteClient;
import org.flytekitplugins.client.Launch;
import org.flytekitplugins.examples.DigitsWorkflow;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.flytekitplugins.jflyte.testing.junit.LocalFlyteAdminExtension;
import org.flytekitplugins.jflyte.testing.propeller.LocalPropeller;
import org.flytekitplugins.jflyte.testing.propeller.PackageRegistration;
import org.flytekitplugins.jflyte.testing.workflow.TaskValues;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From a registration to its outputs, without a cluster. */
class RegisteredDigitsTest {
  // snippet: registered
  @RegisterExtension
  static final LocalFlyteAdminExtension FLYTE =
      LocalFlyteAdminExtension.of(
              LocalFlyteAdmin.builder()
                  .propeller(
                      LocalPropeller.builder()
                          .thisProgram()
                          .replicas("examples.TrainDigits", "worker=1")
                          .build()))
          .registering(PackageRegistration.ofThisProgram().without("test-classes"));

  @Test
  void theRegisteredWorkflowTrains(FlyteClient flyte) {
    Execution run =
        flyte
            .launch(
                Launch.workflow(DigitsWorkflow.class.getName())
                    .inputs(
                        inputs()
                            .with("steps", 8)
                            .with("learningRate", 0.1)
                            .with("seed", 1)
                            .literals())
                    .build())
            .join();

    assertThat(run.watch().join().phase()).isEqualTo(ExecutionPhase.SUCCEEDED);
    assertThat(TaskValues.of(run.outputs().join()).text("verdict")).startsWith("rejected: ");
  }

  // end
}
