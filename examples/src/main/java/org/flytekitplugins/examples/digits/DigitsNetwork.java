package org.flytekitplugins.examples.digits;

import org.flytekitplugins.tensorflow.distributed.Initializer;
import org.flytekitplugins.tensorflow.distributed.ModelGraph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * A dense network: 64 pixels, 128 hidden units (ReLU), 10 digits (softmax). Written once, whether
 * it trains alone, on parameter servers or by all-reduce.
 */
public final class DigitsNetwork {
  /** The feature: scaled pixels, float [rows, 64]. */
  static final String PIXELS = "pixels";

  /** The label while training, and the prediction of the model: the digit, int64 [rows]. */
  static final String DIGIT = "digit";

  /** The other prediction: how likely each digit is, float [rows, 10]. */
  static final String PROBABILITIES = "probabilities";

  private static final int HIDDEN = 128;

  private DigitsNetwork() {}

  /** Defines the network, its loss and its accuracy. */
  public static void define(ModelGraph graph) {
    Ops tf = graph.ops();
    Operand<TFloat32> pixels = graph.feature(PIXELS, TFloat32.class, Shape.of(Digits.PIXELS));
    Operand<TInt64> digit = graph.label(DIGIT, TInt64.class, Shape.scalar());

    Operand<TFloat32> hidden = tf.nn.relu(dense(graph, "hidden", pixels, Digits.PIXELS, HIDDEN));
    Operand<TFloat32> logits = dense(graph, "output", hidden, HIDDEN, Digits.CLASSES);
    Operand<TInt64> predicted = tf.math.argMax(logits, tf.constant(1));

    // One-hot, because the sparse form of the cross entropy has no gradient in TensorFlow's C++.
    Operand<TFloat32> oneHot =
        tf.oneHot(digit, tf.constant(Digits.CLASSES), tf.constant(1f), tf.constant(0f));
    graph.loss(
        tf.math.mean(tf.nn.softmaxCrossEntropyWithLogits(logits, oneHot).loss(), tf.constant(0)));
    graph.metric(
        "accuracy",
        tf.math.mean(
            tf.dtypes.cast(tf.math.equal(predicted, digit), TFloat32.class), tf.constant(0)));
    graph.prediction(DIGIT, predicted);
    graph.prediction(PROBABILITIES, tf.nn.softmax(logits));
  }

  private static Operand<TFloat32> dense(
      ModelGraph graph, String name, Operand<TFloat32> input, int in, int out) {
    Ops tf = graph.ops();
    Operand<TFloat32> kernel =
        graph.variable(name + "_kernel", Shape.of(in, out), Initializer.glorotUniform());
    Operand<TFloat32> bias = graph.variable(name + "_bias", Shape.of(out), Initializer.zeros());
    return tf.math.add(tf.linalg.matMul(input, kernel), bias);
  }
}
