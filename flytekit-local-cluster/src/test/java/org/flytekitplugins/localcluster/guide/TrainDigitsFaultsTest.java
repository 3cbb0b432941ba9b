package org.flytekitplugins.localcluster.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flytekitplugins.localcluster.junit.JobAssertions.assertFails;
import static org.flytekitplugins.localcluster.junit.JobAssertions.assertFaultsHappened;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.flytekitplugins.kubeflow.CleanPodPolicy;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.operator.JobState;
import org.flytekitplugins.kubeflow.operator.PodPhase;
import org.flytekitplugins.localcluster.FaultPlan;
import org.flytekitplugins.localcluster.JobListener;
import org.flytekitplugins.localcluster.LocalCluster;
import org.flytekitplugins.localcluster.LocalJob;
import org.flytekitplugins.localcluster.LogOutput;
import org.flytekitplugins.localcluster.Program;
import org.flytekitplugins.localcluster.junit.LocalClusterExtension;
import org.flytekitplugins.report.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The rest of docs/local-cluster.md. */
@DisabledOnOs(OS.WINDOWS)
class TrainDigitsFaultsTest {
  @TempDir Path logs;

  // snippet: variants
  @TempDir static Path checkpoints;

  private static final Replica WORKER_1 = Replica.parse("worker-1");
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  @RegisterExtension
  final LocalClusterExtension cluster =
      LocalClusterExtension.of(
          LocalCluster.builder()
              .cluster(workers(2, RestartPolicy.ON_FAILURE))
              .program(Program.mainClass(TrainDigits.class, "3000", checkpoints.toString()))
              .restartDelayScale(0.01)
              .build());

  @BeforeEach
  void forgetCheckpoints() {
    for (File file : checkpoints.toFile().listFiles()) {
      assertThat(file.delete()).isTrue();
    }
  }

  // end

  // snippet: shape
  private static TrainingCluster workers(int replicas, RestartPolicy restartPolicy) {
    return TrainingCluster.of(
        Map.of(
            ReplicaType.WORKER,
            ReplicaSpec.builder().replicas(replicas).restartPolicy(restartPolicy).build()),
        RunPolicy.builder().cleanPodPolicy(CleanPodPolicy.RUNNING).backoffLimit(3).build());
  }

  // end

  // snippet: kill
  @Test
  void aKilledWorkerGoesOnAfterItsCheckpoint() throws Exception {
    LocalJob job = cluster.start("worker-1@20");

    job.awaitReplica(WORKER_1, now -> now.restarts() == 1 && now.step().orElse(0) >= 60, DEADLINE);

    assertThat(job.replica(WORKER_1).exitCodes()).isEqualTo(List.of(137));
    assertThat(job.lastLines(WORKER_1))
        .hasSize(2)
        .satisfies(
            lines -> assertThat(lines.get(0)).isEqualTo("begin after step 0"),
            lines -> assertThat(lines.get(1)).matches("begin after step [1-9][0-9]+"));
    assertThat(job.state()).isEqualTo(JobState.RUNNING);
  }

  // end

  // snippet: never
  @Test
  void withoutRestartsAKilledWorkerFailsTheJob() throws Exception {
    LocalCluster fragile =
        cluster.cluster().toBuilder()
            .cluster(workers(2, RestartPolicy.NEVER))
            .faults(FaultPlan.parse("worker-1@20"))
            .build();

    LocalJob job = cluster.start(fragile);

    assertFails(job, DEADLINE);
    assertThat(job.failure()).startsWith("worker-1 exited with code 137");
    assertThat(job.conditions().get(job.conditions().size() - 1).message())
        .isEqualTo("TFJob default/local has failed because 1 Worker replica(s) failed.");
  }

  // end

  // snippet: freeze
  @Test
  void nobodyNoticesAFrozenWorker() throws Exception {
    LocalJob job = cluster.start();
    job.awaitReplica(WORKER_1, now -> now.step().isPresent(), DEADLINE);

    job.freeze(WORKER_1);
    Thread.sleep(500); // what it wrote before is still being read
    OptionalLong step = job.replica(WORKER_1).step();
    Thread.sleep(500);

    assertThat(job.state()).isEqualTo(JobState.RUNNING);
    assertThat(job.replica(WORKER_1).phase()).isEqualTo(PodPhase.RUNNING);
    assertThat(job.replica(WORKER_1).step()).isEqualTo(step);

    job.thaw(WORKER_1);
    job.awaitReplica(WORKER_1, now -> now.step().orElse(0) > step.orElse(0), DEADLINE);
  }

  // end

  // snippet: drain
  @Test
  void aDrainedNodeFailsTheJobWhateverRestarts() throws Exception {
    LocalJob job = cluster.start("drain worker-1@20");

    assertFails(job, DEADLINE);
    assertFaultsHappened(job);
    assertThat(job.failure()).startsWith("worker-1 was deleted while it ran");
  }

  // end

  // snippet: evict
  @Test
  void aPodThatTheKubeletEvictsIsMadeAnew() throws Exception {
    LocalJob job = cluster.start();
    job.awaitReplica(WORKER_1, now -> now.step().isPresent(), DEADLINE);

    job.evict(WORKER_1);

    job.awaitState(JobState.RESTARTING, DEADLINE);
    job.awaitReplica(WORKER_1, now -> now.exitCodes().equals(List.of(143)), DEADLINE);
    assertThat(job.replica(WORKER_1).restarts()).isZero();
  }

  // end

  @Test
  void outsideOfTests() throws Exception {
    // snippet: outside
    List<Long> steps = new CopyOnWriteArrayList<>();
    JobListener listener =
        new JobListener() {
          @Override
          public void progress(Replica replica, Progress progress) {
            steps.add(progress.step());
          }
        };
    LocalCluster digits =
        LocalCluster.builder()
            .name("digits")
            .cluster(workers(2, RestartPolicy.ON_FAILURE))
            .program(
                Program.command(
                    "sh", "-c", "echo '{\"step\": 1}' >> \"$FLYTEKIT_PROGRESS\"; echo done"))
            .environment(Map.of("OMP_NUM_THREADS", "1"))
            .gracePeriod(Duration.ofSeconds(10))
            .logFolder(logs)
            .output(LogOutput.standard())
            .listeners(List.of(listener))
            .build();
    try (LocalJob job = digits.start()) {
      JobState end = job.await(Duration.ofMinutes(10));
      System.out.println(end + ", see " + job.log(job.replicas().firstKey()));
    }
    // end
    assertThat(steps).isNotEmpty().containsOnly(1L);
    assertThat(logs.resolve("digits-worker-0.log")).hasContent("done");
  }
}
