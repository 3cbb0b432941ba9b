package org.flytekitplugins.examples.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.flytekitplugins.spi.LocalFolderStorage;
import org.flytekitplugins.tensorflow.distributed.DistributedTraining;
import org.flytekitplugins.tensorflow.distributed.Optimizer;
import org.flytekitplugins.tensorflow.distributed.TrainingResult;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedModelTest {

  private static final Digits.Split SPLIT = Digits.load().split(0.2, 1);

  @TempDir static Path folder;
  private static Path model;
  private static TrainingResult training;

  @BeforeAll
  static void train() {
    model = folder.resolve("model");
    training =
        DistributedTraining.builder()
            .model(DigitsNetwork::define)
            .optimizer(Optimizer.momentum(0.05f, 0.9f))
            .batches(SPLIT.training().examples().batches(32))
            .evaluation(SPLIT.heldOut().examples().inOrder(64))
            .steps(1000)
            .seed(3)
            .savedModelFolder(model)
            .build()
            .run(TrainingContext.of(Map.of()), LocalFolderStorage.in(folder.resolve("storage")));
  }

  @Test
  void theLoadedModelIsAsAccurateAsTheTrainingSays() throws IOException {
    try (DigitsModel loaded = DigitsModel.load(model)) {
      assertThat(loaded.accuracy(SPLIT.heldOut()))
          .isGreaterThanOrEqualTo(0.94)
          .isCloseTo(training.evaluation().get("accuracy"), within(1e-6));
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
    Digits all = Digits.load();
    assertThat(predicted).hasSize(all.size());
    try (DigitsModel loaded = DigitsModel.load(model)) {
      for (int row = 0; row < predicted.size(); row++) {
        String[] fields = predicted.get(row).split(" ", 2);
        int digit = Integer.parseInt(fields[0]);
        assertThat(Float.parseFloat(fields[1]))
            .isCloseTo(loaded.probabilities(all.pixels(row))[digit], within(1e-6f));
      }
    }
  }

  @Test
  void aFolderWithoutAModelIsRefused() {
    Path nothing = folder.resolve("nothing");

    assertThatThrownBy(() -> DigitsModel.load(nothing))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "folder " + nothing + " holds no saved_model.pb: give the folder of a trained model");
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
