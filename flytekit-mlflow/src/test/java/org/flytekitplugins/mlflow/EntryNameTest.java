package org.flytekitplugins.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What names become for a server that takes not all of them. */
class EntryNameTest {
  @ParameterizedTest
  @CsvSource({
    "loss, loss",
    "worker-0/loss, worker-0/loss",
    "top 5 acc., top 5 acc.",
    "größe, größe",
    "loss (mean), loss _mean_",
    "a:b, a_b",
    "/loss, _/loss",
    "loss/, loss/_",
    "a//b, a/_/b",
    "./a, _/a",
    "a/../b, a/_/b",
    "'', _"
  })
  void areAsTheyAreOrMostLikeIt(String name, String entry) {
    assertThat(EntryName.of(name)).isEqualTo(entry);
  }

  @Test
  void areCutWhereTheServerWouldRefuseThem() {
    assertThat(EntryName.of("a".repeat(250))).hasSize(250);
    assertThat(EntryName.of("a".repeat(251))).isEqualTo("a".repeat(249) + "_");
  }
}
