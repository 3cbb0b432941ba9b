package org.flytekitplugins.examples.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flytekitplugins.jflyte.testing.workflow.TaskValues.inputs;

import org.flytekitplugins.client.Execution;
import org.flytekitplugins.client.ExecutionPhase;
import org.flytekitplugins.client.FlyteClient;
import org.flytekitplugins.client.Launch;
import org.flytekitplugins.jflyte.Flyte;
import org.flytekitplugins.jflyte.testing.PlayedFlyte;
import org.flytekitplugins.jflyte.testing.junit.PlayedFlyteExtension;
import org.flytekitplugins.jflyte.testing.propeller.LocalPropeller;
import org.flytekitplugins.jflyte.testing.propeller.PackageRegistration;
import org.flytekitplugins.jflyte.testing.workflow.TaskValues;
import org.flytekitplugins.localcluster.FaultPlan;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** From a registration to its outputs, without a cluster, on either Flyte. */
// snippet: registered
@ParameterizedClass
@EnumSource
class RegisteredDigitsTest {
  private final LocalPropeller propeller =
      LocalPropeller.builder()
          .thisProgram()
          .replicas("examples.TrainDigits", "worker=1")
          .replicas("kotlin.TrainDigits", "worker=1")
          .faults("examples.TrainDigits", FaultPlan.parse("worker-0@100"))
          .build();

  @RegisterExtension private final PlayedFlyteExtension flyte;

  RegisteredDigitsTest(Flyte flyte) {
    this.flyte =
        PlayedFlyteExtension.of(PlayedFlyte.builder(flyte).propeller(propeller))
            .registering(PackageRegistration.ofThisProgram().without("test-classes"));
  }

  @ParameterizedTest
  @CsvSource({"kotlin.DigitsWorkflow, 8, rejected", "DigitsWorkflow, 1200, published"})
  void whatIsRegisteredTrains(String workflow, long steps, String verdict, FlyteClient client) {
    Execution run =
        client
            .launch(
                Launch.workflow("org.flytekitplugins.examples." + workflow)
                    .inputs(
                        inputs()
                            .with("steps", steps)
                            .with("learningRate", 0.1)
                            .with("seed", 1)
                            .literals())
                    .build())
            .join();

    assertThat(run.watch().join().phase()).isEqualTo(ExecutionPhase.SUCCEEDED);
    assertThat(TaskValues.of(run.outputs().join()).text("verdict")).startsWith(verdict);
    // The worker of the longer one was killed at its step 100, and came back.
    assertThat(propeller.missedFaults().containsKey("org.flytekitplugins.examples.TrainDigits"))
        .isEqualTo(steps < 100);
  }
}
// end
