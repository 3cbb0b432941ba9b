package org.flytekitplugins.localcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.flytekitplugins.kubeflow.ClusterText;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.operator.JobState;
import org.flytekitplugins.kubeflow.operator.JobTransition;
import org.flytekitplugins.kubeflow.operator.PodPhase;
import org.flytekitplugins.report.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a running job can be asked and told. */
@DisabledOnOs(OS.WINDOWS)
class LocalJobTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final Replica CHIEF_0 = Replica.parse("chief-0");
  private static final Replica WORKER_0 = Replica.parse("worker-0");
  private static final Replica WORKER_1 = Replica.parse("worker-1");

  @TempDir Path folder;

  @Test
  void everyReplicaFindsItselfInItsContext() throws Exception {
    LocalCluster cluster =
        cluster("chief:1 worker:1 evaluator:1", Program.mainClass(Trainer.class, "0", "0"))
            .toBuilder()
            .cluster(ClusterText.cluster("chief:1 worker:1 evaluator:1", "clean=NONE"))
            .build();
    try (LocalJob job = cluster.start()) {
      for (Replica replica : job.replicas().keySet()) {
        job.awaitReplica(replica, now -> now.phase() == PodPhase.SUCCEEDED, DEADLINE);

        assertThat(job.lastLines(replica))
            .isEqualTo(List.of("I am " + replica + " of " + job.addresses()));
        assertThat(job.log(replica)).hasContent("I am " + replica + " of " + job.addresses());
      }
      assertThat(job.await(DEADLINE)).isEqualTo(JobState.SUCCEEDED);
    }
  }

  @Test
  void aReplicaThatIsAloneFindsNothing() throws Exception {
    try (LocalJob job = shell("worker:1", "echo \"[${TF_CONFIG-nothing}]\"").start()) {
      job.await(DEADLINE);

      assertThat(job.lastLines(WORKER_0)).isEqualTo(List.of("[nothing]"));
    }
  }

  @Test
  void theEnvironmentAndTheWorkingFolderAreTheReplicas() throws Exception {
    LocalCluster cluster =
        shell("worker:1", "pwd -P; echo \"$GREETING $1\"; read -r line || echo no input")
            .toBuilder()
            .workingFolder(folder)
            .environment(Map.of("GREETING", "hello; $(exit 3)"))
            .build();
    try (LocalJob job = cluster.start()) {
      job.await(DEADLINE);

      assertThat(job.lastLines(WORKER_0))
          .isEqualTo(List.of(folder.toRealPath().toString(), "hello; $(exit 3) ", "no input"));
    }
  }

  @Test
  void noProxyStandsBetweenReplicas() throws Exception {
    LocalCluster cluster =
        shell("worker:1", "echo \"$https_proxy $no_grpc_proxy\"").toBuilder()
            .environment(Map.of("https_proxy", "http://proxy.example:3128", "no_proxy", "10.0.0.1"))
            .build();
    try (LocalJob job = cluster.start()) {
      job.await(DEADLINE);

      assertThat(job.lastLines(WORKER_0))
          .isEqualTo(List.of("http://proxy.example:3128 10.0.0.1,127.0.0.1,localhost"));
    }
  }

  @Test
  void everyJobHasAStorageOfItsOwnThatItsReplicasShare() throws Exception {
    LocalCluster cluster = shell("worker:2", "echo \"$FLYTEKIT_STORAGE\"; sleep 0.3");
    List<String> storages = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      try (LocalJob job = cluster.start()) {
        job.await(DEADLINE);

        assertThat(job.lastLines(WORKER_0)).isEqualTo(job.lastLines(WORKER_1)).hasSize(1);
        storages.addAll(job.lastLines(WORKER_0));
      }
    }
    assertThat(storages).doesNotHaveDuplicates().doesNotContain("");
  }

  @Test
  void aStorageThatIsNamedIsSharedByJobs() throws Exception {
    LocalCluster cluster =
        shell("worker:1", "echo \"$FLYTEKIT_STORAGE\"").toBuilder()
            .environment(Map.of("FLYTEKIT_STORAGE", folder.toString()))
            .build();
    try (LocalJob job = cluster.start()) {
      job.await(DEADLINE);

      assertThat(job.lastLines(WORKER_0)).isEqualTo(List.of(folder.toString()));
    }
  }

  @Test
  void linesAreShownAfterTheirReplica() throws Exception {
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    LocalCluster cluster =
        shell("worker:2", "echo out; echo error >&2; printf unfinished").toBuilder()
            .output(LogOutput.plain(new PrintStream(shown, false, StandardCharsets.UTF_8)))
            .build();
    try (LocalJob job = cluster.start()) {
      awaitAll(job, PodPhase.SUCCEEDED);
    }

    assertThat(shown.toString(StandardCharsets.UTF_8).lines())
        .contains("local | TFJob local is created.", "local | TFJob default/local is running.")
        .contains("worker-0 | out", "worker-0 | error", "worker-0 | unfinished")
        .contains("worker-1 | out", "worker-1 | error", "worker-1 | unfinished")
        .contains("local | TFJob default/local successfully completed.");
  }

  @Test
  void logFilesStayWhereTheyAreWanted() throws Exception {
    LocalCluster cluster =
        shell("worker:2", "echo hello").toBuilder().name("digits").logFolder(folder).build();
    Path temporary;
    try (LocalJob job = cluster.start()) {
      awaitAll(job, PodPhase.SUCCEEDED);
      temporary = job.log(WORKER_0);
    }

    assertThat(temporary).isEqualTo(folder.resolve("digits-worker-0.log")).hasContent("hello");
    assertThat(folder.resolve("digits-worker-1.log")).hasContent("hello");
  }

  @Test
  void aReplicaHasTheGracePeriodAfterSigterm() throws Exception {
    String script = "trap 'echo bye; exit 7' TERM; echo up; while :; do sleep 0.05; done";
    try (LocalJob job = shell("worker:1", script).start()) {
      awaitLine(job, WORKER_0, "up");
      job.stop();

      assertThat(job.replica(WORKER_0).exitCodes()).isEqualTo(List.of(7));
      assertThat(job.lastLines(WORKER_0)).isEqualTo(List.of("up", "bye"));
    }
  }

  @Test
  void whoIgnoresSigtermIsKilledAfterTheGracePeriod() throws Exception {
    LocalCluster cluster =
        shell("worker:1", "trap '' TERM; echo up; while :; do sleep 0.05; done").toBuilder()
            .gracePeriod(Duration.ofMillis(600))
            .build();
    try (LocalJob job = cluster.start()) {
      awaitLine(job, WORKER_0, "up");
      long before = System.nanoTime();
      job.stop();

      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isBetween(Duration.ofMillis(600), DEADLINE);
      assertThat(job.replica(WORKER_0).exitCodes()).isEqualTo(List.of(137));
    }
  }

  @Test
  void aFrozenReplicaSaysNothingUntilItIsThawed() throws Exception {
    String script = "i=0; while :; do i=$((i+1)); echo $i; sleep 0.02; done";
    try (LocalJob job = shell("worker:2", script).start()) {
      awaitLine(job, WORKER_1, "3");

      job.freeze(WORKER_1);
      // What it wrote before may still be on its way.
      Thread.sleep(200);
      List<String> frozen = job.lastLines(WORKER_1);
      List<String> other = job.lastLines(WORKER_0);
      Thread.sleep(400);
      assertThat(job.lastLines(WORKER_1)).isEqualTo(frozen);
      assertThat(job.lastLines(WORKER_0)).isNotEqualTo(other);
      assertThat(job.replica(WORKER_1).phase()).isEqualTo(PodPhase.RUNNING);

      job.thaw(WORKER_1);
      awaitOther(job, WORKER_1, frozen);
    }
  }

  @Test
  void aFrozenReplicaDoesNotHoldUpTheClose() throws Exception {
    LocalJob job = shell("worker:1", "echo up; sleep 60").start();
    awaitLine(job, WORKER_0, "up");
    job.freeze(WORKER_0);
    long before = System.nanoTime();
    job.close();

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
    assertThat(job.replica(WORKER_0).exitCodes()).isEqualTo(List.of(137));
  }

  @Test
  void waitsBeforeRestartsGrowAndAreScaled() throws Exception {
    List<Long> moments = new CopyOnWriteArrayList<>();
    LocalCluster cluster =
        shell("worker:1/ON_FAILURE", "exit 1").toBuilder()
            .restartDelayScale(0.03)
            .listeners(
                List.of(
                    new JobListener() {
                      @Override
                      public void started(Replica replica, int restarts) {
                        moments.add(System.nanoTime());
                      }
                    }))
            .build();
    try (LocalJob job = cluster.start()) {
      job.awaitReplica(WORKER_0, now -> now.restarts() == 3, DEADLINE);
    }

    // At once, then 10 s and 20 s, times 0.03.
    assertThat(Duration.ofNanos(moments.get(2) - moments.get(1)))
        .isGreaterThanOrEqualTo(Duration.ofMillis(300));
    assertThat(Duration.ofNanos(moments.get(3) - moments.get(2)))
        .isGreaterThanOrEqualTo(Duration.ofMillis(600));
  }

  @Test
  void waitsThatPassAtOnceAreTold() throws Exception {
    LocalCluster cluster =
        shell("worker:1/ON_FAILURE", "exit 1").toBuilder().restartDelayScale(0).build();
    long before = System.nanoTime();
    try (LocalJob job = cluster.start()) {
      job.awaitReplica(WORKER_0, now -> now.restarts() >= 5, DEADLINE);

      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
      // None, 10 s, 20 s, 40 s and 80 s.
      assertThat(job.replica(WORKER_0).backoff()).isGreaterThanOrEqualTo(Duration.ofSeconds(150));
    }
  }

  @Test
  void listenersAreToldInOrderAndCannotHarm() throws Exception {
    List<String> told = new CopyOnWriteArrayList<>();
    JobListener writer =
        new JobListener() {
          @Override
          public void condition(JobTransition transition) {
            told.add(transition.condition().state().operatorName());
          }

          @Override
          public void started(Replica replica, int restarts) {
            told.add(replica + " start " + restarts);
          }

          @Override
          public void exited(Replica replica, int exitCode) {
            told.add(replica + " exit " + exitCode);
          }

          @Override
          public void progress(Replica replica, Progress progress) {
            told.add(replica + " step " + progress.step());
          }

          @Override
          public void line(Replica replica, String line) {
            told.add(replica + " says " + line);
          }
        };
    JobListener thrower =
        new JobListener() {
          @Override
          public void exited(Replica replica, int exitCode) {
            throw new IllegalStateException("from the test");
          }
        };
    String script =
        "echo hello; echo '{\"step\":3}' >>\"$FLYTEKIT_PROGRESS\";"
            + " [ $(wc -l <\"$FLYTEKIT_PROGRESS\") = 2 ]";
    LocalCluster cluster =
        shell("worker:1/ON_FAILURE", script).toBuilder()
            .restartDelayScale(0)
            .listeners(List.of(thrower, writer))
            .build();
    try (LocalJob job = cluster.start()) {
      assertThat(job.await(DEADLINE)).isEqualTo(JobState.SUCCEEDED);
      assertThat(job.replica(WORKER_0).step()).hasValue(3);
    }

    // What a replica says comes by a thread of its own.
    assertThat(told.stream().filter(what -> what.equals("worker-0 says hello"))).hasSize(2);
    assertThat(told.stream().filter(what -> !what.endsWith("hello")))
        .isEqualTo(
            List.of(
                "Created",
                "worker-0 start 0",
                "Running",
                "worker-0 step 3",
                "worker-0 exit 1",
                "worker-0 start 1",
                "worker-0 step 3",
                "worker-0 exit 0",
                "Succeeded"));
  }

  @Test
  void aStoppedJobKeepsItsStateAndCannotBeAwaited() throws Exception {
    try (LocalJob job = shell("chief:1 worker:1", "echo up; sleep 60").start()) {
      job.stop();

      assertThat(job.state()).isEqualTo(JobState.RUNNING);
      assertThat(job.replicas().values())
          .extracting(ReplicaStatus::phase)
          .containsOnly(PodPhase.ABSENT);
      assertThatThrownBy(() -> job.await(DEADLINE))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("job local was stopped while it was RUNNING");
    }
  }

  @Test
  void whoWaitsTooLongHearsHowTheReplicasAre() throws Exception {
    try (LocalJob job = shell("chief:1 worker:1", "echo still here; sleep 60").start()) {
      awaitLine(job, CHIEF_0, "still here");
      awaitLine(job, WORKER_0, "still here");

      assertThatThrownBy(() -> job.await(Duration.ofMillis(100)))
          .isInstanceOf(TimeoutException.class)
          .hasMessage(
              """
              job local is RUNNING after 0.1 s
                chief-0 is RUNNING; the last lines of its log:
                  still here
                worker-0 is RUNNING; the last lines of its log:
                  still here""");
    }
  }

  @Test
  void theDeadlineIsKeptOnTime() throws Exception {
    LocalCluster cluster =
        LocalCluster.builder()
            .cluster(ClusterText.cluster("worker:1", "deadline=1"))
            .program(Program.command("sleep", "60"))
            .output(LogOutput.none())
            .build();
    try (LocalJob job = cluster.start()) {
      assertThat(job.await(DEADLINE)).isEqualTo(JobState.FAILED);

      JobTransition first = job.history().get(0);
      JobTransition last = job.history().get(job.history().size() - 1);
      assertThat(Duration.between(first.time(), last.time()))
          .isBetween(Duration.ofMillis(990), Duration.ofSeconds(10));
    }
  }

  private static void awaitAll(LocalJob job, PodPhase phase)
      throws InterruptedException, TimeoutException {
    for (Replica replica : job.replicas().keySet()) {
      job.awaitReplica(replica, now -> now.phase() == phase, DEADLINE);
    }
  }

  private static void awaitLine(LocalJob job, Replica replica, String line)
      throws InterruptedException {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (!job.lastLines(replica).contains(line)) {
      assertThat(System.nanoTime()).as("time for " + line).isLessThan(end);
      Thread.sleep(10);
    }
  }

  private static void awaitOther(LocalJob job, Replica replica, List<String> lines)
      throws InterruptedException {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (job.lastLines(replica).equals(lines)) {
      assertThat(System.nanoTime()).as("time for another line").isLessThan(end);
      Thread.sleep(10);
    }
  }

  private static LocalCluster shell(String shape, String script) {
    return cluster(shape, Program.command("sh", "-c", script));
  }

  private static LocalCluster cluster(String shape, Program program) {
    return LocalCluster.builder()
        .cluster(ClusterText.cluster(shape, "clean=NONE"))
        .program(program)
        .output(LogOutput.none())
        .build();
  }
}
