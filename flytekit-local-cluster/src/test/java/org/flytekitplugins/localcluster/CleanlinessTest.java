package org.flytekitplugins.localcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.flytekitplugins.kubeflow.ClusterText;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.operator.JobState;
import org.flytekitplugins.localcluster.internal.FreePorts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A closed job leaves no process, no port, no file, no thread and no open file. */
@EnabledOnOs(OS.LINUX)
class CleanlinessTest {
  /** {@code mvn test -Dlocalcluster.cycles=50} for more. */
  private static final int CYCLES = Integer.getInteger("localcluster.cycles", 10);

  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final String STUBBORN =
      "trap '' TERM; sleep 1000 & timeout 1000 sleep 1000 & echo up; wait";
  private static final List<String> SCRIPTS =
      List.of("sleep 1000", STUBBORN, "exit 0", "exit 1", "sleep 1000 & sleep 1000 & exit 0");

  private final Marked marked = Marked.create();

  @Test
  void cyclesOfStartAndKillLeaveNothing() throws Exception {
    Random random = new Random(20261122);
    cycle(random);
    int openFiles = openFiles();
    for (int i = 0; i < CYCLES; i++) {
      cycle(random);
      assertThat(marked.alive()).isEmpty();
      assertThat(folders()).isEmpty();
      assertThat(threads()).isEmpty();
    }

    // Readers of processes that were killed close their end a moment later.
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (openFiles() > openFiles && System.nanoTime() < end) {
      Thread.sleep(20);
    }
    assertThat(openFiles()).isLessThanOrEqualTo(openFiles);
  }

  @Test
  void theChildrenOfAReplicaGoWithIt() throws Exception {
    try (LocalJob job = start("chief:1 worker:1", STUBBORN)) {
      Replica worker = Replica.parse("worker-0");
      // Each: the shell, sleep, timeout, and its sleep.
      marked.awaitCount(8, DEADLINE);

      job.kill(worker);

      job.await(DEADLINE);
      assertThat(job.replica(worker).exitCodes()).isEqualTo(List.of(137));
      marked.awaitCount(4, DEADLINE);
    }
    assertThat(marked.alive()).isEmpty();
  }

  @Test
  void theChildrenOfAReplicaThatEndsGoToo() throws Exception {
    try (LocalJob job = start("worker:1", "sleep 1000 & timeout 1000 sleep 1000 & exit 0")) {
      assertThat(job.await(DEADLINE)).isEqualTo(JobState.SUCCEEDED);
      assertThat(marked.alive()).isEmpty();
    }
  }

  @Test
  void whatCannotBeStartedLeavesNothing() throws Exception {
    LocalCluster cluster =
        builder("worker:2", "true").logFolder(Path.of("/nowhere-at-all")).build();

    assertThatThrownBy(cluster::start).isInstanceOf(LocalClusterException.class);

    assertThat(folders()).isEmpty();
    assertThat(threads()).isEmpty();
    assertThat(marked.alive()).isEmpty();
  }

  @Test
  void whoIsInterruptedLeavesNothing() throws Exception {
    Thread.currentThread().interrupt();
    LocalJob job = start("chief:1 worker:1", STUBBORN);
    job.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(marked.alive()).isEmpty();
    assertThat(folders()).isEmpty();
    assertThat(threads()).isEmpty();
  }

  @Test
  void closingTwiceIsClosingOnce() throws Exception {
    LocalJob job = start("worker:1", "sleep 1000");
    job.close();
    job.close();
    job.stop();

    assertThat(job.replica(Replica.parse("worker-0")).exitCodes()).isEqualTo(List.of(143));
  }

  private void cycle(Random random) throws Exception {
    List<Integer> ports = new ArrayList<>();
    String script = SCRIPTS.get(random.nextInt(SCRIPTS.size()));
    try (LocalJob job = start("chief:1 worker:2/ON_FAILURE ps:1", script)) {
      job.addresses().values().stream()
          .map(address -> Integer.valueOf(address.substring(address.indexOf(':') + 1)))
          .forEach(ports::add);
      Replica victim = List.copyOf(job.replicas().keySet()).get(random.nextInt(4));
      Thread.sleep(random.nextInt(60));
      try {
        switch (random.nextInt(4)) {
          case 0 -> job.kill(victim);
          case 1 -> job.freeze(victim);
          case 2 -> job.evict(victim);
          default -> job.stop();
        }
      } catch (IllegalStateException e) {
        assertThat(e).hasMessageContaining("has no process");
      }
    }
    assertThat(ports).hasSize(4).noneMatch(FreePorts::isTaken);
  }

  private LocalJob start(String shape, String script) {
    return builder(shape, script).build().start();
  }

  private LocalCluster.Builder builder(String shape, String script) {
    return LocalCluster.builder()
        .name("cleanliness")
        .cluster(ClusterText.cluster(shape, "clean=NONE"))
        .program(Program.command("sh", "-c", script))
        .environment(marked.environment())
        .gracePeriod(Duration.ofMillis(200))
        .restartDelayScale(0)
        .output(LogOutput.none());
  }

  private static List<Path> folders() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(f -> f.toString().contains("local-cluster-cleanliness-")).toList();
    }
  }

  private static List<String> threads() throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    List<String> names = threadNames();
    while (!names.isEmpty() && System.nanoTime() < end) {
      Thread.sleep(10);
      names = threadNames();
    }
    return names;
  }

  private static List<String> threadNames() {
    Map<Thread, StackTraceElement[]> threads = Thread.getAllStackTraces();
    return threads.keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("local-cluster "))
        .toList();
  }

  private static int openFiles() {
    return Arrays.asList(Path.of("/proc/self/fd").toFile().list()).size();
  }
}
