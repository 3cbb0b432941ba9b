package org.flytekitplugins.tensorflow.distributed;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

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
    List<Operand<TFloat32>> counted = new ArrayList<>(means);
    // One example counts as one, so that the count comes out as one more sum.
    counted.add(here.constant(1f));
    return here.math.mul(flat(counted), examples);
  }

  /** The means of what has some sums. */
  List<Operand<TFloat32>> means(Operand<TFloat32> sums, List<Shape> shapes) {
    int last = Math.toIntExact(size(shapes) - 1);
    Operand<TFloat32> count = here.slice(sums, here.array(last), here.array(1));
    List<Shape> counted = new ArrayList<>(shapes);
    counted.add(Shape.scalar());
    return split(here.math.div(sums, count), counted).subList(0, shapes.size());
  }

  /** Several tensors as one. */
  Operand<TFloat32> flat(List<Operand<TFloat32>> values) {
    List<Operand<TFloat32>> flat = new ArrayList<>();
    values.forEach(value -> flat.add(here.reshape(value, here.array(-1))));
    return flat.size() == 1 ? flat.get(0) : here.concat(flat, here.constant(0));
  }

  /** One tensor as several. */
  List<Operand<TFloat32>> split(Operand<TFloat32> flat, List<Shape> shapes) {
    int[] sizes = shapes.stream().mapToInt(shape -> Math.toIntExact(shape.size())).toArray();
    List<Output<TFloat32>> pieces =
        here.splitV(flat, here.constant(sizes), here.constant(0), (long) sizes.length).output();
    List<Operand<TFloat32>> parts = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      parts.add(here.reshape(pieces.get(i), here.constant(shapes.get(i))));
    }
    return parts;
  }
}
