package org.flytekitplugins.jflyte.golden.kotlin

import org.flyte.flytekit.SdkBindingData
import org.flyte.flytekit.SdkBindingDataFactory
import org.flyte.flytekit.SdkConditions
import org.flyte.flytekit.SdkWorkflow
import org.flyte.flytekit.SdkWorkflowBuilder
import org.flyte.flytekit.jackson.JacksonSdkType
import org.flytekitplugins.jflyte.golden.SharedWorkflow

/** A workflow of Kotlin's tasks, with a sub-workflow of Java's and a branch. */
class KotlinWorkflow :
  SdkWorkflow<KotlinWorkflow.Input, KotlinWorkflow.Output>(
    JacksonSdkType.of(Input::class.java),
    JacksonSdkType.of(Output::class.java),
  ) {
  @JvmRecord
  data class Input(
    val epochs: SdkBindingData<Long>,
    val words: SdkBindingData<List<String>>,
    val colour: SdkBindingData<KotlinTask.Colour>,
  )

  @JvmRecord data class Output(val model: SdkBindingData<String>)

  override fun expand(builder: SdkWorkflowBuilder, input: Input): Output {
    val epochs = builder.apply("shared", SharedWorkflow(), input.epochs).outputs
    val sizeInput = KotlinTask.Input(epochs, input.words, input.colour)
    val size = builder.apply("size", KotlinTask(), sizeInput).outputs
    val train =
      SdkConditions.`when`("big", SdkConditions.isTrue(size.isBig), KotlinTrainTask(), epochs)
        .otherwise("small", KotlinDynamicTask(), SdkBindingDataFactory.of(1))
    return Output(builder.apply("train", train).outputs)
  }
}
