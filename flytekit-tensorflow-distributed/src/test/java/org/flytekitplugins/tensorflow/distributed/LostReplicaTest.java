package org.flytekitplugins.tensorflow.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.flytekitplugins.spi.LocalFolderStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Replicas are real processes here, and are killed as a lost node would. */
@Timeout(180)
class LostReplicaTest {
  @TempDir Path folder;

  @Test
  void withParameterServersTheOthersGoOnWithoutALostWorkerAndItRejoins() throws Exception {
    LoopbackCluster cluster = LoopbackCluster.of("chief-0", "worker-0", "worker-1", "ps-0");
    try (ProcessJob job = new ProcessJob(cluster, folder, 600, 40, 60, 20).startAll()) {
      job.awaitStep("worker-1", 60);
      job.kill("worker-1");
      long atKill = job.step("chief-0");
      job.awaitStep("chief-0", atKill + 50);
      job.start("worker-1");
      job.awaitEvent("worker-1", "joins at step");

      assertThat(job.awaitEnd("chief-0"))
          .startsWith("result steps=60")
          .contains("chief-0=")
          .contains("worker-1=");
      assertThat(job.awaitEnd("worker-0")).startsWith("result");
      assertThat(job.awaitEnd("worker-1")).startsWith("result");
      assertThat(job.said("chief-0", "event")).noneMatch(event -> event.contains("lost"));
      assertThat(job.said("worker-0", "event")).noneMatch(event -> event.contains("lost"));
      assertThat(job.step("worker-1")).isGreaterThanOrEqualTo(600);
    }
  }

  @Test
  void whenAParameterServerIsLostTrainingResumesFromTheLastCheckpoint() throws Exception {
    LoopbackCluster cluster = LoopbackCluster.of("chief-0", "worker-0", "ps-0");
    try (ProcessJob job = new ProcessJob(cluster, folder, 200, 20, 60, 20).startAll()) {
      job.awaitStep("chief-0", 80);
      job.kill("ps-0");
      job.awaitEvent("chief-0", "opens its session again");
      job.start("ps-0");

      assertThat(job.awaitEnd("chief-0")).startsWith("result steps=20");
      assertThat(job.awaitEnd("worker-0")).startsWith("result");
      assertThat(job.said("chief-0", "event"))
          .anyMatch(event -> event.matches("chief-0 restored the checkpoint of step [1-9].*"));
      assertThat(job.said("chief-0"))
          .anyMatch(
              line ->
                  line.matches(
                      "chief-0 goes on from the checkpoint of step [1-9][0-9]* in file:.*"));
    }
  }

  @Test
  void aParameterServerThatIsLostBeforeTheFirstStepIsWaitedForToo() throws Exception {
    LoopbackCluster cluster = LoopbackCluster.of("worker-0", "ps-0");
    try (ProcessJob job = new ProcessJob(cluster, folder, 3, 2000, 60, 20).startAll()) {
      job.awaitEvent("worker-0", "initialised the variables");
      job.kill("ps-0");
      assertThat(job.said("worker-0", "progress")).isEmpty();
      job.start("ps-0");

      assertThat(job.awaitEnd("worker-0")).startsWith("result steps=3");
      assertThat(job.said("worker-0", "event").stream().filter(e -> e.contains("initialised")))
          .hasSize(2);
    }
  }

  @Test
  void aParameterServerThatDoesNotComeBackIsNamedAndMayStillComeLater() throws Exception {
    LoopbackCluster cluster = LoopbackCluster.of("worker-0", "ps-0");
    try (ProcessJob job = new ProcessJob(cluster, folder, 100, 20, 8, 20).startAll()) {
      job.awaitStep("worker-0", 40);
      job.kill("ps-0");
      job.awaitSaid("worker-0", "again");

      assertThat(job.said("worker-0", "again").get(0))
          .startsWith("lost [ps-0] and could not go on within 8 s")
          .contains("opening the session again is enough")
          .contains("(" + cluster.address("ps-0") + "): connection refused");
      job.start("ps-0");
      assertThat(job.awaitEnd("worker-0")).startsWith("result steps=100");
    }
  }

  @Test
  void withParameterServersALostPrimaryRejoinsToo() throws Exception {
    LoopbackCluster cluster = LoopbackCluster.of("chief-0", "worker-0", "ps-0");
    try (ProcessJob job = new ProcessJob(cluster, folder, 400, 30, 60, 20).startAll()) {
      job.awaitStep("chief-0", 60);
      job.kill("chief-0");
      job.start("chief-0");

      assertThat(job.awaitEnd("chief-0")).startsWith("result steps=40");
      assertThat(job.awaitEnd("worker-0")).startsWith("result");
      assertThat(job.said("chief-0", "event")).anyMatch(e -> e.contains("joins at step"));
      assertThat(job.said("worker-0", "event")).noneMatch(event -> event.contains("lost"));
    }
  }

  @Test
  void whenAReplicaIsLostWithCollectivesAllFailFastAndTheRestartedJobResumes() throws Exception {
    LoopbackCluster cluster = LoopbackCluster.of("chief-0", "worker-0", "worker-1");
    try (ProcessJob job =
        new ProcessJob(cluster, folder, 120, 20, 60, 20, "COLLECTIVES").startAll()) {
      job.awaitStep("chief-0", 50);
      job.kill("worker-1");
      long killed = System.nanoTime();
      for (String replica : List.of("chief-0", "worker-0")) {
        assertThat(job.awaitEnd(replica))
            .startsWith("failed LostPeerException: lost ")
            .contains("worker-1 (" + cluster.address("worker-1") + ")")
            .contains("all replicas must start again");
      }
      assertThat((System.nanoTime() - killed) / 1e9).isLessThan(20);

      job.startAll();
      for (String replica : List.of("chief-0", "worker-0", "worker-1")) {
        assertThat(job.awaitEnd(replica)).startsWith("result steps=120");
      }
      assertThat(job.said("chief-0", "event"))
          .anyMatch(event -> event.matches("chief-0 restored the checkpoint of step [1-9].*"));
      assertThat(job.said("worker-1", "progress").get(0)).doesNotStartWith("5 ");
    }
  }

  @Test
  void withAllReduceOfAllTheOthersWaitForALostReplicaAndNoStepIsLostOrDoneTwice() throws Exception {
    List<String> digests = new CopyOnWriteArrayList<>();
    DistributedTraining undisturbed =
        Digits.builder()
            .steps(150)
            .listener(new AllReduceTrainingTest.DigestListener(digests))
            .build();
    LoopbackCluster other = LoopbackCluster.of("chief-0", "worker-0", "worker-1");
    try (ThreadedJob job =
        ThreadedJob.start(
            other, LocalFolderStorage.in(folder.resolve("other")), replica -> undisturbed)) {
      job.results();
    }
    LoopbackCluster cluster = LoopbackCluster.of("chief-0", "worker-0", "worker-1");
    try (ProcessJob job =
        // It would go on for long, but ends early: what was counted until then outlives its
        // replicas.
        new ProcessJob(cluster, folder, 3000, 30, 60, 1000, "DIRECT", 1000, 3, 50).startAll()) {
      job.awaitStep("worker-1", 30);
      job.kill("worker-1");
      job.awaitEvent("chief-0", "lost worker-1");
      assertThat(job.said("chief-0", "event"))
          .anyMatch(
              event ->
                  event.matches(
                      "chief-0 lost worker-1 \\(.*\\) in exchange [0-9]+: .*, after step"
                          + " [1-9][0-9]"));
      job.start("worker-1");
      job.awaitStep("worker-1", 60);
      // There is no checkpoint: it gets its variables from the others.
      job.kill("chief-0");
      job.start("chief-0");

      for (String replica : List.of("chief-0", "worker-0", "worker-1")) {
        assertThat(job.awaitEnd(replica)).as(job::transcript).startsWith("result steps=150");
        assertThat(job.said(replica, "event"))
            .anyMatch(
                event -> event.startsWith(replica + " ends after step 150: loss has not been"));
        assertThat(job.said(replica, "event"))
            .as(replica)
            .anyMatch(
                event ->
                    AllReduceTrainingTest.DigestListener.digest(event)
                        .equals(Optional.of(digests.get(0))));
      }
      assertThat(job.said("worker-0", "event"))
          .anyMatch(
              event ->
                  event.matches("worker-0 goes on after step [1-9].* of worker-[01] with all 3"));
      assertThat(job.said("worker-1", "progress").get(0)).doesNotStartWith("5 ");
    }
  }

  @Test
  void withAllReduceAReplicaThatDoesNotComeBackIsNamedAndMayStillComeLater() throws Exception {
    LoopbackCluster cluster = LoopbackCluster.of("worker-0", "worker-1");
    try (ProcessJob job =
        new ProcessJob(cluster, folder, 100, 20, 8, 20, "DIRECT", 1000, 2).startAll()) {
      job.awaitStep("worker-0", 20);
      job.kill("worker-1");
      job.awaitSaid("worker-0", "again");

      assertThat(job.said("worker-0", "again").get(0))
          .startsWith("lost worker-1 (" + cluster.address("worker-1") + ") in exchange ")
          .contains("and it did not come back within 8 s")
          .contains("connection refused; 1 of 2 workers is up");
      job.start("worker-1");
      assertThat(job.awaitEnd("worker-0")).startsWith("result steps=100");
    }
  }

  @Test
  void withAllReduceTheOthersGoOnWithoutALostReplicaAndItJoinsThem() throws Exception {
    LoopbackCluster cluster = LoopbackCluster.of("chief-0", "worker-0", "worker-1");
    try (ProcessJob job = new ProcessJob(cluster, folder, 500, 20, 60, 1000).startAll()) {
      job.awaitStep("worker-1", 30);
      job.kill("worker-1");
      job.awaitEvent("chief-0", "with 2 replicas, without worker-1");
      long atKill = job.step("chief-0");
      job.awaitStep("chief-0", atKill + 20);
      job.start("worker-1");
      job.awaitEvent("worker-1", "with all 3");

      Set<String> digests = new TreeSet<>();
      for (String replica : List.of("chief-0", "worker-0", "worker-1")) {
        assertThat(job.awaitEnd(replica))
            .as(job::transcript)
            .startsWith("result steps=500 replicas={chief-0=500, worker-0=500, worker-1=")
            .doesNotContain("worker-1=500");
        job.said(replica, "event")
            .forEach(
                event ->
                    AllReduceTrainingTest.DigestListener.digest(event).ifPresent(digests::add));
      }
      assertThat(digests).as(job::transcript).hasSize(1);
      assertThat(job.said("chief-0", "event").stream().filter(e -> e.contains(" lost ")))
          .hasSize(1);
      assertThat(Long.parseLong(job.said("worker-1", "progress").get(0).split(" ", -1)[0]))
          .isGreaterThan(atKill + 20);
    }
  }
}
