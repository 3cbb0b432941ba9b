package org.flytekitplugins.examples.digits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@link SavedModelTest} starts in a process of its own: predicts all digits with the model in
 * the first folder and writes, for every row, the digit and its probability to the second path.
 */
final class PredictInNewJvm {

  private PredictInNewJvm() {}

  public static void main(String[] args) throws IOException {
    Digits digits = Digits.load();
    List<String> lines = new ArrayList<>();
    try (DigitsModel model = DigitsModel.load(Path.of(args[0]))) {
      for (int row = 0; row < digits.size(); row++) {
        int digit = model.predict(digits.pixels(row));
        lines.add(digit + " " + model.probabilities(digits.pixels(row))[digit]);
      }
    }
    Files.write(Path.of(args[1]), lines);
  }
}
