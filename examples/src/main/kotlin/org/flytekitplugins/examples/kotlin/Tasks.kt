package org.flytekitplugins.examples.kotlin

import java.nio.file.Files
import kotlin.time.Duration.Companion.hours
import org.flyte.api.v1.Blob
import org.flyte.flytekit.SdkBindingData
import org.flyte.flytekit.SdkBindingDataFactory
import org.flyte.flytekit.SdkRunnableTask
import org.flyte.flytekit.jackson.JacksonSdkType
import org.flytekitplugins.examples.digits.Digits
import org.flytekitplugins.examples.digits.DigitsModel
import org.flytekitplugins.examples.digits.DigitsNetwork
import org.flytekitplugins.kotlin.tfJob
import org.flytekitplugins.kubeflow.RestartPolicy.ON_FAILURE
import org.flytekitplugins.kubeflow.StoredBlob
import org.flytekitplugins.tensorflow.TensorflowTask
import org.flytekitplugins.tensorflow.distributed.DistributedTraining
import org.flytekitplugins.tensorflow.distributed.Optimizer

private const val HELD_OUT = 0.2

/** Splits the handwritten digits into those to train on and those to evaluate with. */
class PrepareDigits :
  SdkRunnableTask<PrepareDigits.Input, PrepareDigits.Output>(
    JacksonSdkType.of(Input::class.java),
    JacksonSdkType.of(Output::class.java),
  ) {
  @JvmRecord data class Input(val seed: SdkBindingData<Long>)

  @JvmRecord
  data class Output(val training: SdkBindingData<Blob>, val heldOut: SdkBindingData<Blob>)

  override fun run(input: Input): Output {
    val split = Digits.load().split(HELD_OUT, input.seed.get())
    return Output(
      training = split.training().stored("training.csv.gz"),
      heldOut = split.heldOut().stored("held-out.csv.gz"),
    )
  }

  private fun Digits.stored(name: String): SdkBindingData<Blob> {
    val folder = Files.createTempDirectory("digits-")
    try {
      return StoredBlob.upload(folder.resolve(name).also(::writeTo))
    } finally {
      folder.toFile().deleteRecursively()
    }
  }
}

/** Trains a small network on handwritten digits. */
class TrainDigits :
  TensorflowTask<TrainDigits.Input, TrainDigits.Output>(
    JacksonSdkType.of(Input::class.java),
    JacksonSdkType.of(Output::class.java),
    tfJob {
      chief {
        requests {
          cpu = 1
          memory = "2Gi"
        }
        restartPolicy = ON_FAILURE
      }
      worker(2) {
        requests {
          cpu = 2
          memory = "4Gi"
        }
        limits {
          cpu = 2
          memory = "4Gi"
        }
        restartPolicy = ON_FAILURE
      }
      ps {
        requests {
          cpu = 1
          memory = "2Gi"
        }
        restartPolicy = ON_FAILURE
      }
      runPolicy {
        backoffLimit = 3
        ttlAfterFinished = 1.hours
      }
    },
  ) {
  @JvmRecord
  data class Input(
    val training: SdkBindingData<Blob>,
    val steps: SdkBindingData<Long>,
    val learningRate: SdkBindingData<Double>,
    val seed: SdkBindingData<Long>,
  )

  @JvmRecord
  data class Output(
    val model: SdkBindingData<Blob>,
    val stepsPerReplica: SdkBindingData<Map<String, Long>>,
  )

  // snippet: run
  override fun run(input: Input): Output? {
    val rows = Digits.readFrom(StoredBlob.download(input.training))
    val result =
      DistributedTraining.builder()
        .model(DigitsNetwork::define)
        .optimizer(Optimizer.momentum(input.learningRate.get().toFloat(), 0.9f))
        .batches(rows.examples().batches(32))
        .steps(input.steps.get())
        .seed(input.seed.get())
        .checkpoints { it.everySteps(200) }
        .build()
        .run()
    val model = result.savedModel().orElse(null) ?: return null // not the primary
    return Output(
      model = StoredBlob.upload(model),
      stepsPerReplica =
        SdkBindingDataFactory.ofIntegerMap(result.stepsPerReplica().mapKeys { "${it.key}" }),
    )
  }
  // end
}

/** Measures a trained model on digits that its training never saw. */
class EvaluateDigits :
  SdkRunnableTask<EvaluateDigits.Input, EvaluateDigits.Output>(
    JacksonSdkType.of(Input::class.java),
    JacksonSdkType.of(Output::class.java),
  ) {
  @JvmRecord data class Input(val model: SdkBindingData<Blob>, val heldOut: SdkBindingData<Blob>)

  @JvmRecord data class Output(val accuracy: SdkBindingData<Double>)

  override fun run(input: Input): Output =
    DigitsModel.load(StoredBlob.download(input.model)).use { model ->
      val heldOut = Digits.readFrom(StoredBlob.download(input.heldOut))
      Output(SdkBindingDataFactory.of(model.accuracy(heldOut)))
    }
}
