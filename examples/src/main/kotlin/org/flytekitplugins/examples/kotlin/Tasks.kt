package org.flytekitplugins.examples.kotlin

import java.nio.file.Files
import java.time.Duration
import org.flyte.api.v1.Blob
import org.flyte.flytekit.SdkBindingData
import org.flyte.flytekit.SdkBindingDataFactory
import org.flyte.flytekit.SdkRunnableTask
import org.flyte.flytekit.jackson.JacksonSdkType
import org.flytekitplugins.examples.StoredBlob
import org.flytekitplugins.examples.digits.Digits
import org.flytekitplugins.examples.digits.DigitsModel
import org.flytekitplugins.examples.digits.DigitsNetwork
import org.flytekitplugins.kubeflow.RestartPolicy.ON_FAILURE
import org.flytekitplugins.tensorflow.TensorflowTask
import org.flytekitplugins.tensorflow.TfJob
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
    val file = Files.createTempDirectory("digits-").resolve(name)
    writeTo(file)
    return StoredBlob.upload(file)
  }
}

/** Trains a small network on handwritten digits. */
class TrainDigits :
  TensorflowTask<TrainDigits.Input, TrainDigits.Output>(
    JacksonSdkType.of(Input::class.java),
    JacksonSdkType.of(Output::class.java),
    TfJob.builder()
      .chief { it.restartPolicy(ON_FAILURE) }
      .worker {
        it
          .replicas(2)
          .requests { r -> r.cpu("2").memory("4Gi") }
          .limits { l -> l.cpu("2").memory("4Gi") }
          .restartPolicy(ON_FAILURE)
      }
      .ps { it.replicas(1).requests { r -> r.cpu("1").memory("2Gi") }.restartPolicy(ON_FAILURE) }
      .runPolicy { it.backoffLimit(3).ttlAfterFinished(Duration.ofHours(1)) }
      .build(),
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

  override fun run(input: Input): Output {
    val rows = Digits.readFrom(StoredBlob.download(input.training, "training.csv.gz"))
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
    return Output(
      model = result.savedModel().map(StoredBlob::upload).orElseGet(StoredBlob::none),
      stepsPerReplica =
        SdkBindingDataFactory.ofIntegerMap(result.stepsPerReplica().mapKeys { "${it.key}" }),
    )
  }
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
    DigitsModel.load(StoredBlob.download(input.model, "model")).use { model ->
      val heldOut = Digits.readFrom(StoredBlob.download(input.heldOut, "held-out.csv.gz"))
      Output(SdkBindingDataFactory.of(model.accuracy(heldOut)))
    }
}
