package org.flytekitplugins.tensorflow.distributed;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.OperationBuilder;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/**
 * Sums tensors over all replicas with TensorFlow's collective operations.
 *
 * <p>The raw operation is used because TensorFlow Java only generates the newest of its versions,
 * which needs more set-up.
 *
 * @see <a
 *     href="https://github.com/tensorflow/tensorflow/blob/v2.18.0/tensorflow/core/ops/collective_ops.cc">collective_ops.cc</a>
 */
final class Collectives {
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
  Collectives(Ops here, int replicas, float timeoutSeconds) {
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
    FlatMeans flat = new FlatMeans(here);
    return flat.split(sum(flat.flat(values), TFloat32.class, List.of()), shapes);
  }

  /**
   * The means of several tensors over the examples of all replicas, in one exchange.
   *
   * @param values the mean of each over the examples of this replica
   * @param examples how many examples this replica has
   */
  List<Operand<TFloat32>> means(
      List<Operand<TFloat32>> values, List<Shape> shapes, Operand<TFloat32> examples) {
    FlatMeans flat = new FlatMeans(here);
    return flat.means(sum(flat.sums(values, examples), TFloat32.class, List.of()), shapes);
  }
}
