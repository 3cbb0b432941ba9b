package org.flytekitplugins.tensorflow.distributed;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;

/** Adam. */
final class Adam extends Optimizer {
  private final float learningRate;
  private final float beta1;
  private final float beta2;
  private final float epsilon;

  Adam(float learningRate, float beta1, float beta2, float epsilon) {
    this.learningRate = learningRate;
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
  }

  // The powers are kept for each variable and not once, so that an update needs one server only.
  @Override
  List<Slot> slots() {
    return List.of(
        Slot.likeVariable("adam_m"),
        Slot.likeVariable("adam_v"),
        Slot.scalar("adam_beta1_power", beta1),
        Slot.scalar("adam_beta2_power", beta2));
  }

  @Override
  Op apply(Ops ops, VarHandleOp variable, List<VarHandleOp> slots, Operand<TFloat32> gradient) {
    Operand<TFloat32> power1 = ops.readVariableOp(slots.get(2), TFloat32.class);
    Operand<TFloat32> power2 = ops.readVariableOp(slots.get(3), TFloat32.class);
    Op applied =
        ops.train.resourceApplyAdam(
            variable,
            slots.get(0),
            slots.get(1),
            power1,
            power2,
            ops.constant(learningRate),
            ops.constant(beta1),
            ops.constant(beta2),
            ops.constant(epsilon),
            gradient);
    Ops after = ops.withControlDependencies(applied);
    Op next1 = after.assignVariableOp(slots.get(2), ops.math.mul(power1, ops.constant(beta1)));
    Op next2 = after.assignVariableOp(slots.get(3), ops.math.mul(power2, ops.constant(beta2)));
    return after.withControlDependencies(next1, next2).noOp();
  }
}
