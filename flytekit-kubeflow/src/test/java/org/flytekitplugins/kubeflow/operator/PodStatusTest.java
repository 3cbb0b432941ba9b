package org.flytekitplugins.kubeflow.operator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What the operator counts a pod as. */
class PodStatusTest {
  @ParameterizedTest
  @EnumSource
  void aPodIsCountedByItsPhase(PodPhase phase) {
    assertThat(PodStatus.of(phase, 1).counted()).isEqualTo(phase);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "RUNNING")
  void soIsOneThatWasDeletedAndDoesNotRun(PodPhase phase) {
    assertThat(PodStatus.of(phase, 1).terminating().counted()).isEqualTo(phase);
  }

  @Test
  void oneThatWasDeletedAndStillRunsIsAFailure() {
    assertThat(PodStatus.of(PodPhase.RUNNING, 1).terminating().counted())
        .isEqualTo(PodPhase.FAILED);
  }
}
