package org.flytekitplugins.localcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.flytekitplugins.kubeflow.ClusterText;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.operator.JobCondition;
import org.flytekitplugins.kubeflow.operator.JobState;
import org.flytekitplugins.kubeflow.operator.PodPhase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pods that are deleted, drained and evicted, with real processes. */
@DisabledOnOs(OS.WINDOWS)
class PodDeletionTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final Replica CHIEF = Replica.parse("chief-0");
  private static final Replica WORKER_0 = Replica.parse("worker-0");
  private static final Replica WORKER_1 = Replica.parse("worker-1");
  private static final Program SLEEPERS = Program.command("sleep", "1000");

  @ParameterizedTest
  @CsvSource({
    "NEVER, delete", "ON_FAILURE, delete", "ALWAYS, delete",
    "NEVER, drain", "ON_FAILURE, drain", "ALWAYS, drain"
  })
  void aPodThatIsDeletedFailsTheJobAndItsPeersGetSigterm(String policy, String fault)
      throws Exception {
    LocalCluster cluster =
        cluster("chief:1 worker:2/" + policy, SLEEPERS).toBuilder()
            .faults(FaultPlan.parse(fault + " worker-1@200ms"))
            .build();
    try (LocalJob job = cluster.start()) {
      assertThat(job.await(DEADLINE)).isEqualTo(JobState.FAILED);

      assertThat(job.conditions())
          .last()
          .extracting(JobCondition::message)
          .isEqualTo("TFJob default/local has failed because 1 Worker replica(s) failed.");
      assertThat(job.history())
          .extracting(then -> then.condition().state())
          .containsExactly(JobState.CREATED, JobState.RUNNING, JobState.FAILED);
      assertThat(job.replicas().values())
          .allSatisfy(
              replica -> {
                assertThat(replica.exitCodes()).isEqualTo(List.of(143));
                assertThat(replica.phase()).isEqualTo(PodPhase.ABSENT);
              });
      assertThat(job.failure())
          .isEqualTo(
              "worker-1 was deleted while it ran, as by kubectl delete, a drain or a preemption,"
                  + " which fails the job under every restart policy: retries of the task"
                  + " (getRetries) and checkpoints save a training from that");
    }
  }

  @Test
  void whatRunsOnADrainedNodeFailsTogether() throws Exception {
    try (LocalJob job = cluster("chief:1 worker:2/ON_FAILURE", SLEEPERS).start()) {
      job.awaitState(JobState.RUNNING, DEADLINE);

      job.drain(WORKER_0, WORKER_1);

      assertThat(job.await(DEADLINE)).isEqualTo(JobState.FAILED);
      assertThat(job.conditions())
          .last()
          .extracting(JobCondition::message)
          .isEqualTo("TFJob default/local has failed because 2 Worker replica(s) failed.");
    }
  }

  @Test
  void aPodThatWaitsForItsNextStartIsSeenToGo() throws Exception {
    LocalCluster cluster =
        cluster("chief:1 worker:1/ON_FAILURE", program("chief) sleep 1000;; *) exit 1;;"))
            .toBuilder()
            .restartDelayScale(1)
            .build();
    try (LocalJob job = cluster.start()) {
      // The second start is at once, the third after ten seconds.
      job.awaitReplica(
          WORKER_0, now -> now.exitCodes().size() == 2 && now.pid().isEmpty(), DEADLINE);

      job.delete(WORKER_0);

      assertThat(job.await(DEADLINE)).isEqualTo(JobState.FAILED);
      assertThat(job.failure()).startsWith("worker-0 was deleted while it ran");
    }
  }

  @Test
  void aPodThatHasSucceededIsMadeAnewWhenItIsDeleted() throws Exception {
    LocalCluster cluster = cluster("chief:1 worker:1", program("chief) sleep 1000;; *) exit 0;;"));
    try (LocalJob job = cluster.start()) {
      job.awaitReplica(WORKER_0, now -> now.phase() == PodPhase.SUCCEEDED, DEADLINE);

      job.delete(WORKER_0);

      job.awaitReplica(WORKER_0, now -> now.exitCodes().equals(List.of(0, 0)), DEADLINE);
      assertThat(job.state()).isEqualTo(JobState.RUNNING);
    }
  }

  @Test
  void aPodThatTheKubeletEvictsFailsTheJobOnlyIfItNeverRestarts() throws Exception {
    try (LocalJob job = cluster("chief:1/ON_FAILURE worker:1", SLEEPERS).start()) {
      job.awaitState(JobState.RUNNING, DEADLINE);

      job.evict(CHIEF);
      job.awaitState(JobState.RESTARTING, DEADLINE);
      job.evict(WORKER_0);

      assertThat(job.await(DEADLINE)).isEqualTo(JobState.FAILED);
      assertThat(job.failure())
          .isEqualTo("TFJob default/local has failed because 1 Worker replica(s) failed.");
    }
  }

  @Test
  void whatIsGoneCannotBeDeleted() throws Exception {
    try (LocalJob job = cluster("worker:1", Program.command("true")).start()) {
      job.await(DEADLINE);
      job.delete(WORKER_0);

      assertThatThrownBy(() -> job.delete(WORKER_0))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("cannot delete worker-0: it is ABSENT and has no process");
    }
  }

  private static Program program(String cases) {
    return Program.command(
        "sh",
        "-c",
        "me=$(printf %s \"$TF_CONFIG\" | sed 's/.*\"type\":\"\\([a-z]*\\)\".*/\\1/'); case $me in "
            + cases
            + " esac");
  }

  private static LocalCluster cluster(String shape, Program program) {
    return LocalCluster.builder()
        .cluster(ClusterText.cluster(shape, "clean=RUNNING"))
        .program(program)
        .restartDelayScale(0)
        .output(LogOutput.none())
        .build();
  }
}
