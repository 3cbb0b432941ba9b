package org.flytekitplugins.jflyte.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** The names of actions: readable, short, and nobody else's. */
class ActionNamesTest {
  private static final ActionNames NAMES = new ActionNames("a0");

  @Test
  void aNodeThatCanBeANameIsOne() {
    assertThat(NAMES.of(List.of("train-digits"))).isEqualTo("train-digits");
  }

  @Test
  void whatIsInsideOfAnotherNodeHasAHashOfItsWholePath() {
    assertThat(NAMES.of(List.of("prepare", "split"))).isEqualTo("split--kw5q3ich");
    assertThat(NAMES.of(List.of("again", "split"))).matches("split--[a-z2-9]{8}");
  }

  @Test
  void whatIsNoLabelOrIsTooLongIsShortened() {
    assertThat(NAMES.of(List.of("Train_All.The Digits Of The World")))
        .matches("train-all-the--[a-z2-9]{8}");
    assertThat(NAMES.of(List.of("12"))).matches("node--[a-z2-9]{8}");
  }

  @Test
  void nobodyIsCalledAsTheFirstActionOfARun() {
    assertThat(NAMES.of(List.of("a0"))).matches("a0--[a-z2-9]{8}");
  }

  @Test
  void driversOfOneRunNameTheSameNodeOtherwise() {
    assertThat(new ActionNames("steps").of(List.of("train")))
        .matches("train--[a-z2-9]{8}")
        .isNotEqualTo(new ActionNames("more-steps").of(List.of("train")));
  }

  @Property(tries = 300)
  void differentPathsHaveDifferentNamesWithinTheLimits(
      @ForAll @Size(min = 2, max = 40)
          List<
                  @Size(min = 1, max = 3) List<
                      @StringLength(min = 1, max = 30) @CharRange(from = 'a', to = 'c')
                      @Chars({'-', '0', 'A'}) String>>
              paths) {
    Map<String, List<String>> byName = new HashMap<>();
    for (List<String> path : paths) {
      String name = NAMES.of(path);
      assertThat(name).matches("[a-z]([a-z0-9-]*[a-z0-9])?").hasSizeLessThanOrEqualTo(24);
      assertThat(byName.computeIfAbsent(name, any -> path)).isEqualTo(path);
    }
  }
}
