package org.flytekitplugins.allreduce;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpinTest {
  @ParameterizedTest(name = "{0} replicas on {1} processors: {2}")
  @CsvSource({"1, 1, false", "1, 2, true", "2, 2, true", "3, 2, false", "4, 8, true"})
  void looksAgainOnlyIfThereIsAProcessorForEachReplica(
      int replicas, int processors, boolean looksAgain) {
    Spin spin = new Spin(replicas, processors);
    spin.begin(1000);

    assertThat(spin.isOver(1000)).isNotEqualTo(looksAgain);
  }

  @ParameterizedTest(name = "after {0} waits in vain, then {1} of use, {2} ns")
  @CsvSource({"0, 1, 50000", "1, 0, 25000", "20, 0, 1000", "20, 1, 2000"})
  void looksShorterAfterItWasInVainAndLongerAfterItWasOfUse(int vain, int ofUse, long nanos) {
    Spin spin = new Spin(2, 2);
    for (int i = 0; i < vain; i++) {
      spin.begin(0);
      spin.isOver(100_000);
      spin.end();
    }
    for (int i = 0; i < ofUse; i++) {
      spin.begin(0);
      spin.end();
    }
    spin.begin(0);

    assertThat(spin.isOver(nanos - 1)).isFalse();
    assertThat(spin.isOver(nanos)).isTrue();
  }
}
