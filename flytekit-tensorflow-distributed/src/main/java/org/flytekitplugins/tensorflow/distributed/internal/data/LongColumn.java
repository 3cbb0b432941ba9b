package org.flytekitplugins.tensorflow.distributed.internal.data;

import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TInt64;

/** A column of {@code long} values, one example after the other. */
public final class LongColumn extends Column {
  private final long[] values;

  public LongColumn(Shape example, long[] values) {
    super(example);
    this.values = values;
  }

  @Override
  public int size() {
    return values.length / width();
  }

  @Override
  public Column select(int... places) {
    return new LongColumn(example(), gather(places));
  }

  @Override
  public Tensor tensor(int... places) {
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
