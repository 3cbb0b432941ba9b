// snippet: task
package com.acme

import java.nio.file.Path
import kotlin.io.path.readLines
import org.flyte.api.v1.Blob
import org.flyte.flytekit.SdkBindingData
import org.flyte.flytekit.SdkBindingDataFactory
import org.flyte.flytekit.jackson.JacksonSdkType
import org.flytekitplugins.kotlin.tfJob
import org.flytekitplugins.kubeflow.RestartPolicy.ON_FAILURE
import org.flytekitplugins.kubeflow.StoredBlob
import org.flytekitplugins.tensorflow.TensorflowTask
import org.flytekitplugins.tensorflow.distributed.DistributedTraining
import org.flytekitplugins.tensorflow.distributed.Examples
import org.flytekitplugins.tensorflow.distributed.Initializer
import org.flytekitplugins.tensorflow.distributed.ModelGraph
import org.flytekitplugins.tensorflow.distributed.Optimizer
import org.tensorflow.ndarray.Shape
import org.tensorflow.types.TFloat32

/** Learns what a house costs from its size, on two workers. */
class TrainPrices :
  TensorflowTask<TrainPrices.Input, TrainPrices.Output>(
    JacksonSdkType.of(Input::class.java),
    JacksonSdkType.of(Output::class.java),
    tfJob {
      worker(2) {
        requests {
          cpu = 1
          memory = "2Gi"
        }
        limits { memory = "2Gi" }
        restartPolicy = ON_FAILURE
      }
    },
  ) {
  /** A file of lines `size,price`, and how long to learn from it. */
  @JvmRecord data class Input(val houses: SdkBindingData<Blob>, val steps: SdkBindingData<Long>)

  /** The model, as a folder, and its mean squared error. */
  @JvmRecord data class Output(val model: SdkBindingData<Blob>, val error: SdkBindingData<Double>)

  /** Runs in each worker; what worker 0 returns is the task's output. */
  override fun run(input: Input): Output {
    val houses = read(StoredBlob.download(input.houses))
    val result =
      DistributedTraining.builder()
        .model(::model)
        .optimizer(Optimizer.momentum(0.05f, 0.9f))
        .batches(houses.batches(8))
        .evaluation(houses.inOrder(64))
        .steps(input.steps.get())
        .seed(1)
        .build()
        .run()
    return Output(
      model = result.savedModel().map(StoredBlob::upload).orElseGet(StoredBlob::none),
      error = SdkBindingDataFactory.of(result.evaluation()["loss"] ?: Double.NaN),
    )
  }

  private fun model(graph: ModelGraph) {
    val tf = graph.ops()
    val size = graph.feature("size", TFloat32::class.java, Shape.scalar())
    val price = graph.label("price", TFloat32::class.java, Shape.scalar())
    val slope = graph.variable("slope", Shape.scalar(), Initializer.zeros())
    val base = graph.variable("base", Shape.scalar(), Initializer.zeros())

    val predicted = tf.math.add(tf.math.mul(size, slope), base)
    graph.loss(tf.math.mean(tf.math.squaredDifference(predicted, price), tf.constant(0)))
    graph.prediction("predicted", predicted)
  }

  private fun read(file: Path): Examples {
    val rows = file.readLines().map { line -> line.split(",").map(String::toFloat) }
    return Examples.builder()
      .floats("size", Shape.scalar(), rows.map { it[0] }.toFloatArray())
      .floats("price", Shape.scalar(), rows.map { it[1] }.toFloatArray())
      .build()
  }
}
// end
