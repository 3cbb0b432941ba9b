package org.flytekitplugins.examples.digits;

import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/** Some rows of {@link Digits} as TensorFlow takes them. Holds native memory until closed. */
final class DigitsBatch implements AutoCloseable {

  private final TFloat32 pixels;
  private final TInt64 labels;

  private DigitsBatch(TFloat32 pixels, TInt64 labels) {
    this.pixels = pixels;
    this.labels = labels;
  }

  static DigitsBatch of(Digits digits) {
    return of(digits, IntStream.range(0, digits.size()).toArray());
  }

  static DigitsBatch of(Digits digits, int[] rows) {
    float[] pixels = new float[rows.length * Digits.PIXELS];
    long[] labels = new long[rows.length];
    for (int i = 0; i < rows.length; i++) {
      digits.copyPixels(rows[i], pixels, i * Digits.PIXELS);
      labels[i] = digits.digit(rows[i]);
    }
    return new DigitsBatch(
        pixelTensor(pixels), TInt64.tensorOf(Shape.of(rows.length), DataBuffers.of(labels)));
  }

  /** Returns a tensor [rows, 64] of scaled pixels, to be closed by the caller. */
  static TFloat32 pixelTensor(float[] pixels) {
    return TFloat32.tensorOf(
        Shape.of(pixels.length / Digits.PIXELS, Digits.PIXELS), DataBuffers.of(pixels));
  }

  /** Returns the scaled pixels, [rows, 64]. */
  TFloat32 pixels() {
    return pixels;
  }

  /** Returns the digits, [rows]. */
  TInt64 labels() {
    return labels;
  }

  @Override
  public void close() {
    pixels.close();
    labels.close();
  }
}
