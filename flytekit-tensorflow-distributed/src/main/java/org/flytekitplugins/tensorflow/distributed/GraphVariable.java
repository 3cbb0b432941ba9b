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

  /**
   * A variable.
   *
   * @param ops operations on its device
   * @param reader operations where its value is used
   */
  GraphVariable(
      Ops ops,
      Ops reader,
      String name,
      Class<T> type,
      Shape shape,
      Supplier<? extends Tensor> initial) {
    this.name = name;
    this.type = type;
    this.shape = shape;
    this.initial = initial;
    this.ops = ops;
    // The shared name is what makes it one variable for all replicas.
    this.handle = ops.withName(name).varHandleOp(type, shape, VarHandleOp.sharedName(name));
    Operand<T> read = ops.withName(name + "_read").readVariableOp(handle, type);
    // What only needs its shape, as gradients do, waits for the copy, and not for a message more.
    this.value = reader == ops ? read : reader.withName(name + "_here").identity(read);
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
