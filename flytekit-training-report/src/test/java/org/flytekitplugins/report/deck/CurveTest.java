package org.flytekitplugins.report.deck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Curves without their noise, and the numbers beside them. */
class CurveTest {
  private static Curve curve(double... values) {
    List<Curve.Point> points = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      points.add(new Curve.Point(i, values[i]));
    }
    return new Curve("worker-0", 0, points);
  }

  @Test
  void smoothedTheyDoNotLagBehindWhatGoesDown() {
    double[] slope = new double[400];
    for (int i = 0; i < slope.length; i++) {
      slope[i] = 400 - i;
    }
    List<Curve.Point> smooth = curve(slope).smoothed().points();

    assertThat(smooth).hasSize(400);
    for (int i = 100; i < 300; i++) {
      assertThat(smooth.get(i).y()).isCloseTo(slope[i], within(0.01));
    }
  }

  @Test
  void smoothedTheyHaveNoNoise() {
    double[] noisy = new double[400];
    for (int i = 0; i < noisy.length; i++) {
      noisy[i] = i % 2 == 0 ? 1 : 3;
    }
    List<Curve.Point> smooth = curve(noisy).smoothed().points();

    for (int i = 50; i < 350; i++) {
      assertThat(smooth.get(i).y()).isCloseTo(2, within(0.2));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 5, 0",
    "0.2, 5, 0.2",
    "-1.5, 5, -1.5",
    "2000, 5, 2000",
    "10000, 5, 10000",
    "0.30000000000000004, 5, 0.3",
    "1500000, 5, 1.5e6",
    "1500000, 7, 1500000",
    "2000000000000, 6, 2e12",
    "0.00000025, 5, 2.5e-7",
    "0.00002, 5, 2e-5",
    "-200000, 5, -2e5"
  })
  void numbersAreShortEnoughToStandBesideThem(double value, int room, String text) {
    assertThat(LineChart.number(value, room)).isEqualTo(text);
  }
}
