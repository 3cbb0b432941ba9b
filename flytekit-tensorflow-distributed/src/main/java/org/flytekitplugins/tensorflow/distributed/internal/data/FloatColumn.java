package org.flytekitplugins.tensorflow.distributed.internal.data;

import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;

/** A column of {@code float} values, one example after the other. */
public final class FloatColumn extends Column {
  private final float[] values;

  public FloatColumn(Shape example, float[] values) {
    super(example);
    this.values = values;
  }

  @Override
  public int size() {
    return values.length / width();
  }

  @Override
  public Column select(int... places) {
    return new FloatColumn(example(), gather(places));
  }

  @Override
  public Tensor tensor(int... places) {
    return TFloat32.tensorOf(example().prepend(places.length), DataBuffers.of(gather(places)));
  }

  private float[] gather(int... places) {
    int width = width();
    float[] gathered = new float[places.length * width];
    for (int i = 0; i < places.length; i++) {
      System.arraycopy(values, places[i] * width, gathered, i * width, width);
    }
    return gathered;
  }
}
