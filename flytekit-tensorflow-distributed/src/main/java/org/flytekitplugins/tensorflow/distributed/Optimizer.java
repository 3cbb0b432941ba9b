package org.flytekitplugins.tensorflow.distributed;

import java.util.List;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;

/**
 * How a gradient changes a variable. What an optimizer remembers of a variable (its slots) lives
 * beside the variable, on the same parameter server, and is part of checkpoints.
 */
public abstract class Optimizer {
  Optimizer() {}

  /**
   * Plain gradient descent.
   *
   * @param learningRate above 0
   * @throws InvalidFieldException if the learning rate is not a positive number
   */
  public static Optimizer sgd(float learningRate) {
    NumberRanges.requirePositive("learningRate", learningRate);
    return new Sgd(learningRate);
  }

  /**
   * Gradient descent with momentum.
   *
   * @param learningRate above 0
   * @param momentum from 0 to below 1, often 0.9
   * @throws InvalidFieldException if a number is out of its range
   */
  public static Optimizer momentum(float learningRate, float momentum) {
    NumberRanges.requirePositive("learningRate", learningRate);
    NumberRanges.requireFraction("momentum", momentum);
    return new Momentum(learningRate, momentum);
  }

  /**
   * Adam, with the decay rates 0.9 and 0.999 and epsilon 1e-7.
   *
   * @param learningRate above 0, often 0.001
   * @throws InvalidFieldException if the learning rate is not a positive number
   */
  public static Optimizer adam(float learningRate) {
    return adam(learningRate, 0.9f, 0.999f, 1e-7f);
  }

  /**
   * Adam.
   *
   * @param learningRate above 0
   * @param beta1 how much of the mean gradient is kept, from 0 to below 1
   * @param beta2 how much of the mean squared gradient is kept, from 0 to below 1
   * @param epsilon above 0; keeps small gradients from being blown up
   * @throws InvalidFieldException if a number is out of its range
   */
  public static Optimizer adam(float learningRate, float beta1, float beta2, float epsilon) {
    NumberRanges.requirePositive("learningRate", learningRate);
    NumberRanges.requireFraction("beta1", beta1);
    NumberRanges.requireFraction("beta2", beta2);
    NumberRanges.requirePositive("epsilon", epsilon);
    return new Adam(learningRate, beta1, beta2, epsilon);
  }

  /** What is remembered of each variable. */
  abstract List<Slot> slots();

  /**
   * Updates a variable and its slots.
   *
   * @param ops on the variable's device
   * @param slots in the order of {@link #slots()}
   */
  abstract Op apply(
      Ops ops, VarHandleOp variable, List<VarHandleOp> slots, Operand<TFloat32> gradient);

  /** Something that is remembered of a variable. */
  static final class Slot {
    private final String name;
    private final boolean isScalar;
    private final float initialValue;

    private Slot(String name, boolean isScalar, float initialValue) {
      this.name = name;
      this.isScalar = isScalar;
      this.initialValue = initialValue;
    }

    static Slot likeVariable(String name) {
      return new Slot(name, false, 0);
    }

    static Slot scalar(String name, float initialValue) {
      return new Slot(name, true, initialValue);
    }

    String name() {
      return name;
    }

    boolean isScalar() {
      return isScalar;
    }

    float initialValue() {
      return initialValue;
    }
  }
}
