package org.flytekitplugins.examples.digits;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * The graph of a dense network: 64 pixels, 32 hidden units (ReLU), 10 digits (softmax). Builds
 * graphs and runs nothing.
 *
 * @param graph the graph to train in; the caller closes it
 * @param pixels to feed: scaled pixels, [rows, 64]
 * @param labels to feed: the true digits, [rows]
 * @param probabilities to fetch: how likely each digit is, [rows, 10]
 * @param loss to fetch: the mean softmax cross entropy of the rows
 * @param accuracy to fetch: the share of the rows whose most likely digit is the true one
 * @param initialize to run once, before anything else
 * @param update to run with pixels and labels: one step of training
 * @param weights to fetch: the trained values, in the order of {@link #initialWeights}
 */
record DigitsNetwork(
    Graph graph,
    Placeholder<TFloat32> pixels,
    Placeholder<TInt64> labels,
    Operand<TFloat32> probabilities,
    Operand<TFloat32> loss,
    Operand<TFloat32> accuracy,
    Op initialize,
    Op update,
    List<Operand<TFloat32>> weights) {

  /** What a saved model calls its input: scaled pixels, float [rows, 64]. */
  static final String PIXELS_INPUT = "pixels";

  /** What a saved model calls the most likely digits, int64 [rows]. */
  static final String DIGIT_OUTPUT = "digit";

  /** What a saved model calls the probabilities of all digits, float [rows, 10]. */
  static final String PROBABILITIES_OUTPUT = "probabilities";

  private static final int HIDDEN = 32;
  private static final List<String> NAMES =
      List.of("hidden_kernel", "hidden_bias", "output_kernel", "output_bias");
  private static final List<Shape> SHAPES =
      List.of(
          Shape.of(Digits.PIXELS, HIDDEN),
          Shape.of(HIDDEN),
          Shape.of(HIDDEN, Digits.CLASSES),
          Shape.of(Digits.CLASSES));

  /**
   * Draws first weights: kernels after Glorot, biases 0. Drawn here and not by TensorFlow's random
   * ops, so that the seed alone decides.
   */
  static List<float[]> initialWeights(Random random) {
    return List.of(
        glorot(Digits.PIXELS, HIDDEN, random),
        new float[HIDDEN],
        glorot(HIDDEN, Digits.CLASSES, random),
        new float[Digits.CLASSES]);
  }

  private static float[] glorot(int in, int out, Random random) {
    double limit = Math.sqrt(6.0 / (in + out));
    float[] kernel = new float[in * out];
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] = (float) (limit * (2 * random.nextDouble() - 1));
    }
    return kernel;
  }

  /** Adds to an empty graph what training needs: variables, loss, gradients, updates. */
  static DigitsNetwork trainable(
      Graph graph, List<float[]> initialWeights, float learningRate, float momentum) {
    Ops tf = Ops.create(graph);
    List<VarHandleOp> variables = new ArrayList<>();
    List<Operand<TFloat32>> weights = new ArrayList<>();
    List<Op> initializers = new ArrayList<>();
    for (int i = 0; i < NAMES.size(); i++) {
      VarHandleOp variable = variable(tf, NAMES.get(i), SHAPES.get(i));
      variables.add(variable);
      weights.add(tf.readVariableOp(variable, TFloat32.class));
      initializers.add(
          tf.assignVariableOp(variable, constant(tf, SHAPES.get(i), initialWeights.get(i))));
    }

    Placeholder<TFloat32> pixels = pixelsPlaceholder(tf);
    Placeholder<TInt64> labels =
        tf.placeholder(TInt64.class, Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE)));
    Operand<TFloat32> logits = logits(tf, pixels, weights);
    // One-hot, because the sparse form of the cross entropy has no gradient in TensorFlow's C++.
    Operand<TFloat32> oneHot =
        tf.oneHot(labels, tf.constant(Digits.CLASSES), tf.constant(1f), tf.constant(0f));
    Operand<TFloat32> loss =
        tf.math.mean(tf.nn.softmaxCrossEntropyWithLogits(logits, oneHot).loss(), tf.constant(0));
    Operand<TFloat32> accuracy =
        tf.math.mean(
            tf.dtypes.cast(tf.math.equal(mostLikely(tf, logits), labels), TFloat32.class),
            tf.constant(0));

    Output<?>[] gradients =
        graph.addGradients(
            loss.asOutput(), weights.stream().map(Operand::asOutput).toArray(Output<?>[]::new));
    List<Op> updates = new ArrayList<>();
    for (int i = 0; i < variables.size(); i++) {
      VarHandleOp velocity = variable(tf, NAMES.get(i) + "_velocity", SHAPES.get(i));
      initializers.add(
          tf.assignVariableOp(
              velocity,
              constant(tf, SHAPES.get(i), new float[Math.toIntExact(SHAPES.get(i).size())])));
      updates.add(
          tf.train.resourceApplyMomentum(
              variables.get(i),
              velocity,
              tf.constant(learningRate),
              gradients[i].expect(TFloat32.class),
              tf.constant(momentum)));
    }
    return new DigitsNetwork(
        graph,
        pixels,
        labels,
        tf.nn.softmax(logits),
        loss,
        accuracy,
        tf.withControlDependencies(initializers).noOp(),
        tf.withControlDependencies(updates).noOp(),
        List.copyOf(weights));
  }

  /**
   * Adds to an empty graph what prediction needs, with the weights as constants: TensorFlow Java's
   * exporter saves no resource variables (Graph.addVariableSaver knows VariableV2 only), and a
   * model without variables needs no restoring.
   *
   * @return the signature of the prediction
   */
  static Signature frozen(Graph graph, List<float[]> trainedWeights) {
    Ops tf = Ops.create(graph);
    List<Operand<TFloat32>> weights = new ArrayList<>();
    for (int i = 0; i < NAMES.size(); i++) {
      weights.add(constant(tf.withName(NAMES.get(i)), SHAPES.get(i), trainedWeights.get(i)));
    }
    Placeholder<TFloat32> pixels = pixelsPlaceholder(tf.withName(PIXELS_INPUT));
    Operand<TFloat32> logits = logits(tf, pixels, weights);
    return Signature.builder()
        .methodName("tensorflow/serving/predict")
        .input(PIXELS_INPUT, pixels)
        .output(DIGIT_OUTPUT, mostLikely(tf.withName(DIGIT_OUTPUT), logits))
        .output(PROBABILITIES_OUTPUT, tf.withName(PROBABILITIES_OUTPUT).nn.softmax(logits))
        .build();
  }

  private static VarHandleOp variable(Ops tf, String name, Shape shape) {
    return tf.varHandleOp(TFloat32.class, shape, VarHandleOp.sharedName(name));
  }

  private static Operand<TFloat32> constant(Ops tf, Shape shape, float[] values) {
    return tf.constant(shape, DataBuffers.of(values));
  }

  private static Placeholder<TFloat32> pixelsPlaceholder(Ops tf) {
    return tf.placeholder(
        TFloat32.class, Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE, Digits.PIXELS)));
  }

  private static Operand<TFloat32> logits(
      Ops tf, Operand<TFloat32> pixels, List<Operand<TFloat32>> weights) {
    Operand<TFloat32> hidden =
        tf.nn.relu(tf.math.add(tf.linalg.matMul(pixels, weights.get(0)), weights.get(1)));
    return tf.math.add(tf.linalg.matMul(hidden, weights.get(2)), weights.get(3));
  }

  private static Operand<TInt64> mostLikely(Ops tf, Operand<TFloat32> logits) {
    return tf.math.argMax(logits, tf.constant(1));
  }
}
