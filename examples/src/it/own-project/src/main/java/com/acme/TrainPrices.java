// snippet: task
package com.acme;

import static org.flytekitplugins.kubeflow.RestartPolicy.ON_FAILURE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.flyte.api.v1.Blob;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkBindingDataFactory;
import org.flyte.flytekit.jackson.JacksonSdkType;
import org.flytekitplugins.kubeflow.StoredBlob;
import org.flytekitplugins.tensorflow.TensorflowTask;
import org.flytekitplugins.tensorflow.TfJob;
import org.flytekitplugins.tensorflow.distributed.DistributedTraining;
import org.flytekitplugins.tensorflow.distributed.Examples;
import org.flytekitplugins.tensorflow.distributed.Initializer;
import org.flytekitplugins.tensorflow.distributed.ModelGraph;
import org.flytekitplugins.tensorflow.distributed.Optimizer;
import org.flytekitplugins.tensorflow.distributed.TrainingResult;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Learns what a house costs from its size, on two workers. */
public final class TrainPrices extends TensorflowTask<TrainPrices.Input, TrainPrices.Output> {
  /** A file of lines {@code size,price}, and how long to learn from it. */
  public record Input(SdkBindingData<Blob> houses, SdkBindingData<Long> steps) {}

  /** The model, as a folder, and its mean squared error. */
  public record Output(SdkBindingData<Blob> model, SdkBindingData<Double> error) {}

  public TrainPrices() {
    super(
        JacksonSdkType.of(Input.class),
        JacksonSdkType.of(Output.class),
        TfJob.builder()
            .worker(
                w ->
                    w.replicas(2)
                        .requests(r -> r.cpu("1").memory("2Gi"))
                        .limits(l -> l.memory("2Gi"))
                        .restartPolicy(ON_FAILURE))
            .build());
  }

  /** Runs in each worker; what worker 0 returns is the task's output. */
  @Override
  public Output run(Input input) {
    Examples houses = read(StoredBlob.download(input.houses()));
    TrainingResult result =
        DistributedTraining.builder()
            .model(TrainPrices::model)
            .optimizer(Optimizer.momentum(0.05f, 0.9f))
            .batches(houses.batches(8))
            .evaluation(houses.inOrder(64))
            .steps(input.steps().get())
            .seed(1)
            .build()
            .run();
    return new Output(
        result.savedModel().map(StoredBlob::upload).orElseGet(StoredBlob::none),
        SdkBindingDataFactory.of(result.evaluation().getOrDefault("loss", Double.NaN)));
  }

  private static void model(ModelGraph graph) {
    Ops tf = graph.ops();
    Operand<TFloat32> size = graph.feature("size", TFloat32.class, Shape.scalar());
    Operand<TFloat32> price = graph.label("price", TFloat32.class, Shape.scalar());
    Operand<TFloat32> slope = graph.variable("slope", Shape.scalar(), Initializer.zeros());
    Operand<TFloat32> base = graph.variable("base", Shape.scalar(), Initializer.zeros());

    Operand<TFloat32> predicted = tf.math.add(tf.math.mul(size, slope), base);
    graph.loss(tf.math.mean(tf.math.squaredDifference(predicted, price), tf.constant(0)));
    graph.prediction("predicted", predicted);
  }

  private static Examples read(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      float[] sizes = new float[lines.size()];
      float[] prices = new float[lines.size()];
      for (int i = 0; i < sizes.length; i++) {
        String[] columns = lines.get(i).split(",", 2);
        sizes[i] = Float.parseFloat(columns[0]);
        prices[i] = Float.parseFloat(columns[1]);
      }
      return Examples.builder()
          .floats("size", Shape.scalar(), sizes)
          .floats("price", Shape.scalar(), prices)
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException("the houses cannot be read: " + e.getMessage(), e);
    }
  }
}
// end
