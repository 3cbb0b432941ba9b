package org.flytekitplugins.tensorflow.distributed;

import java.util.List;
import java.util.Map;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/** Several batches of digits as one. */
final class Union {
  private Union() {}

  static Batch of(List<Batch> parts) {
    long size = parts.stream().mapToLong(Batch::size).sum();
    TFloat32 pixels = TFloat32.tensorOf(Shape.of(size, 64));
    TInt64 digits = TInt64.tensorOf(Shape.of(size));
    long row = 0;
    for (Batch part : parts) {
      TFloat32 from = (TFloat32) part.require("pixels");
      TInt64 label = (TInt64) part.require("digit");
      for (long i = 0; i < part.size(); i++, row++) {
        for (long pixel = 0; pixel < 64; pixel++) {
          pixels.setFloat(from.getFloat(i, pixel), row, pixel);
        }
        digits.setLong(label.getLong(i), row);
      }
    }
    return Batch.of(Map.of("pixels", pixels, "digit", digits));
  }
}
