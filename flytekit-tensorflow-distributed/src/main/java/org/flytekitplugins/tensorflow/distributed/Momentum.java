package org.flytekitplugins.tensorflow.distributed;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;

/** Gradient descent with momentum. */
final class Momentum extends Optimizer {
  private final float learningRate;
  private final float momentum;

  Momentum(float learningRate, float momentum) {
    this.learningRate = learningRate;
    this.momentum = momentum;
  }

  @Override
  List<Slot> slots() {
    return List.of(Slot.likeVariable("momentum"));
  }

  @Override
  Op apply(Ops ops, VarHandleOp variable, List<VarHandleOp> slots, Operand<TFloat32> gradient) {
    return ops.train.resourceApplyMomentum(
        variable, slots.get(0), ops.constant(learningRate), gradient, ops.constant(momentum));
  }
}
