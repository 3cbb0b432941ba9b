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
    TrainingOptions changed = DEFAULTS.withSteps(10).withLearningRate(0.5f).withSeed(-3);

    assertThat(changed).isEqualTo(new TrainingOptions(10, 0.5f, -3));
  }

  @Test
  void theEndsOfTheRangesAreAllowed() {
    assertThat(DEFAULTS.withSteps(1).steps()).isEqualTo(1);
    assertThat(DEFAULTS.withSteps(1_000_000).steps()).isEqualTo(1_000_000);
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
  @ValueSource(floats = {0, -0.1f, Float.NaN, Float.POSITIVE_INFINITY})
  void aLearningRateThatMovesNothingOrTooMuchIsRefused(float learningRate) {
    assertThatThrownBy(() -> DEFAULTS.withLearningRate(learningRate))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "learning rate is "
                + learningRate
                + ", but the weights move only with a finite one above 0: ask for 0.001 to 1");
  }
}
