package org.flytekitplugins.tensorflow.distributed;

import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TInt64;

/** A column of {@code long} values, one example after the other. */
final class LongColumn extends Column {
  private final long[] values;

  LongColumn(Shape example, long[] values) {
    super(example);
    this.values = values;
  }

  @Override
  int size() {
    return values.length / width();
  }

  @Override
  Column select(int... places) {
    return new LongColumn(example(), gather(places));
  }

  @Override
  Tensor tensor(int... places) {
    return TInt64.tensorOf(example().prepend(places.length), DataBuffers.of(gather(places)));
  }

  private long[] gather(int... places) {
    int width = width();
    long[] gathered = new long[places.length * width];
    for (int i = 0; i < places.length; i++) {
      System.arraycopy(values, places[i] * width, gathered, i * width, width);
    }
    return gathered;
  }
}
