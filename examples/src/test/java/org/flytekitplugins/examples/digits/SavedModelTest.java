package org.flytekitplugins.examples.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedModelTest {

  private static final Digits.Split SPLIT = Digits.load().split(0.2, 1);

  @TempDir static Path folder;
  private static Path model;
  private static DigitsTraining training;

  @BeforeAll
  static void trainAndExport() throws IOException {
    training = DigitsTraining.run(SPLIT.training(), TrainingOptions.DEFAULTS.withSteps(500));
    model = folder.resolve("new/model");
    training.exportTo(model);
  }

  @AfterAll
  static void close() {
    training.close();
  }

  @Test
  void theLoadedModelPredictsAsTheTrainingSession() throws IOException {
    float[][] expected = training.probabilities(SPLIT.heldOut());

    try (DigitsModel loaded = DigitsModel.load(model)) {
      for (int row = 0; row < SPLIT.heldOut().size(); row++) {
        assertThat(loaded.probabilities(SPLIT.heldOut().pixels(row)))
            .containsExactly(expected[row], within(1e-6f));
      }
    }
  }

  @Test
  void theLoadedModelIsAsAccurateAsTheTrainingSession() throws IOException {
    try (DigitsModel loaded = DigitsModel.load(model)) {
      assertThat((float) loaded.accuracy(SPLIT.heldOut()))
          .isEqualTo(training.measure(SPLIT.heldOut()).accuracy());
    }
  }

  @Test
  void predictGivesTheMostLikelyDigit() throws IOException {
    try (DigitsModel loaded = DigitsModel.load(model)) {
      for (int row = 0; row < 100; row++) {
        float[] pixels = SPLIT.heldOut().pixels(row);
        float[] probabilities = loaded.probabilities(pixels);
        float highest = probabilities[loaded.predict(pixels)];

        for (float probability : probabilities) {
          assertThat(probability).isLessThanOrEqualTo(highest);
        }
      }
    }
  }

  @Test
  void anotherJvmPredictsTheSame() throws Exception {
    Path output = folder.resolve("predictions");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                PredictInNewJvm.class.getName(),
                model.toString(),
                output.toString())
            .inheritIO()
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();

    List<String> predicted = Files.readAllLines(output);
    float[][] expected = training.probabilities(Digits.load());
    assertThat(predicted).hasSameSizeAs(expected);
    for (int row = 0; row < expected.length; row++) {
      String[] fields = predicted.get(row).split(" ", 2);
      int digit = Integer.parseInt(fields[0]);
      float probability = Float.parseFloat(fields[1]);
      assertThat(probability).isCloseTo(expected[row][digit], within(1e-6f));
      assertThat(probability).isGreaterThanOrEqualTo(0.1f);
    }
  }

  @Test
  void aModelIsExportedOnlyOnceToAFolder() {
    assertThatThrownBy(() -> training.exportTo(model))
        .isInstanceOf(IOException.class)
        .hasMessage("folder " + model + " already holds a SavedModel: export to another folder");
  }

  @Test
  void aFolderWithoutAModelIsRefused() {
    Path nothing = folder.resolve("nothing");

    assertThatThrownBy(() -> DigitsModel.load(nothing))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "folder "
                + nothing
                + " holds no saved_model.pb: give the folder that DigitsTraining.exportTo wrote");
  }

  @Test
  void aDamagedModelIsRefused() throws IOException {
    Path damaged = Files.createDirectory(folder.resolve("damaged"));
    Files.writeString(damaged.resolve("saved_model.pb"), "not a model");

    assertThatThrownBy(() -> DigitsModel.load(damaged))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            "folder " + damaged + " holds a saved_model.pb that TensorFlow cannot load (")
        .hasMessageEndingWith("): export the model again");
  }

  @Test
  void anImageOfTheWrongSizeIsRefused() throws IOException {
    try (DigitsModel loaded = DigitsModel.load(model)) {
      assertThatThrownBy(() -> loaded.predict(new float[784]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("pixels has 784 values, but an image has 64: give 8 rows of 8 pixels");
    }
  }

  @Test
  void pixelsThatAreNotScaledAreRefused() throws IOException {
    float[] pixels = new float[64];
    pixels[3] = 16;

    try (DigitsModel loaded = DigitsModel.load(model)) {
      assertThatThrownBy(() -> loaded.probabilities(pixels))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "pixels[3] is 16.0, but the network learned from 0 (blank) to 1 (full): scale the"
                  + " pixels");
    }
  }
}
