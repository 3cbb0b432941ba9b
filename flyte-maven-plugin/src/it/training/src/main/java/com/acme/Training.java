package com.acme;

import org.flyte.flytekit.SdkWorkflow;
import org.flyte.flytekit.SdkWorkflowBuilder;
import org.flyte.flytekit.jackson.JacksonSdkType;

public final class Training extends SdkWorkflow<Train.Input, Train.Output> {
  public Training() {
    super(JacksonSdkType.of(Train.Input.class), JacksonSdkType.of(Train.Output.class));
  }

  @Override
  public Train.Output expand(SdkWorkflowBuilder builder, Train.Input input) {
    return builder.apply("train", new Train(), input).getOutputs();
  }
}
