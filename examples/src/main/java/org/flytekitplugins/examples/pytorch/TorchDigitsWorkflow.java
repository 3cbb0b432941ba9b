package org.flytekitplugins.examples.pytorch;

import com.google.auto.service.AutoService;
import org.flyte.api.v1.Blob;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkWorkflow;
import org.flyte.flytekit.SdkWorkflowBuilder;
import org.flyte.flytekit.jackson.JacksonSdkType;
import org.flytekitplugins.examples.PrepareDigits;

/** Prepare in Java, train in Python. */
@AutoService(SdkWorkflow.class)
public final class TorchDigitsWorkflow
    extends SdkWorkflow<TorchDigitsWorkflow.Input, TorchDigitsWorkflow.Output> {
  /** How to train. */
  public record Input(
      SdkBindingData<Long> steps, SdkBindingData<Double> learningRate, SdkBindingData<Long> seed) {}

  /** The model, how good it is, and over what the gradients went. */
  public record Output(
      SdkBindingData<Blob> model,
      SdkBindingData<Double> accuracy,
      SdkBindingData<String> transport) {}

  /** The workflow. */
  public TorchDigitsWorkflow() {
    super(JacksonSdkType.of(Input.class), JacksonSdkType.of(Output.class));
  }

  @Override
  protected Output expand(SdkWorkflowBuilder builder, Input input) {
    var digits =
        builder
            .apply("prepare", new PrepareDigits(), new PrepareDigits.Input(input.seed()))
            .getOutputs();
    var trained =
        builder
            .apply(
                "train",
                new TrainDigitsInPyTorch(),
                new TrainDigitsInPyTorch.Input(
                    digits.training(), digits.heldOut(), input.steps(), input.learningRate()))
            .getOutputs();
    return new Output(trained.model(), trained.accuracy(), trained.transport());
  }
}
