package org.flytekitplugins.examples.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingOptionsTest {

  private static final TrainingOptions DEFAULTS = TrainingOptions.DEFAULTS;

  @Test
  void eachValueCanBeChangedAlone() {
    TrainingOptions changed =
        DEFAULTS.withSteps(10).withBatchSize(8).withLearningRate(0.5f).withMomentum(0).withSeed(-3);

    assertThat(changed).isEqualTo(new TrainingOptions(10, 8, 0.5f, 0, -3));
  }

  @Test
  void theEndsOfTheRangesAreAllowed() {
    assertThat(DEFAULTS.withSteps(1).steps()).isEqualTo(1);
    assertThat(DEFAULTS.withSteps(1_000_000).steps()).isEqualTo(1_000_000);
    assertThat(DEFAULTS.withBatchSize(10_000).batchSize()).isEqualTo(10_000);
  }

  @Test
  void noStepsAreRefused() {
    assertThatThrownBy(() -> DEFAULTS.withSteps(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("steps is 0, but at least one step is needed: ask for 1 to 1000000");
  }

  @Test
  void tooManyStepsAreRefused() {
    assertThatThrownBy(() -> DEFAULTS.withSteps(1_000_001))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "steps is 1000001, but a training this small ends sooner: ask for 1 to 1000000");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 10_001})
  void aBatchSizeOutOfRangeIsRefused(int batchSize) {
    assertThatThrownBy(() -> DEFAULTS.withBatchSize(batchSize))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "batch size is "
                + batchSize
                + ", but a step learns from at least one row and holds them all in memory: ask"
                + " for 1 to 10000");
  }

  @ParameterizedTest
  @ValueSource(floats = {0, -0.1f, Float.NaN, Float.POSITIVE_INFINITY})
  void aLearningRateThatMovesNothingOrTooMuchIsRefused(float learningRate) {
    assertThatThrownBy(() -> DEFAULTS.withLearningRate(learningRate))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "learning rate is "
                + learningRate
                + ", but the weights move only with a finite one above 0: ask for 0.001 to 1");
  }

  @ParameterizedTest
  @ValueSource(floats = {-0.1f, 1, Float.NaN})
  void aMomentumOutOfRangeIsRefused(float momentum) {
    assertThatThrownBy(() -> DEFAULTS.withMomentum(momentum))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "momentum is "
                + momentum
                + ", but it is the share of the last update to keep: ask for 0 to 0.99");
  }
}
