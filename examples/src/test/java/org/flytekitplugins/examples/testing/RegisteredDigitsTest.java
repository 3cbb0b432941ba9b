package org.flytekitplugins.examples.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flytekitplugins.jflyte.testing.workflow.TaskValues.inputs;

import org.flytekitplugins.client.Execution;
import org.flytekitplugins.client.ExecutionPhase;
import org.flytekitplugins.client.FlyteClient;
import org.flytekitplugins.client.Launch;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.flytekitplugins.jflyte.testing.junit.LocalFlyteAdminExtension;
import org.flytekitplugins.jflyte.testing.propeller.LocalPropeller;
import org.flytekitplugins.jflyte.testing.propeller.PackageRegistration;
import org.flytekitplugins.jflyte.testing.workflow.TaskValues;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
                          .replicas("kotlin.TrainDigits", "worker=1")
                          .build()))
          .registering(PackageRegistration.ofThisProgram().without("test-classes"));

  @ParameterizedTest
  @ValueSource(strings = {"DigitsWorkflow", "kotlin.DigitsWorkflow"})
  void whatIsRegisteredTrains(String workflow, FlyteClient flyte) {
    Execution run =
        flyte
            .launch(
                Launch.workflow("org.flytekitplugins.examples." + workflow)
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
