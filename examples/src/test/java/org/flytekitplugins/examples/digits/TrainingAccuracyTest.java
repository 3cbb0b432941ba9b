package org.flytekitplugins.examples.digits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingAccuracyTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void theDefaultsRecognizeHeldOutDigits(long seed) {
    Digits.Split split = Digits.load().split(0.2, seed);

    try (DigitsTraining training =
        DigitsTraining.run(split.training(), TrainingOptions.DEFAULTS.withSeed(seed))) {
      assertThat(training.measure(split.heldOut()).accuracy()).isGreaterThanOrEqualTo(0.94f);
      assertThat(training.measure(split.training()).accuracy()).isGreaterThanOrEqualTo(0.99f);
    }
  }
}
