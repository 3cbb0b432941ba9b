package org.flytekitplugins.tensorflow.distributed;

import java.util.function.Supplier;
import org.tensorflow.Operand;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.family.TType;

/** Something that outlives a step: a model's variable, an optimizer's slot, a counter. */
final class GraphVariable<T extends TType> {
  private final String name;
  private final Class<T> type;
  private final Shape shape;
  private final Supplier<? extends Tensor> initial;
  private final Ops ops;
  private final VarHandleOp handle;
  private final Operand<T> value;

  GraphVariable(
      Ops ops, String name, Class<T> type, Shape shape, Supplier<? extends Tensor> initial) {
    this.name = name;
    this.type = type;
    this.shape = shape;
    this.initial = initial;
    this.ops = ops;
    // The shared name is what makes it one variable for all replicas.
    this.handle = ops.withName(name).varHandleOp(type, shape, VarHandleOp.sharedName(name));
    this.value = ops.withName(name + "_read").readVariableOp(handle, type);
  }

  /** What checkpoints call it. */
  String name() {
    return name;
  }

  Class<T> type() {
    return type;
  }

  Shape shape() {
    return shape;
  }

  /** The value it starts with; the caller closes it. */
  Tensor initial() {
    return initial.get();
  }

  /** Operations on its device. */
  Ops ops() {
    return ops;
  }

  VarHandleOp handle() {
    return handle;
  }

  Operand<T> value() {
    return value;
  }
}
