package org.flytekitplugins.examples.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigitsSplitTest {

  private static final Digits ALL = Digits.load();

  @Test
  void everyRowIsInExactlyOnePart() {
    Digits.Split split = ALL.split(0.2, 1);

    assertThat(split.heldOut().size()).isEqualTo(359);
    assertThat(split.training().size()).isEqualTo(1438);
    List<String> together = rows(split.training());
    together.addAll(rows(split.heldOut()));
    // No two images of the data set are the same, so a row in both parts would show here.
    assertThat(together).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(rows(ALL));
  }

  @Test
  void equalSeedsGiveEqualParts() {
    assertThat(ALL.split(0.2, 7)).isEqualTo(Digits.load().split(0.2, 7));
  }

  @Test
  void otherSeedsGiveOtherParts() {
    assertThat(ALL.split(0.2, 7)).isNotEqualTo(ALL.split(0.2, 8));
  }

  @Test
  void bothPartsShowAllDigits() {
    Digits.Split split = ALL.split(0.2, 1);

    for (Digits part : List.of(split.training(), split.heldOut())) {
      for (int digit = 0; digit < Digits.CLASSES; digit++) {
        assertThat(shareOf(digit, part)).isBetween(0.05, 0.15);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.1, 20, Double.NaN})
  void aFractionThatIsNoneIsRefused(double fraction) {
    assertThatThrownBy(() -> ALL.split(fraction, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "held-out fraction is "
                + fraction
                + ", but both parts need rows: ask for a number between 0 and 1, such as 0.2");
  }

  @Test
  void aFractionThatLeavesAPartEmptyIsRefused() {
    assertThatThrownBy(() -> ALL.split(0.0011, 1).heldOut().split(0.2, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "held-out fraction is 0.2, but of 2 rows that leaves one part empty: ask for a"
                + " fraction nearer to 0.5, or for more rows");
  }

  private static double shareOf(int digit, Digits digits) {
    int rows = 0;
    for (int row = 0; row < digits.size(); row++) {
      rows += digits.digit(row) == digit ? 1 : 0;
    }
    return (double) rows / digits.size();
  }

  private static List<String> rows(Digits digits) {
    List<String> rows = new ArrayList<>();
    for (int row = 0; row < digits.size(); row++) {
      rows.add(Arrays.toString(digits.pixels(row)) + " is " + digits.digit(row));
    }
    return rows;
  }
}
