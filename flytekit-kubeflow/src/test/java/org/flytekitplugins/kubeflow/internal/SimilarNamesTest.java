package org.flytekitplugins.kubeflow.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimilarNamesTest {
  private static final List<String> THERE =
      List.of(
          "com.acme.Nightly", "com.acme.NightlyReport", "com.acme.Train", "com.acme.TrainDigits");

  @ParameterizedTest
  @CsvSource({
    "com.acme.Nigthly, com.acme.Nightly",
    "Nightly, com.acme.Nightly;com.acme.NightlyReport",
    "org.acme.nightly, com.acme.Nightly;com.acme.NightlyReport",
    "com.acme.Trian, com.acme.Train",
    "com.acme.Digits, com.acme.TrainDigits",
    "com.acme.Evaluate, ''",
    "'', ''"
  })
  void areThoseWhoseLastPartIsNearOrHoldsIt(String missing, String similar) {
    assertThat(String.join(";", SimilarNames.of(missing, THERE))).isEqualTo(similar);
  }

  @Property
  void aLetterThatWasChangedIsFound(
      @ForAll @AlphaChars @StringLength(min = 3, max = 20) String name,
      @ForAll @IntRange(max = 2) int place) {
    String other = name.substring(0, place) + "-" + name.substring(place + 1);

    assertThat(SimilarNames.of(other, List.of("x.other9999999999999999999999", "x." + name)))
        .first()
        .isEqualTo("x." + name);
  }
}
