package org.flytekitplugins.examples.digits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrainingDeterminismTest {

  private static final Digits ROWS = Digits.load();
  private static final TrainingOptions OPTIONS = TrainingOptions.DEFAULTS.withSteps(500);

  @Test
  void equalSeedsGiveEqualWeightsBitForBit() {
    assertThat(trainedBits(OPTIONS.withSeed(5))).isEqualTo(trainedBits(OPTIONS.withSeed(5)));
  }

  @Test
  void otherSeedsGiveOtherWeights() {
    assertThat(trainedBits(OPTIONS.withSeed(5))).isNotEqualTo(trainedBits(OPTIONS.withSeed(6)));
  }

  @Test
  void listeningChangesNothing() {
    try (DigitsTraining watched =
        DigitsTraining.run(ROWS, OPTIONS, 7, (step, loss, accuracy) -> {})) {
      assertThat(bits(watched)).isEqualTo(trainedBits(OPTIONS));
    }
  }

  @Test
  void trainingsAtTheSameTimeDoNotShareWeights() {
    try (DigitsTraining first = DigitsTraining.run(ROWS, OPTIONS.withSeed(5))) {
      List<Integer> before = bits(first);
      try (DigitsTraining second = DigitsTraining.run(ROWS, OPTIONS.withSeed(6))) {
        assertThat(bits(first)).isEqualTo(before).isNotEqualTo(bits(second));
      }
    }
  }

  private static List<Integer> trainedBits(TrainingOptions options) {
    try (DigitsTraining training = DigitsTraining.run(ROWS, options)) {
      return bits(training);
    }
  }

  private static List<Integer> bits(DigitsTraining training) {
    return training.weights().stream()
        .flatMap(
            weight ->
                IntStream.range(0, weight.length).mapToObj(i -> Float.floatToRawIntBits(weight[i])))
        .toList();
  }
}
