package org.flytekitplugins.jflyte.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.flytekitplugins.localcluster.Fault;
import org.flytekitplugins.localcluster.FaultPlan;
import org.flytekitplugins.localcluster.MissedFault;
import org.junit.jupiter.api.Test;

class MissedFaultsTest {
  private static final Fault EARLY = Fault.parse("worker-0@5");
  private static final Fault LATE = Fault.parse("worker-0@9");

  private final MissedFaults outcomes =
      new MissedFaults(Map.of("com.acme.Train", FaultPlan.of(EARLY, LATE)));

  @Test
  void nothingHasHappenedToATaskThatHasNotRun() {
    assertThat(outcomes.missed())
        .isEqualTo(
            Map.of(
                "com.acme.Train",
                List.of(
                    new MissedFault(EARLY, "the task has not run"),
                    new MissedFault(LATE, "the task has not run"))));
  }

  @Test
  void whatAJobHasNotMissedHasHappened() {
    outcomes.ended("com.acme.Train", List.of(new MissedFault(LATE, "step 7 at most")));

    assertThat(outcomes.missed())
        .isEqualTo(Map.of("com.acme.Train", List.of(new MissedFault(LATE, "step 7 at most"))));
  }

  @Test
  void whatHasHappenedOnceHasHappened() {
    outcomes.ended("com.acme.Train", List.of(new MissedFault(LATE, "step 7 at most")));
    outcomes.ended("com.acme.Train", List.of(new MissedFault(EARLY, "step 3 at most")));

    assertThat(outcomes.missed()).isEmpty();
  }
}
