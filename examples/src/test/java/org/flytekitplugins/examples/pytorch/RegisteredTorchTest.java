package org.flytekitplugins.examples.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flytekitplugins.jflyte.testing.workflow.TaskValues.inputs;

import java.io.IOException;
import java.nio.file.Path;
import org.flytekitplugins.client.Execution;
import org.flytekitplugins.client.ExecutionPhase;
import org.flytekitplugins.client.ExecutionStatus;
import org.flytekitplugins.client.FlyteClient;
import org.flytekitplugins.client.Launch;
import org.flytekitplugins.jflyte.Flyte;
import org.flytekitplugins.jflyte.testing.PlayedFlyte;
import org.flytekitplugins.jflyte.testing.junit.PlayedFlyteExtension;
import org.flytekitplugins.jflyte.testing.propeller.LocalPropeller;
import org.flytekitplugins.jflyte.testing.propeller.PackageRegistration;
import org.flytekitplugins.jflyte.testing.workflow.TaskValues;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A PyTorch job of a registered workflow, on either Flyte. */
@Timeout(120)
@ParameterizedClass
@EnumSource
class RegisteredTorchTest {
  @TempDir private static Path folder;

  @RegisterExtension private final PlayedFlyteExtension flyte;

  RegisteredTorchTest(Flyte flyte) throws IOException {
    LocalPropeller.Builder propeller = LocalPropeller.builder().thisProgram();
    ReplicaPython.withTorch(folder).forEach(propeller::environment);
    this.flyte =
        PlayedFlyteExtension.of(PlayedFlyte.builder(flyte).propeller(propeller.build()))
            .registering(PackageRegistration.ofThisProgram().without("test-classes"));
  }

  @Test
  void aMasterAndTwoWorkersTrainWithPyTorch(FlyteClient client) {
    Execution run =
        client
            .launch(
                Launch.workflow(TorchDigitsWorkflow.class.getName())
                    .inputs(
                        inputs()
                            .with("steps", 400)
                            .with("learningRate", 0.1)
                            .with("seed", TorchDigitsRun.SEED)
                            .literals())
                    .build())
            .join();

    ExecutionStatus end = run.watch().join();
    assertThat(end.phase()).as("%s", end.failure()).isEqualTo(ExecutionPhase.SUCCEEDED);
    TaskValues outputs = TaskValues.of(run.outputs().join());
    assertThat(outputs.text("transport")).isEqualTo("gloo");
    assertThat(outputs.number("accuracy")).isGreaterThan(0.9);
  }
}
