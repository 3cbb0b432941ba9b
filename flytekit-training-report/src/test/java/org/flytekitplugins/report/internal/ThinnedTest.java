package org.flytekitplugins.report.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is kept of many. */
class ThinnedTest {
  @ParameterizedTest
  @CsvSource({
    "4, 1, 1",
    "4, 3, 1 2 3",
    "4, 4, 1 3 4",
    "4, 5, 1 3 5",
    "4, 6, 1 3 5 6",
    "4, 7, 1 5 7",
    "4, 8, 1 5 8",
    "5, 5, 1 3 5",
    "5, 6, 1 3 5 6"
  })
  void areSomeEvenlySpreadAndTheLast(int most, int seen, String kept) {
    assertThat(kept(most, seen).stream().map(String::valueOf).collect(Collectors.joining(" ")))
        .isEqualTo(kept);
  }

  @Test
  void areNeverMoreThanThereIsRoomFor() {
    for (int most : new int[] {2, 3, 16, 257}) {
      for (int seen = 1; seen < 1000; seen++) {
        assertThat(kept(most, seen)).hasSizeLessThanOrEqualTo(most).first().isEqualTo(1);
        assertThat(kept(most, seen)).last().isEqualTo(seen);
      }
    }
  }

  private static List<Integer> kept(int most, int seen) {
    Thinned<Integer> thinned = new Thinned<>(most);
    IntStream.rangeClosed(1, seen).forEach(thinned::add);
    return thinned.kept();
  }
}
