package org.flytekitplugins.examples.kotlin

import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.seconds
import org.flyte.api.v1.Blob
import org.flyte.flytekit.SdkBindingData
import org.flyte.flytekit.SdkWorkflow
import org.flyte.flytekit.SdkWorkflowBuilder
import org.flyte.flytekit.jackson.JacksonSdkType
import org.flytekitplugins.examples.pytorch.TrainDigitsInPyTorch
import org.flytekitplugins.kotlin.elastic
import org.flytekitplugins.kubeflow.RestartPolicy.ON_FAILURE
import org.flytekitplugins.kubeflow.StoredBlob
import org.flytekitplugins.pytorch.ElasticTask

/** Trains a softmax regression on handwritten digits, in Python, on one to three workers. */
// snippet: task
class TrainDigitsElastic :
  ElasticTask<TrainDigitsElastic.Input, TrainDigitsElastic.Output>(
    JacksonSdkType.of(Input::class.java),
    JacksonSdkType.of(Output::class.java),
    elastic {
      nnodes = "1:3"
      maxRestarts = 3
      monitorInterval = 1.seconds
      worker {
        requests {
          cpu = 1
          memory = "2Gi"
        }
        restartPolicy = ON_FAILURE
      }
      runPolicy { ttlAfterFinished = 1.hours }
    },
  ) {
  @JvmRecord
  data class Input(
    val training: SdkBindingData<Blob>,
    val heldOut: SdkBindingData<Blob>,
    val steps: SdkBindingData<Long>,
    val learningRate: SdkBindingData<Double>,
  )

  @JvmRecord
  data class Output(
    val model: SdkBindingData<Blob>,
    val accuracy: SdkBindingData<Double>,
    val transport: SdkBindingData<String>,
  )

  override fun run(input: Input): Output {
    val rows = listOf(input.training, input.heldOut).map { "${StoredBlob.download(it)}" }
    return runPython(input) {
      it.resource(TrainDigitsInPyTorch::class.java, "train_digits.py").arguments(rows)
    }
  }
}

// end

/** Prepare in Kotlin, train in Python. */
class TorchDigitsWorkflow :
  SdkWorkflow<TorchDigitsWorkflow.Input, TrainDigitsElastic.Output>(
    JacksonSdkType.of(Input::class.java),
    JacksonSdkType.of(TrainDigitsElastic.Output::class.java),
  ) {
  @JvmRecord
  data class Input(
    val steps: SdkBindingData<Long>,
    val learningRate: SdkBindingData<Double>,
    val seed: SdkBindingData<Long>,
  )

  override fun expand(builder: SdkWorkflowBuilder, input: Input): TrainDigitsElastic.Output {
    val digits = builder.apply("prepare", PrepareDigits(), PrepareDigits.Input(input.seed)).outputs
    val training =
      TrainDigitsElastic.Input(digits.training, digits.heldOut, input.steps, input.learningRate)
    return builder.apply("train", TrainDigitsElastic(), training).outputs
  }
}
