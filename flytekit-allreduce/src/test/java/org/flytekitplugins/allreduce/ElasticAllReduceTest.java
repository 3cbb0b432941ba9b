package org.flytekitplugins.allreduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Over real sockets, with replicas that are processes, and are killed and frozen. */
@Timeout(90)
@EnabledOnOs({OS.LINUX, OS.MAC})
class ElasticAllReduceTest {
  private static final List<String> ALL = List.of("chief-0", "worker-0", "worker-1");

  @Test
  void theOthersGoOnWithoutAKilledReplicaAndItJoinsThemBetweenTwoSteps() throws Exception {
    try (LoopbackJob addresses = new LoopbackJob("chief-0", "worker-0", "worker-1");
        ReplicaProcesses job = start(addresses, "600", "1", "5000")) {
      job.awaitSteps("worker-1", 20);
      job.kill("worker-1");
      assertThat(job.awaitSaid("chief-0", "with [chief-0, worker-0]")).isLessThan(1000);
      assertThat(job.awaitSaid("worker-0", "with [chief-0, worker-0]")).isLessThan(1000);
      long away = job.steps("chief-0");
      job.awaitSteps("chief-0", away + 20);
      job.start("worker-1");
      job.awaitSaid("worker-1", "with [chief-0, worker-0, worker-1]");

      endAlike(job);
      assertThat(steps(job, "chief-0")).hasSize(600);
      assertThat(job.steps("chief-0")).isEqualTo(600);
      // Its coming has stopped nobody.
      assertThat(job.said("chief-0").stream().filter(line -> line.startsWith("lost ")))
          .hasSize(1)
          .allMatch(line -> line.startsWith("lost [worker-1]: lost worker-1 ("));
    }
  }

  @Test
  void aFrozenReplicaIsGoneAfterASecondAndWhenItIsThawedItJoins() throws Exception {
    try (LoopbackJob addresses = new LoopbackJob("chief-0", "worker-0", "worker-1");
        ReplicaProcesses job = start(addresses, "600", "1", "1000")) {
      job.awaitSteps("worker-0", 20);
      job.signal("worker-0", "STOP");
      assertThat(job.awaitSaid("chief-0", "with [chief-0, worker-1]")).isBetween(700L, 2500L);
      job.signal("worker-0", "CONT");
      job.awaitSaid("worker-0", "lost");
      long lost = job.steps("worker-0");
      job.awaitSteps("worker-0", lost + 5);

      endAlike(job);
      assertThat(job.said("chief-0")).anyMatch(line -> line.endsWith("with " + ALL));
      assertThat(steps(job, "chief-0")).hasSize(600);
    }
  }

  @Test
  void withoutThePrimaryAllPauseAndItGetsWhatTheOthersHave() throws Exception {
    try (LoopbackJob addresses = new LoopbackJob("chief-0", "worker-0", "worker-1");
        ReplicaProcesses job = start(addresses, "300", "1", "5000")) {
      job.awaitSteps("worker-1", 50);
      job.kill("chief-0");
      job.awaitSaid("worker-1", "lost");
      long paused = job.steps("worker-1");
      Thread.sleep(500);
      assertThat(job.steps("worker-1")).isEqualTo(paused);
      job.start("chief-0");

      endAlike(job);
      // It began where the others were, and nobody did a step twice.
      assertThat(steps(job, "chief-0")).hasSizeLessThanOrEqualTo(300 - 50 + 1);
      assertThat(job.steps("worker-1")).isEqualTo(300);
      assertThat(job.steps("worker-0")).isEqualTo(300);
    }
  }

  @Test
  void belowTheMinimumAllWaitAndNobodyDoesAStep() throws Exception {
    try (LoopbackJob addresses = new LoopbackJob("chief-0", "worker-0", "worker-1");
        ReplicaProcesses job = start(addresses, "200", "3", "5000")) {
      job.awaitSteps("worker-1", 20);
      job.kill("worker-1");
      job.awaitSaid("chief-0", "lost");
      long paused = job.steps("chief-0");
      Thread.sleep(300);
      assertThat(job.steps("chief-0")).isEqualTo(paused);
      job.start("worker-1");

      endAlike(job);
      assertThat(job.said("chief-0"))
          .filteredOn(line -> line.startsWith("step "))
          .hasSize(200)
          .allMatch(line -> line.endsWith("with " + ALL));
    }
  }

  @Test
  void whoeverIsMissingAtTheDeadlineIsNamed() throws Exception {
    try (LoopbackJob job = new LoopbackJob("chief-0", "worker-0");
        ElasticAllReduce chief =
            job.builder("chief-0").startUp(Duration.ofMillis(400)).connectElastic()) {
      assertThatThrownBy(() -> chief.next(0))
          .isInstanceOfSatisfying(
              PeersMissingException.class,
              e -> assertThat(e.reasons().keySet()).containsExactly("worker-0"))
          .hasMessage(
              "waited 0.4 s for worker-0 (%s): connection refused; 1 of 2 replicas are up",
              job.address("worker-0"));
    }
  }

  @Test
  void aMinimumThatNoJobCanHaveIsRefused() {
    LoopbackJob job = new LoopbackJob("chief-0", "worker-0");
    assertThatThrownBy(() -> job.builder("chief-0").minReplicas(0))
        .hasMessage("minReplicas is 0, but the first replica is always there: give 1 or more");
    assertThatThrownBy(() -> job.builder("chief-0").minReplicas(3).connectElastic())
        .hasMessage("minReplicas is 3, but the job has 2 replicas: give at most as many");
  }

  private static ReplicaProcesses start(LoopbackJob job, String... options) throws Exception {
    return new ReplicaProcesses(ElasticReplica.class, job.addresses(), options).startAll();
  }

  private static void endAlike(ReplicaProcesses job) throws InterruptedException {
    Set<String> ends = new TreeSet<>();
    for (String name : ALL) {
      job.awaitSaid(name, "end [");
      ends.add(job.said(name).get(job.said(name).size() - 1));
    }
    assertThat(ends).hasSize(1);
  }

  private static Set<String> steps(ReplicaProcesses job, String name) {
    Set<String> steps = new TreeSet<>();
    job.said(name).stream()
        .filter(line -> line.startsWith("step "))
        .forEach(line -> steps.add(line.split(" ", -1)[1]));
    return steps;
  }
}
