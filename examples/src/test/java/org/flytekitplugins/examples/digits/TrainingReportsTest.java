package org.flytekitplugins.examples.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.flytekitplugins.examples.digits.DigitsTraining.Measurement;
import org.junit.jupiter.api.Test;

class TrainingReportsTest {

  private static final Digits ROWS = Digits.load();
  private static final TrainingOptions OPTIONS = TrainingOptions.DEFAULTS.withSteps(250);

  @Test
  void theListenerIsToldEverySoManyStepsAndAtTheEnd() {
    List<Integer> steps = new ArrayList<>();

    DigitsTraining.run(ROWS, OPTIONS, 100, (step, loss, accuracy) -> steps.add(step)).close();

    assertThat(steps).containsExactly(100, 200, 250);
  }

  @Test
  void theLastReportIsWhatTheTrainedNetworkMeasures() {
    List<Measurement> reports = new ArrayList<>();

    try (DigitsTraining training =
        DigitsTraining.run(
            ROWS,
            OPTIONS,
            250,
            (step, loss, accuracy) -> reports.add(new Measurement(loss, accuracy)))) {
      assertThat(reports).containsExactly(training.measure(ROWS));
    }
  }

  @Test
  void theLossFallsWhileTheAccuracyRises() {
    List<Measurement> reports = new ArrayList<>();

    DigitsTraining.run(
            ROWS,
            OPTIONS,
            50,
            (step, loss, accuracy) -> reports.add(new Measurement(loss, accuracy)))
        .close();

    Measurement first = reports.get(0);
    Measurement last = reports.get(reports.size() - 1);
    assertThat(last.loss()).isLessThan(first.loss() / 2);
    assertThat(last.accuracy()).isGreaterThan(first.accuracy());
  }

  @Test
  void theAccuracyIsTheShareOfRowsWhoseMostLikelyDigitIsRight() {
    try (DigitsTraining training = DigitsTraining.run(ROWS, OPTIONS.withSteps(20))) {
      float[][] probabilities = training.probabilities(ROWS);
      int right = 0;
      for (int row = 0; row < ROWS.size(); row++) {
        int best = 0;
        for (int digit = 1; digit < Digits.CLASSES; digit++) {
          best = probabilities[row][digit] > probabilities[row][best] ? digit : best;
        }
        right += best == ROWS.digit(row) ? 1 : 0;
      }

      assertThat(right).isBetween(500, 1700);
      assertThat(training.measure(ROWS).accuracy()).isEqualTo((float) right / ROWS.size());
    }
  }

  @Test
  void aTrainingThatDoesNotConvergeSaysSo() {
    assertThatThrownBy(() -> DigitsTraining.run(ROWS, OPTIONS.withLearningRate(1e30f)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageMatching(
            "loss is (NaN|Infinity) at step \\d+, so the training does not converge: ask for a"
                + " learning rate below 1\\.0E30");
  }

  @Test
  void aListenerThatThrowsEndsTheTraining() {
    IllegalStateException own = new IllegalStateException("enough");

    assertThatThrownBy(
            () ->
                DigitsTraining.run(
                    ROWS,
                    OPTIONS,
                    1,
                    (step, loss, accuracy) -> {
                      throw own;
                    }))
        .isSameAs(own);
  }

  @Test
  void aBatchLargerThanTheDataIsRefused() {
    assertThatThrownBy(() -> DigitsTraining.run(ROWS.shard(0, 100), OPTIONS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("batch size is 32, but there are only 18 rows to learn from: ask for 1 to 18");
  }

  @Test
  void reportsWithoutADistanceAreRefused() {
    assertThatThrownBy(() -> DigitsTraining.run(ROWS, OPTIONS, 0, (step, loss, accuracy) -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("every is 0, but it counts the steps between two reports: ask for 1 or more");
  }
}
