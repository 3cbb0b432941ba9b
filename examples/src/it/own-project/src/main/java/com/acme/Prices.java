// snippet: workflow
package com.acme;

import org.flyte.api.v1.Blob;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkWorkflow;
import org.flyte.flytekit.SdkWorkflowBuilder;
import org.flyte.flytekit.jackson.JacksonSdkType;

/** Here one node; add your own before and after it. */
public final class Prices extends SdkWorkflow<Prices.Input, TrainPrices.Output> {
  public record Input(SdkBindingData<Blob> houses, SdkBindingData<Long> steps) {}

  public Prices() {
    super(JacksonSdkType.of(Input.class), JacksonSdkType.of(TrainPrices.Output.class));
  }

  @Override
  protected TrainPrices.Output expand(SdkWorkflowBuilder builder, Input input) {
    return builder
        .apply("train", new TrainPrices(), new TrainPrices.Input(input.houses(), input.steps()))
        .getOutputs();
  }
}
// end
