package org.flytekitplugins.localcluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.flytekitplugins.kubeflow.ClusterText;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.operator.JobState;
import org.flytekitplugins.kubeflow.operator.PodPhase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(OS.WINDOWS)
class FaultInjectionTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final Replica WORKER_0 = Replica.parse("worker-0");
  private static final Replica WORKER_1 = Replica.parse("worker-1");

  /** Makes a step every 20 ms, 1000 in all. */
  private static final String STEPS =
      """
      i=0
      while [ $i -lt 1000 ]; do
        i=$((i+1))
        echo "{\\"step\\":$i}" >>"$FLYTEKIT_PROGRESS"
        sleep 0.02
      done
      """;

  private final List<String> starts = new CopyOnWriteArrayList<>();
  private final List<Long> moments = new CopyOnWriteArrayList<>();

  @Test
  void aReplicaIsKilledAtAStepAndOnlyOnce() throws Exception {
    try (LocalJob job = start("worker:2/ON_FAILURE", "worker-1@10")) {
      job.awaitReplica(WORKER_1, now -> now.restarts() == 1 && now.step().orElse(0) > 20, DEADLINE);

      assertThat(job.replica(WORKER_1).exitCodes()).isEqualTo(List.of(137));
      assertThat(job.replica(WORKER_0).exitCodes()).isEmpty();
      assertThat(job.state()).isEqualTo(JobState.RUNNING);
    }
  }

  @Test
  void aKilledReplicaThatNeverRestartsFailsTheJob() throws Exception {
    try (LocalJob job = start("chief:1 worker:2", "worker-1@3")) {
      assertThat(job.await(DEADLINE)).isEqualTo(JobState.FAILED);

      assertThat(job.replica(WORKER_1).exitCodes()).isEqualTo(List.of(137));
      assertThat(job.replica(WORKER_1).step().orElse(0)).isBetween(3L, 900L);
      assertThat(job.failure()).startsWith("worker-1 exited with code 137 after ");
    }
  }

  @Test
  void aReplicaIsKilledAfterATime() throws Exception {
    long before = System.nanoTime();
    try (LocalJob job = start("worker:2", "worker-1@700ms")) {
      assertThat(job.await(DEADLINE)).isEqualTo(JobState.FAILED);

      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isGreaterThanOrEqualTo(Duration.ofMillis(700));
      assertThat(job.replica(WORKER_1).exitCodes()).isEqualTo(List.of(137));
    }
  }

  @Test
  void aReplicaStartsLate() throws Exception {
    try (LocalJob job = start("worker:2", "delay worker-0@600ms")) {
      assertThat(job.replica(WORKER_0).phase()).isEqualTo(PodPhase.PENDING);
      job.awaitReplica(WORKER_0, now -> now.phase() == PodPhase.RUNNING, DEADLINE);

      assertThat(starts).isEqualTo(List.of("worker-1", "worker-0"));
      assertThat(Duration.ofNanos(moments.get(1) - moments.get(0)))
          .isGreaterThanOrEqualTo(Duration.ofMillis(550));
    }
  }

  @Test
  void aReplicaThatNeverStartedIsCleanedAndDoesNotStartLater() throws Exception {
    LocalCluster cluster =
        cluster("worker:2", "delay worker-1@500ms").toBuilder()
            .program(Program.command("true"))
            .build();
    try (LocalJob job = cluster.start()) {
      assertThat(job.await(DEADLINE)).isEqualTo(JobState.SUCCEEDED);
      assertThat(job.replica(WORKER_1).phase()).isEqualTo(PodPhase.ABSENT);
      Thread.sleep(700);
      assertThat(starts).isEqualTo(List.of("worker-0"));
    }
  }

  @Test
  void aFreezeEndsAfterItsLength() throws Exception {
    try (LocalJob job = start("worker:2", "freeze worker-1@5+800ms")) {
      job.awaitReplica(WORKER_0, now -> now.step().orElse(0) >= 25, DEADLINE);
      long frozen = job.replica(WORKER_1).step().orElse(0);
      job.awaitReplica(WORKER_1, now -> now.step().orElse(0) > frozen + 20, DEADLINE);

      assertThat(job.replica(WORKER_1).exitCodes()).isEmpty();
    }
  }

  @Test
  void aPodIsLostAndMadeAnew() throws Exception {
    try (LocalJob job = start("chief:1 worker:2/ON_FAILURE", "evict worker-1@5")) {
      job.awaitState(JobState.RESTARTING, DEADLINE);
      job.awaitReplica(
          WORKER_1, now -> now.phase() == PodPhase.RUNNING && now.step().orElse(0) > 8, DEADLINE);

      assertThat(job.replica(WORKER_1).exitCodes()).isEqualTo(List.of(143));
      assertThat(job.replica(WORKER_1).restarts()).isZero();
      assertThat(job.state()).isEqualTo(JobState.RUNNING);
    }
  }

  @Test
  void aFaultThatComesTooLateHarmsNobody() throws Exception {
    LocalCluster cluster =
        cluster("worker:2", "worker-1@300ms, evict worker-1@300ms, freeze worker-1@300ms")
            .toBuilder()
            .cluster(ClusterText.cluster("chief:1 worker:2", "clean=NONE"))
            .program(
                Program.command(
                    "sh", "-c", "case $TF_CONFIG in *'\"type\":\"chief\"'*) sleep 1;; esac"))
            .build();
    try (LocalJob job = cluster.start()) {
      assertThat(job.await(DEADLINE)).isEqualTo(JobState.SUCCEEDED);
      assertThat(job.replica(WORKER_1).exitCodes()).isEqualTo(List.of(0));
    }
  }

  private LocalJob start(String shape, String faults) {
    return cluster(shape, faults).start();
  }

  private LocalCluster cluster(String shape, String faults) {
    return LocalCluster.builder()
        .cluster(ClusterText.cluster(shape, "clean=RUNNING"))
        .program(Program.command("sh", "-c", STEPS))
        .faults(FaultPlan.parse(faults))
        .restartDelayScale(0)
        .output(LogOutput.none())
        .listeners(
            List.of(
                new JobListener() {
                  @Override
                  public void started(Replica replica, int restarts) {
                    starts.add(replica.toString());
                    moments.add(System.nanoTime());
                  }
                }))
        .build();
  }
}
