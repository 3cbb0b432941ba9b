package org.flytekitplugins.tensorflow.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Map;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.flytekitplugins.spi.LocalFolderStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** One weight w that starts from 1, with the loss w²/2, so that the gradient is w. */
class OptimizerTest {
  private static final int STEPS = 10;

  @TempDir Path folder;

  @Test
  void sgdGoesDownTheGradient() {
    double w = 1;
    for (int step = 0; step < STEPS; step++) {
      w -= 0.1 * w;
    }
    assertThat(trained(Optimizer.sgd(0.1f))).isCloseTo(w, within(1e-6));
  }

  @Test
  void momentumKeepsAPartOfItsVelocity() {
    double w = 1;
    double velocity = 0;
    for (int step = 0; step < STEPS; step++) {
      velocity = 0.9 * velocity + w;
      w -= 0.1 * velocity;
    }
    assertThat(trained(Optimizer.momentum(0.1f, 0.9f))).isCloseTo(w, within(1e-6));
  }

  @Test
  void adamScalesByTheMeansOfTheGradientAndItsSquare() {
    double w = 1;
    double m = 0;
    double v = 0;
    for (int step = 1; step <= STEPS; step++) {
      m = 0.8 * m + 0.2 * w;
      v = 0.99 * v + 0.01 * w * w;
      double mean = m / (1 - Math.pow(0.8, step));
      double square = v / (1 - Math.pow(0.99, step));
      w -= 0.1 * mean / Math.sqrt(square);
    }
    assertThat(trained(Optimizer.adam(0.1f, 0.8f, 0.99f, 1e-12f))).isCloseTo(w, within(1e-5));
  }

  private double trained(Optimizer optimizer) {
    Examples examples = Examples.builder().floats("x", Shape.scalar(), new float[] {0}).build();
    return DistributedTraining.builder()
        .model(OptimizerTest::model)
        .optimizer(optimizer)
        .batches(examples.batches(1))
        .evaluation(examples.inOrder(1))
        .steps(STEPS)
        .build()
        .run(TrainingContext.of(Map.of()), LocalFolderStorage.in(folder))
        .evaluation()
        .get("w");
  }

  private static void model(ModelGraph graph) {
    Ops tf = graph.ops();
    Operand<TFloat32> x = graph.feature("x", TFloat32.class, Shape.scalar());
    Operand<TFloat32> w = graph.variable("w", Shape.scalar(), Initializer.constant(1));
    Operand<TFloat32> distance = tf.math.sub(w, x);
    graph.loss(
        tf.math.mean(
            tf.math.mul(tf.constant(0.5f), tf.math.mul(distance, distance)), tf.constant(0)));
    graph.metric("w", w);
    graph.prediction("distance", distance);
  }
}
