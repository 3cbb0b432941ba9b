package org.flytekitplugins.tensorflow.distributed;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Means over the examples of a replica, as one tensor of sums that can be added to those of other
 * replicas: what belongs to one step travels together, so there is one exchange and no question of
 * an order. The last number counts the examples.
 */
final class FlatMeans {
  private final Ops here;

  /**
   * Means that are made into sums, or out of them, in one place.
   *
   * @param here operations on the device of this replica
   */
  FlatMeans(Ops here) {
    this.here = here;
  }

  /** How many numbers the sums of means of some shapes are. */
  static long size(List<Shape> shapes) {
    return shapes.stream().mapToLong(Shape::size).sum() + 1;
  }

  /** The sums of what has some means over some examples. */
  Operand<TFloat32> sums(List<Operand<TFloat32>> means, Operand<TFloat32> examples) {
    List<Operand<TFloat32>> sums = new ArrayList<>();
    sums.add(here.math.mul(flat(means), examples));
    sums.add(here.reshape(examples, here.array(1)));
    return here.concat(sums, here.constant(0));
  }

  /** The means of what has some sums. */
  List<Operand<TFloat32>> means(Operand<TFloat32> sums, List<Shape> shapes) {
    int last = Math.toIntExact(size(shapes) - 1);
    Operand<TFloat32> count = here.slice(sums, here.array(last), here.array(1));
    Operand<TFloat32> flat = here.slice(sums, here.array(0), here.array(last));
    return split(here.math.div(flat, count), shapes);
  }

  /** Several tensors as one. */
  Operand<TFloat32> flat(List<Operand<TFloat32>> values) {
    List<Operand<TFloat32>> flat = new ArrayList<>();
    values.forEach(value -> flat.add(here.reshape(value, here.array(-1))));
    return flat.size() == 1 ? flat.get(0) : here.concat(flat, here.constant(0));
  }

  /** One tensor as several. */
  List<Operand<TFloat32>> split(Operand<TFloat32> flat, List<Shape> shapes) {
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
