package org.flytekitplugins.tensorflow.distributed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/** The training that the tests share: handwritten digits, and a small dense network. */
final class Digits {
  /** One thread within an operation: with more, sums may be added up in another order. */
  static final TensorflowRuntime RUNTIME = TensorflowRuntime.builder().intraOpThreads(1).build();

  private Digits() {}

  /** The rows that are trained on: four of five. */
  static Examples training() {
    return examples(true);
  }

  /** The rows that are held out: every fifth. */
  static Examples heldOut() {
    return examples(false);
  }

  private static Examples examples(boolean isTraining) {
    List<String> rows = rows();
    float[] pixels = new float[rows.size() * 64];
    long[] digits = new long[rows.size()];
    int count = 0;
    for (int row = 0; row < rows.size(); row++) {
      if ((row % 5 != 4) == isTraining) {
        String[] fields = rows.get(row).split(",", -1);
        for (int i = 0; i < 64; i++) {
          pixels[count * 64 + i] = Float.parseFloat(fields[i]) / 16;
        }
        digits[count++] = Long.parseLong(fields[64]);
      }
    }
    return Examples.builder()
        .floats("pixels", Shape.of(64), java.util.Arrays.copyOf(pixels, count * 64))
        .longs("digit", Shape.scalar(), java.util.Arrays.copyOf(digits, count))
        .build();
  }

  private static List<String> rows() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Digits.class.getResourceAsStream("digits.csv.gz")),
                StandardCharsets.US_ASCII))) {
      return reader.lines().collect(Collectors.toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // snippet: model
  static void model(ModelGraph graph) {
    Ops tf = graph.ops();
    Operand<TFloat32> pixels = graph.feature("pixels", TFloat32.class, Shape.of(64));
    Operand<TInt64> digit = graph.label("digit", TInt64.class, Shape.scalar());

    Operand<TFloat32> hidden = tf.nn.relu(dense(graph, "hidden", pixels, 64, 32));
    Operand<TFloat32> logits = dense(graph, "output", hidden, 32, 10);
    Operand<TInt64> predicted = tf.math.argMax(logits, tf.constant(1));

    Operand<TFloat32> oneHot = tf.oneHot(digit, tf.constant(10), tf.constant(1f), tf.constant(0f));
    graph.loss(
        tf.math.mean(tf.nn.softmaxCrossEntropyWithLogits(logits, oneHot).loss(), tf.constant(0)));
    graph.metric(
        "accuracy",
        tf.math.mean(
            tf.dtypes.cast(tf.math.equal(predicted, digit), TFloat32.class), tf.constant(0)));
    graph.prediction("digit", predicted);
    graph.prediction("probabilities", tf.nn.softmax(logits));
  }

  private static Operand<TFloat32> dense(
      ModelGraph graph, String name, Operand<TFloat32> input, int in, int out) {
    Ops tf = graph.ops();
    Operand<TFloat32> kernel =
        graph.variable(name + "_kernel", Shape.of(in, out), Initializer.glorotUniform());
    Operand<TFloat32> bias = graph.variable(name + "_bias", Shape.of(out), Initializer.zeros());
    return tf.math.add(tf.linalg.matMul(input, kernel), bias);
  }

  // end

  /** A training of the network that two runs do equally; callers say how many steps. */
  static DistributedTraining.Builder builder() {
    return DistributedTraining.builder()
        .model(Digits::model)
        .optimizer(Optimizer.momentum(0.05f, 0.9f))
        .batches(training().batches(32))
        .evaluation(heldOut().inOrder(128))
        .seed(7)
        .runtime(RUNTIME);
  }
}
