package ${package};

import org.flytekitplugins.tensorflow.distributed.Initializer;
import org.flytekitplugins.tensorflow.distributed.ModelGraph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/** A dense network: 64 pixels, 128 hidden units, 10 digits. */
final class DigitsNetwork {
  static final String PIXELS = "pixels";
  static final String DIGIT = "digit";

  private static final int HIDDEN = 128;

  private DigitsNetwork() {}

  static void define(ModelGraph graph) {
    Ops tf = graph.ops();
    Operand<TFloat32> pixels = graph.feature(PIXELS, TFloat32.class, Shape.of(Digits.PIXELS));
    Operand<TInt64> digit = graph.label(DIGIT, TInt64.class, Shape.scalar());

    Operand<TFloat32> hidden = tf.nn.relu(dense(graph, "hidden", pixels, Digits.PIXELS, HIDDEN));
    Operand<TFloat32> logits = dense(graph, "output", hidden, HIDDEN, Digits.CLASSES);

    // One-hot, because the sparse form of the cross entropy has no gradient in TensorFlow's C++.
    Operand<TFloat32> oneHot =
        tf.oneHot(digit, tf.constant(Digits.CLASSES), tf.constant(1f), tf.constant(0f));
    graph.loss(
        tf.math.mean(tf.nn.softmaxCrossEntropyWithLogits(logits, oneHot).loss(), tf.constant(0)));
    graph.prediction(DIGIT, tf.math.argMax(logits, tf.constant(1)));
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
