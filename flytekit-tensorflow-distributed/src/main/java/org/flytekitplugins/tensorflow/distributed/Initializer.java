package org.flytekitplugins.tensorflow.distributed;

import java.util.Arrays;
import java.util.Random;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.tensorflow.ndarray.Shape;

/**
 * The first values of a variable. Drawn in Java and not by TensorFlow's random ops, so that the
 * seed of the training and the variable's name alone decide, whatever the strategy.
 */
@FunctionalInterface
public interface Initializer {
  /**
   * Draws the values of a variable, in row-major order.
   *
   * @param shape the variable's shape; the result has as many values
   * @param random a source of its own for each variable
   */
  float[] values(Shape shape, Random random);

  /** All zeros: what biases start from. */
  static Initializer zeros() {
    return constant(0);
  }

  /** The same value everywhere. */
  static Initializer constant(float value) {
    return (shape, random) -> {
      float[] values = new float[Math.toIntExact(shape.size())];
      Arrays.fill(values, value);
      return values;
    };
  }

  /**
   * Values from a normal distribution around 0.
   *
   * @throws InvalidFieldException if the standard deviation is not a positive number
   */
  static Initializer normal(float standardDeviation) {
    NumberRanges.requirePositive("standardDeviation", standardDeviation);
    return (shape, random) -> {
      float[] values = new float[Math.toIntExact(shape.size())];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (standardDeviation * random.nextGaussian());
      }
      return values;
    };
  }

  /**
   * Uniform values between ±√(6 / (in + out)), after Glorot: what dense and convolution kernels
   * start from. The last two dimensions are in and out; those before them are a receptive field.
   */
  static Initializer glorotUniform() {
    return (shape, random) -> {
      int rank = shape.numDimensions();
      double out = rank < 1 ? 1 : shape.get(rank - 1);
      double in = rank < 2 ? out : shape.get(rank - 2);
      double field = rank < 2 ? 1 : shape.size() / (in * out);
      double limit = Math.sqrt(6 / (field * (in + out)));
      float[] values = new float[Math.toIntExact(shape.size())];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (limit * (2 * random.nextDouble() - 1));
      }
      return values;
    };
  }
}
