package org.flytekitplugins.tensorflow.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a training that gets no better ends. */
class EarlyEndTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // window, patience, minDelta, higher, numbers, last step
        "1 | 2 | 0   | false | 3 2 2 1 1 1 0      | 6",
        "1 | 2 | 0   | false | 3 2 2 1 1          | 0",
        "1 | 1 | 0.5 | false | 3 2.6              | 2",
        "1 | 1 | 0.5 | false | 3 2.4              | 0",
        "1 | 2 | 0.5 | false | 3 2.8 2.6 2.4      | 3",
        "1 | 1 | 0.5 | false | 3 2.5              | 2",
        "1 | 1 | 0.5 | true  | 1 1.4              | 2",
        "1 | 1 | 0.5 | true  | 1 1.5              | 2",
        "1 | 1 | 0.5 | true  | 1 1.6              | 0",
        "1 | 2 | 0   | true  | 1 2 3 3 2          | 5",
        "1 | 2 | 0   | true  | 1 2 3 3 4          | 0",
        "2 | 1 | 0   | false | 3 3 2 2 9 0        | 6",
        "2 | 1 | 0   | false | 3 3 2 2 1 2        | 0",
        "1 | 2 | 0   | false | 1 NaN NaN          | 3",
      })
  void endsWhenItWasNoBetterForLongEnough(
      int window, int patience, double minDelta, boolean higher, String numbers, long lastStep) {
    EarlyEnd end =
        new EarlyEnd(
            EarlyStopping.builder()
                .window(window)
                .patience(patience)
                .minDelta(minDelta)
                .higherIsBetter(higher)
                .build());
    long step = 0;
    for (String number : numbers.split(" ", -1)) {
      end.add(++step, Map.of("loss", Double.valueOf(number)));
    }

    assertThat(end.isDecided() ? end.lastStep() : 0).isEqualTo(lastStep);
  }

  @Property
  void whoeverTakesWhatAnotherHasCountedDecidesAsItDoes(
      @ForAll @Size(min = 1, max = 60) List<@DoubleRange(min = 0, max = 1) Double> losses,
      @ForAll @IntRange(min = 0, max = 59) int handover,
      @ForAll @IntRange(min = 1, max = 4) int window,
      @ForAll @IntRange(min = 1, max = 4) int patience) {
    EarlyStopping rule = EarlyStopping.builder().window(window).patience(patience).build();
    EarlyEnd stays = new EarlyEnd(rule);
    EarlyEnd joins = new EarlyEnd(rule);
    for (int step = 0; step < losses.size(); step++) {
      if (step == handover) {
        joins.take(stays.bytes());
      }
      stays.add(step + 1, Map.of("loss", losses.get(step)));
      if (step >= handover) {
        joins.add(step + 1, Map.of("loss", losses.get(step)));
      }
    }

    assertThat(handover >= losses.size() || joins.bytes().equals(stays.bytes())).isTrue();
  }

  @Test
  void saysWhy() {
    EarlyEnd end = new EarlyEnd(EarlyStopping.builder().window(1).patience(2).build());
    for (int step = 1; step <= 3; step++) {
      end.add(step, Map.of("loss", 0.5));
    }

    assertThat(end.reason())
        .isEqualTo(
            "ends after step 3: loss has not been better by more than 0.0 in 2 times 1 steps than"
                + " up to step 1 (0.500000)");
  }

  @ParameterizedTest
  @CsvSource({"true, 1 4", "false, ''"})
  void theVariablesOfEachBestStepAreToBeKeptWhereThisIsAskedFor(boolean isAskedFor, String kept) {
    EarlyEnd end =
        new EarlyEnd(EarlyStopping.builder().window(1).patience(9).restoreBest(isAskedFor).build());
    StringBuilder steps = new StringBuilder();
    double[] losses = {3, 3, 4, 2, 2};
    for (int step = 1; step <= losses.length; step++) {
      end.add(step, Map.of("loss", losses[step - 1]));
      if (end.isToBeKept(step)) {
        steps.append(steps.length() == 0 ? "" : " ").append(step);
      }
    }

    assertThat(steps).hasToString(kept);
    assertThat(new EarlyEnd(null).isToBeKept(0)).isFalse();
  }

  @Test
  void aDecisionStandsAndTheEarlierOfTwoCounts() {
    EarlyEnd end = new EarlyEnd(EarlyStopping.builder().window(1).patience(1).build());
    end.decided(7);
    end.decided(9);
    end.add(1, Map.of("loss", 1.0));
    end.add(2, Map.of("loss", 2.0));

    assertThat(end.lastStep()).isEqualTo(7);
    end.decided(5);
    assertThat(end.lastStep()).isEqualTo(5);
  }

  @Test
  void withoutARuleItNeverEnds() {
    EarlyEnd end = new EarlyEnd(null);
    end.add(1, Map.of());

    assertThat(end.isDecided()).isFalse();
    end.decided(7);
    assertThat(end.reason()).isEqualTo("ends after step 7, as the primary has decided");
  }

  @Test
  void aMetricThatTheModelHasNotIsRefused() {
    EarlyEnd end = new EarlyEnd(EarlyStopping.builder().metric("recall").build());

    assertThatThrownBy(() -> end.add(1, Map.of("loss", 0.5)))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessage(
            "earlyStopping.metric is \"recall\", but the model has [loss]: name one of these, or"
                + " define it with graph.metric");
  }

  @ParameterizedTest
  @CsvSource({"0,1,0", "1,0,0", "1,1,-1", "1,1,NaN"})
  void aRuleThatIsNoneIsRefused(int window, int patience, double minDelta) {
    assertThatThrownBy(
            () ->
                Digits.builder()
                    .earlyStopping(e -> e.window(window).patience(patience).minDelta(minDelta)))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageStartingWith("earlyStopping.");
  }
}
