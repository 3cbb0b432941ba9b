package org.flytekitplugins.tensorflow.distributed;

import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;

/** One feature or label of all examples. */
abstract class Column {
  private final Shape example;

  Column(Shape example) {
    this.example = example;
  }

  /** How many values an example has. */
  final int width() {
    return Math.toIntExact(example.size());
  }

  final Shape example() {
    return example;
  }

  /** How many examples there are. */
  abstract int size();

  abstract Column select(int... places);

  abstract Tensor tensor(int... places);
}
