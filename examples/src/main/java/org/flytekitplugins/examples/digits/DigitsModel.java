package org.flytekitplugins.examples.digits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Signature;
import org.tensorflow.Tensor;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * A trained network, loaded from the SavedModel folder of a training. Holds native memory until
 * closed.
 */
public final class DigitsModel implements AutoCloseable {

  /** The file that makes a folder a SavedModel. */
  static final String FILE = "saved_model.pb";

  private static final String TAG = "serve";

  private final SavedModelBundle bundle;

  private DigitsModel(SavedModelBundle bundle) {
    this.bundle = bundle;
  }

  /**
   * Loads a model.
   *
   * @param folder a SavedModel folder
   * @throws IOException if the folder holds no SavedModel, or one that does not recognize digits
   */
  public static DigitsModel load(Path folder) throws IOException {
    if (!Files.isRegularFile(folder.resolve(FILE))) {
      throw new IOException(
          "folder " + folder + " holds no " + FILE + ": give the folder of a trained model");
    }
    SavedModelBundle bundle;
    try {
      bundle = SavedModelBundle.load(folder.toString(), TAG);
    } catch (TensorFlowException e) {
      throw new IOException(
          "folder "
              + folder
              + " holds a "
              + FILE
              + " that TensorFlow cannot load ("
              + e.getMessage()
              + "): export the model again",
          e);
    }
    if (!recognizesDigits(bundle)) {
      bundle.close();
      throw new IOException(
          "folder "
              + folder
              + " holds a model without the function "
              + Signature.DEFAULT_KEY
              + " from pixels to digit and probabilities: give the folder of a"
              + " trained model");
    }
    return new DigitsModel(bundle);
  }

  private static boolean recognizesDigits(SavedModelBundle bundle) {
    return bundle.signatures().stream()
        .anyMatch(
            signature ->
                signature.key().equals(Signature.DEFAULT_KEY)
                    && signature.inputNames().equals(Set.of(DigitsNetwork.PIXELS))
                    && signature
                        .outputNames()
                        .containsAll(Set.of(DigitsNetwork.DIGIT, DigitsNetwork.PROBABILITIES)));
  }

  /** Returns the share of the rows that the model recognizes, 0 to 1. */
  public double accuracy(Digits rows) {
    float[] pixels = new float[rows.size() * Digits.PIXELS];
    for (int row = 0; row < rows.size(); row++) {
      rows.copyPixels(row, pixels, row * Digits.PIXELS);
    }
    try (TFloat32 input = tensor(pixels);
        Result result = call(input)) {
      TInt64 predicted = (TInt64) output(result, DigitsNetwork.DIGIT);
      int right = 0;
      for (int row = 0; row < rows.size(); row++) {
        if (predicted.getLong(row) == rows.digit(row)) {
          right++;
        }
      }
      return (double) right / rows.size();
    }
  }

  /**
   * Returns the most likely digit, 0 to 9.
   *
   * @param pixels 64 pixels, row by row, each from 0 (blank) to 1 (full)
   * @throws IllegalArgumentException if the pixels are not of this form
   */
  public int predict(float[] pixels) {
    try (TFloat32 input = checked(pixels);
        Result result = call(input)) {
      return (int) ((TInt64) output(result, DigitsNetwork.DIGIT)).getLong(0);
    }
  }

  /**
   * Returns how likely each of the digits 0 to 9 is; the ten numbers add up to 1.
   *
   * @param pixels 64 pixels, row by row, each from 0 (blank) to 1 (full)
   * @throws IllegalArgumentException if the pixels are not of this form
   */
  public float[] probabilities(float[] pixels) {
    try (TFloat32 input = checked(pixels);
        Result result = call(input)) {
      TFloat32 output = (TFloat32) output(result, DigitsNetwork.PROBABILITIES);
      float[] probabilities = new float[Digits.CLASSES];
      for (int digit = 0; digit < Digits.CLASSES; digit++) {
        probabilities[digit] = output.getFloat(0, digit);
      }
      return probabilities;
    }
  }

  private static TFloat32 checked(float[] pixels) {
    if (pixels.length != Digits.PIXELS) {
      throw new IllegalArgumentException(
          "pixels has "
              + pixels.length
              + " values, but an image has "
              + Digits.PIXELS
              + ": give 8 rows of 8 pixels");
    }
    for (int i = 0; i < pixels.length; i++) {
      // Written so that NaN is refused too.
      if (!(pixels[i] >= 0 && pixels[i] <= 1)) {
        throw new IllegalArgumentException(
            "pixels["
                + i
                + "] is "
                + pixels[i]
                + ", but the network learned from 0 (blank) to 1 (full): scale the pixels");
      }
    }
    return tensor(pixels);
  }

  private static TFloat32 tensor(float[] pixels) {
    return TFloat32.tensorOf(
        Shape.of(pixels.length / Digits.PIXELS, Digits.PIXELS), DataBuffers.of(pixels));
  }

  private Result call(TFloat32 pixels) {
    return bundle.function(Signature.DEFAULT_KEY).call(Map.of(DigitsNetwork.PIXELS, pixels));
  }

  private static Tensor output(Result result, String name) {
    return result
        .get(name)
        .orElseThrow(() -> new IllegalStateException("the model gave no output " + name));
  }

  /** Releases the native memory. */
  @Override
  public void close() {
    bundle.close();
  }
}
