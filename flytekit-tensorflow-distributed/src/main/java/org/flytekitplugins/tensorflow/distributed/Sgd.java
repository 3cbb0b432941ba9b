package org.flytekitplugins.tensorflow.distributed;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;

/** Plain gradient descent. */
final class Sgd extends Optimizer {
  private final float learningRate;

  Sgd(float learningRate) {
    this.learningRate = learningRate;
  }

  @Override
  List<Slot> slots() {
    return List.of();
  }

  @Override
  Op apply(Ops ops, VarHandleOp variable, List<VarHandleOp> slots, Operand<TFloat32> gradient) {
    return ops.train.resourceApplyGradientDescent(variable, ops.constant(learningRate), gradient);
  }
}
