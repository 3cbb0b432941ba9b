// snippet: workflow
package com.acme

import org.flyte.api.v1.Blob
import org.flyte.flytekit.SdkBindingData
import org.flyte.flytekit.SdkWorkflow
import org.flyte.flytekit.SdkWorkflowBuilder
import org.flyte.flytekit.jackson.JacksonSdkType

/** Here one node; add your own before and after it. */
class Prices :
  SdkWorkflow<Prices.Input, TrainPrices.Output>(
    JacksonSdkType.of(Input::class.java),
    JacksonSdkType.of(TrainPrices.Output::class.java),
  ) {
  @JvmRecord data class Input(val houses: SdkBindingData<Blob>, val steps: SdkBindingData<Long>)

  override fun expand(builder: SdkWorkflowBuilder, input: Input): TrainPrices.Output =
    builder.apply("train", TrainPrices(), TrainPrices.Input(input.houses, input.steps)).outputs
}
// end
