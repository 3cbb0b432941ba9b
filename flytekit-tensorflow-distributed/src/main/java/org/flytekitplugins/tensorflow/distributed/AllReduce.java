package org.flytekitplugins.tensorflow.distributed;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/**
 * Sums tensors over all replicas with TensorFlow's collective operations. What belongs to one step
 * travels as one flat tensor: one exchange instead of one for each variable, and no question of
 * their order.
 *
 * <p>The raw operation is used because TensorFlow Java only generates the newest of its versions,
 * which needs more set-up.
 *
 * @see <a
 *     href="https://github.com/tensorflow/tensorflow/blob/v2.18.0/tensorflow/core/ops/collective_ops.cc">collective_ops.cc</a>
 */
final class AllReduce {
  private static final long GROUP = 1;

  private final Ops here;
  private final int replicas;
  private final float timeoutSeconds;
  private long nextInstance = 1;

  /**
   * @param here operations on the device of this replica
   * @param replicas how many take part
   * @param timeoutSeconds after which an exchange fails
   */
  AllReduce(Ops here, int replicas, float timeoutSeconds) {
    this.here = here;
    this.replicas = replicas;
    this.timeoutSeconds = timeoutSeconds;
  }

  /** The sum of a tensor over all replicas. Replicas must build their sums in the same order. */
  <T extends TNumber> Operand<T> sum(Operand<T> value, Class<T> type, List<Op> after) {
    Ops ops = here.withControlDependencies(after);
    OperationBuilder builder =
        ops.scope().opBuilder("CollectiveReduce", "all_reduce_" + nextInstance);
    builder
        .addInput(value.asOutput())
        .setAttr("group_size", (long) replicas)
        .setAttr("group_key", GROUP)
        .setAttr("instance_key", nextInstance++)
        .setAttr("merge_op", "Add")
        .setAttr("final_op", "Id")
        .setAttr("subdiv_offsets", new long[] {0})
        .setAttr("timeout_seconds", timeoutSeconds);
    return builder.build().<T>output(0).expect(type);
  }

  /** Leaves a number to an exchange that was built elsewhere. */
  void skip() {
    nextInstance++;
  }

  /** The sums of several tensors over all replicas, in one exchange. */
  List<Operand<TFloat32>> sums(List<Operand<TFloat32>> values, List<Shape> shapes) {
    return split(sum(flat(values), TFloat32.class, List.of()), shapes);
  }

  /**
   * The means of several tensors over the examples of all replicas, in one exchange.
   *
   * @param values the mean of each over the examples of this replica
   * @param examples how many examples this replica has
   */
  List<Operand<TFloat32>> means(
      List<Operand<TFloat32>> values, List<Shape> shapes, Operand<TFloat32> examples) {
    List<Operand<TFloat32>> sums = new ArrayList<>();
    sums.add(here.math.mul(flat(values), examples));
    sums.add(here.reshape(examples, here.array(1)));
    Operand<TFloat32> total = sum(here.concat(sums, here.constant(0)), TFloat32.class, List.of());
    int last = shapes.stream().mapToInt(shape -> Math.toIntExact(shape.size())).sum();
    Operand<TFloat32> count = here.slice(total, here.array(last), here.array(1));
    Operand<TFloat32> flat = here.slice(total, here.array(0), here.array(last));
    return split(here.math.div(flat, count), shapes);
  }

  private Operand<TFloat32> flat(List<Operand<TFloat32>> values) {
    List<Operand<TFloat32>> flat = new ArrayList<>();
    values.forEach(value -> flat.add(here.reshape(value, here.array(-1))));
    return flat.size() == 1 ? flat.get(0) : here.concat(flat, here.constant(0));
  }

  private List<Operand<TFloat32>> split(Operand<TFloat32> flat, List<Shape> shapes) {
    List<Operand<TFloat32>> parts = new ArrayList<>();
    int from = 0;
    for (Shape shape : shapes) {
      int size = Math.toIntExact(shape.size());
      Operand<TInt32> begin = here.array(from);
      Output<TFloat32> part = here.slice(flat, begin, here.array(size)).asOutput();
      parts.add(here.reshape(part, here.constant(shape)));
      from += size;
    }
    return parts;
  }
}
