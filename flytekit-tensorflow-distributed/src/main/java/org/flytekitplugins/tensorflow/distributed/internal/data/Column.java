package org.flytekitplugins.tensorflow.distributed.internal.data;

import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;

/** One feature or label of all examples. */
public abstract class Column {
  private final Shape example;

  Column(Shape example) {
    this.example = example;
  }

  /** How many values an example has. */
  public final int width() {
    return Math.toIntExact(example.size());
  }

  public final Shape example() {
    return example;
  }

  /** How many examples there are. */
  public abstract int size();

  public abstract Column select(int... places);

  public abstract Tensor tensor(int... places);
}
