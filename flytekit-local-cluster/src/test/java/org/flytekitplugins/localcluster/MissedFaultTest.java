package org.flytekitplugins.localcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.flytekitplugins.kubeflow.ClusterText;
import org.flytekitplugins.kubeflow.operator.JobState;
import org.flytekitplugins.localcluster.junit.JobAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Faults of a plan that never happen. */
@DisabledOnOs(OS.WINDOWS)
class MissedFaultTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final Program THREE_STEPS =
      Program.command(
          "sh", "-c", "for i in 1 2 3; do echo '{\"step\":'$i'}' >>\"$FLYTEKIT_PROGRESS\"; done");

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  @Test
  void aStepThatNeverComesIsSaidAndFailsTheAssertion() throws Exception {
    LocalJob job = start("worker-0@4", THREE_STEPS);
    try (job) {
      assertThat(job.await(DEADLINE)).isEqualTo(JobState.SUCCEEDED);

      assertThat(job.missedFaults())
          .isEqualTo(
              List.of(
                  new MissedFault(
                      Fault.parse("worker-0@4"), "worker-0 has reported step 3 at most")));
      assertThatThrownBy(() -> JobAssertions.assertFaultsHappened(job))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining(
              "the fault worker-0@4 has not happened: worker-0 has reported step 3 at most");
    }
    assertThat(job.missedFaults()).hasSize(1);
    assertThat(shown())
        .contains(
            "local | worker-0: the fault worker-0@4 has not happened: worker-0 has reported step 3"
                + " at most\n");
  }

  @Test
  void aFaultThatHappensIsNotMissed() throws Exception {
    try (LocalJob job = start("worker-0@100ms", Program.command("sleep", "1000"))) {
      assertThat(job.await(DEADLINE)).isEqualTo(JobState.FAILED);

      JobAssertions.assertFaultsHappened(job);
    }
    assertThat(shown()).doesNotContain("has not happened");
  }

  @Test
  void whoeverReportsNothingIsNeverHitAtAStep() throws Exception {
    try (LocalJob job = start("freeze worker-0@1", Program.command("true"))) {
      job.await(DEADLINE);

      assertThat(job.missedFaults())
          .extracting(MissedFault::reason)
          .containsExactly("worker-0 has reported no step");
    }
  }

  @Test
  void aTimeThatComesAfterTheEndIsMissed() throws Exception {
    try (LocalJob job = start("worker-0@10m, kill worker-0@300ms", Program.command("true"))) {
      job.await(DEADLINE);

      assertThat(job.missedFaults())
          .extracting(MissedFault::reason)
          .containsExactly("its time has not come", "its time has not come");
      Thread.sleep(600);
      job.awaitReplica(
          org.flytekitplugins.kubeflow.Replica.parse("worker-0"),
          now -> job.missedFaults().get(1).reason().equals("nothing of worker-0 ran any more"),
          DEADLINE);
    }
  }

  private LocalJob start(String faults, Program program) {
    return LocalCluster.builder()
        .cluster(ClusterText.cluster("worker:1"))
        .program(program)
        .faults(FaultPlan.parse(faults))
        .output(LogOutput.plain(new PrintStream(shown, false, StandardCharsets.UTF_8)))
        .build()
        .start();
  }

  private String shown() {
    return shown.toString(StandardCharsets.UTF_8);
  }
}
