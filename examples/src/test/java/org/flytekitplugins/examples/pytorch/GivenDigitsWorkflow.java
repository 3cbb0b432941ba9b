package org.flytekitplugins.examples.pytorch;

import com.google.auto.service.AutoService;
import org.flyte.flytekit.SdkWorkflow;
import org.flyte.flytekit.SdkWorkflowBuilder;
import org.flyte.flytekit.jackson.JacksonSdkType;

/** The training alone, with rows that a test has made. */
@AutoService(SdkWorkflow.class)
public final class GivenDigitsWorkflow
    extends SdkWorkflow<TrainDigitsInPyTorch.Input, TrainDigitsInPyTorch.Output> {
  public GivenDigitsWorkflow() {
    super(
        JacksonSdkType.of(TrainDigitsInPyTorch.Input.class),
        JacksonSdkType.of(TrainDigitsInPyTorch.Output.class));
  }

  @Override
  protected TrainDigitsInPyTorch.Output expand(
      SdkWorkflowBuilder builder, TrainDigitsInPyTorch.Input input) {
    return builder.apply("train", new TrainDigitsInPyTorch(), input).getOutputs();
  }
}
