package ${package};

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.flytekitplugins.tensorflow.distributed.Examples;
import org.tensorflow.ndarray.Shape;

/** 1,797 handwritten digits: rows of 64 pixels, 0 to 16, and the digit that they show. */
final class Digits {
  static final int PIXELS = 64;
  static final int CLASSES = 10;

  /** Every fifth row is kept from the training, to measure the model on. */
  private static final int HELD_OUT = 5;

  private final float[] pixels;
  private final long[] labels;

  private Digits(float[] pixels, long[] labels) {
    this.pixels = pixels;
    this.labels = labels;
  }

  static Digits training() {
    return read(false);
  }

  static Digits heldOut() {
    return read(true);
  }

  /** The pixels of all rows, 0 to 1, one row after the other. */
  float[] pixels() {
    return pixels;
  }

  long[] labels() {
    return labels;
  }

  Examples examples() {
    return Examples.builder()
        .floats(DigitsNetwork.PIXELS, Shape.of(PIXELS), pixels)
        .longs(DigitsNetwork.DIGIT, Shape.scalar(), labels)
        .build();
  }

  private static Digits read(boolean heldOut) {
    List<String[]> rows = new ArrayList<>();
    try (InputStream file = Digits.class.getResourceAsStream("digits.csv.gz");
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(file), StandardCharsets.US_ASCII))) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if ((number++ % HELD_OUT == 0) == heldOut) {
          rows.add(line.split(","));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    float[] pixels = new float[rows.size() * PIXELS];
    long[] labels = new long[rows.size()];
    for (int row = 0; row < labels.length; row++) {
      for (int pixel = 0; pixel < PIXELS; pixel++) {
        pixels[row * PIXELS + pixel] = Float.parseFloat(rows.get(row)[pixel]) / 16;
      }
      labels[row] = Long.parseLong(rows.get(row)[PIXELS]);
    }
    return new Digits(pixels, labels);
  }
}
