package org.flytekitplugins.examples.digits;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.flytekitplugins.tensorflow.distributed.Examples;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * Handwritten digits with their labels: rows of 64 pixels (an image of 8 by 8, row by row) and the
 * digit that each image shows. Immutable.
 *
 * <p>{@link #load()} gives the 1,797 rows of the <a href="https://doi.org/10.24432/C50P49">Optical
 * Recognition of Handwritten Digits</a> data set (E. Alpaydin, C. Kaynak, CC BY 4.0).
 */
public final class Digits {

  /** The pixels of one row: {@value}. */
  public static final int PIXELS = 64;

  /** The digits there are to tell apart, 0 to 9: {@value}. */
  public static final int CLASSES = 10;

  /** The darkest pixel of the file format; {@link #pixels} makes a 1 of it. */
  static final int FULL_PIXEL = 16;

  private static final String RESOURCE = "digits.csv.gz";

  private final byte[] pixels;
  private final byte[] labels;

  private Digits(byte[] pixels, byte[] labels) {
    this.pixels = pixels;
    this.labels = labels;
  }

  /** Takes ownership of both arrays: pixels of 0 to 16, 64 a row, and one digit a row. */
  static Digits ofOwned(byte[] pixels, byte[] labels) {
    return new Digits(pixels, labels);
  }

  /** Returns the whole data set, which lies beside this class on the class path. */
  public static Digits load() {
    try (InputStream in = Digits.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(
            RESOURCE + " is missing beside " + Digits.class.getName() + ": build the jar again");
      }
      return DigitsFile.read(in, RESOURCE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads what {@link #writeTo} wrote: gzip-compressed text, one row a line, 64 pixels of 0 to 16
   * and then the digit, separated by commas.
   *
   * @throws IOException if the file cannot be read, or its content is not of this form; the message
   *     names the file, the line and what was expected
   */
  public static Digits readFrom(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return DigitsFile.read(in, file.toString());
    }
  }

  /**
   * Writes all rows to a file, in the format of {@link #readFrom}. An existing file is replaced;
   * its folder must exist.
   */
  public void writeTo(Path file) throws IOException {
    DigitsFile.write(this, file);
  }

  /** Returns the number of rows. */
  public int size() {
    return labels.length;
  }

  /** Returns the 64 pixels of a row, each from 0 (blank) to 1 (full). */
  public float[] pixels(int row) {
    float[] scaled = new float[PIXELS];
    copyPixels(row, scaled, 0);
    return scaled;
  }

  /** Returns the digit that a row shows, 0 to 9. */
  public int digit(int row) {
    return labels[row];
  }

  /** Copies the 64 scaled pixels of a row into an array, from an offset on. */
  void copyPixels(int row, float[] target, int offset) {
    for (int i = 0; i < PIXELS; i++) {
      // Dividing by a power of two is exact, so scaling loses nothing.
      target[offset + i] = (float) rawPixel(row, i) / FULL_PIXEL;
    }
  }

  /** Returns a pixel as the file has it, 0 to 16. */
  int rawPixel(int row, int pixel) {
    return pixels[row * PIXELS + pixel];
  }

  /**
   * Splits the rows, shuffled, into a part to train on and a part to measure on. Every row is in
   * exactly one of them. Equal arguments give equal parts.
   *
   * @param heldOutFraction the share of the rows to hold out, between 0 and 1, rounded to whole
   *     rows; both parts must get at least one
   * @param seed what the shuffling starts from
   */
  public Split split(double heldOutFraction, long seed) {
    // NaN fails this comparison too.
    if (!(heldOutFraction > 0 && heldOutFraction < 1)) {
      throw new IllegalArgumentException(
          "held-out fraction is "
              + heldOutFraction
              + ", but both parts need rows: ask for a number between 0 and 1, such as 0.2");
    }
    int heldOut = (int) Math.round(size() * heldOutFraction);
    if (heldOut == 0 || heldOut == size()) {
      throw new IllegalArgumentException(
          "held-out fraction is "
              + heldOutFraction
              + ", but of "
              + size()
              + " rows that leaves one part empty: ask for a fraction nearer to 0.5, or for more"
              + " rows");
    }
    int[] order = shuffledRows(size(), new Random(seed));
    return new Split(
        select(Arrays.copyOfRange(order, heldOut, order.length)),
        select(Arrays.copyOfRange(order, 0, heldOut)));
  }

  /** The rows as a training takes them: pixels as the feature, the digit as the label. */
  public Examples examples() {
    float[] features = new float[size() * PIXELS];
    long[] digits = new long[size()];
    for (int row = 0; row < size(); row++) {
      copyPixels(row, features, row * PIXELS);
      digits[row] = digit(row);
    }
    return Examples.builder()
        .floats(DigitsNetwork.PIXELS, Shape.of(PIXELS), features)
        .longs(DigitsNetwork.DIGIT, Shape.scalar(), digits)
        .build();
  }

  private Digits select(int[] rows) {
    byte[] selectedPixels = new byte[rows.length * PIXELS];
    byte[] selectedLabels = new byte[rows.length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(pixels, rows[i] * PIXELS, selectedPixels, i * PIXELS, PIXELS);
      selectedLabels[i] = labels[rows[i]];
    }
    return new Digits(selectedPixels, selectedLabels);
  }

  /**
   * Returns the numbers 0 to {@code size} - 1 in random order (Fisher-Yates). {@link Random},
   * because Java fixes its algorithm: a seed means the same order on every version.
   */
  static int[] shuffledRows(int size, Random random) {
    int[] rows = IntStream.range(0, size).toArray();
    for (int i = size - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = rows[i];
      rows[i] = rows[j];
      rows[j] = swapped;
    }
    return rows;
  }

  /** Two data sets are equal when they have the same rows in the same order. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Digits that
        && Arrays.equals(pixels, that.pixels)
        && Arrays.equals(labels, that.labels);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(pixels) + Arrays.hashCode(labels);
  }

  @Override
  public String toString() {
    return "Digits{" + size() + " rows}";
  }

  /**
   * The two parts of a data set.
   *
   * @param training the rows to train on
   * @param heldOut the rows that training never sees, to measure on
   */
  public record Split(Digits training, Digits heldOut) {}
}
