package org.flytekitplugins.kubeflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Where replicas elect who leads, none of them takes itself for the leader at its start. */
class TrainingContextTest {
  private static final Replica FIRST = Replica.of(ReplicaType.WORKER, 0);
  private static final SortedMap<Replica, String> ADDRESSES =
      new TreeMap<>(Map.of(FIRST, "job-worker-0:23456"));

  @Test
  void whoIsToBeElectedDoesNotLeadYet() {
    TrainingContext elected = TrainingContext.elected(FIRST, ADDRESSES, 3);

    assertThat(elected.isElected()).isTrue();
    assertThat(elected.isPrimary()).isFalse();
    assertThat(elected.replica()).isEqualTo(FIRST);
    assertThat(elected.addresses()).isEqualTo(ADDRESSES);
    assertThat(elected.size()).isEqualTo(3);
  }

  @Test
  void whoMayBeElectedIsNotWhoNeverLeads() {
    assertThat(TrainingContext.elected(FIRST, ADDRESSES, 3))
        .isNotEqualTo(TrainingContext.create(FIRST, ADDRESSES, 3, /* isPrimary= */ false));
  }

  @Test
  void whoseLeaderTheOperatorNamesElectsNone() {
    assertThat(TrainingContext.create(FIRST, ADDRESSES, 3, /* isPrimary= */ true).isElected())
        .isFalse();
    assertThat(TrainingContext.of(Map.of()).isElected()).as("alone").isFalse();
  }
}
