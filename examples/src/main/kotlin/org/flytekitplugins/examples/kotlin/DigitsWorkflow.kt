package org.flytekitplugins.examples.kotlin

import org.flyte.api.v1.Blob
import org.flyte.flytekit.SdkBindingData
import org.flyte.flytekit.SdkBindingDataFactory
import org.flyte.flytekit.SdkConditions
import org.flyte.flytekit.SdkWorkflow
import org.flyte.flytekit.SdkWorkflowBuilder
import org.flyte.flytekit.jackson.JacksonSdkType
import org.flytekitplugins.examples.PublishModel
import org.flytekitplugins.examples.RejectModel
import org.flytekitplugins.spi.Documentation
import org.flytekitplugins.spi.WorkflowExtension

/** Prepare, train, evaluate, and publish the model if it is good enough: as in Java. */
class DigitsWorkflow :
  SdkWorkflow<DigitsWorkflow.Input, DigitsWorkflow.Output>(
    JacksonSdkType.of(Input::class.java),
    JacksonSdkType.of(Output::class.java),
  ),
  WorkflowExtension {
  // snippet: said
  override fun getDocumentation(): Documentation =
    Documentation.of("Trains a model that reads digits, and publishes it if it is good")

  override fun getInterruptible(): Boolean = true

  // end

  @JvmRecord
  data class Input(
    val steps: SdkBindingData<Long>,
    val learningRate: SdkBindingData<Double>,
    val seed: SdkBindingData<Long>,
  )

  @JvmRecord
  data class Output(
    val model: SdkBindingData<Blob>,
    val stepsPerReplica: SdkBindingData<Map<String, Long>>,
    val accuracy: SdkBindingData<Double>,
    val verdict: SdkBindingData<String>,
  )

  override fun expand(builder: SdkWorkflowBuilder, input: Input): Output {
    val digits = builder.apply("prepare", PrepareDigits(), PrepareDigits.Input(input.seed)).outputs
    val training = TrainDigits.Input(digits.training, input.steps, input.learningRate, input.seed)
    val (model, steps) = builder.apply("train", TrainDigits(), training).outputs
    val evaluation = EvaluateDigits.Input(model, digits.heldOut)
    val accuracy = builder.apply("evaluate", EvaluateDigits(), evaluation).outputs.accuracy
    val goodEnough = SdkConditions.gte(accuracy, SdkBindingDataFactory.of(GOOD_ENOUGH))
    val publishOrReject =
      SdkConditions.`when`(
          "good-enough",
          goodEnough,
          PublishModel(),
          PublishModel.Input(model, accuracy),
        )
        .otherwise("not-yet", RejectModel(), RejectModel.Input(accuracy))
    return Output(model, steps, accuracy, builder.apply("verdict", publishOrReject).outputs.verdict)
  }

  private companion object {
    const val GOOD_ENOUGH = 0.94
  }
}
