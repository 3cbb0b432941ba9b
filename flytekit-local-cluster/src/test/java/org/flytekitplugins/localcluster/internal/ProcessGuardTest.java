package org.flytekitplugins.localcluster.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.flytekitplugins.kubeflow.ClusterText;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.localcluster.LocalCluster;
import org.flytekitplugins.localcluster.LocalJob;
import org.flytekitplugins.localcluster.LogOutput;
import org.flytekitplugins.localcluster.Marked;
import org.flytekitplugins.localcluster.Program;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The guards, by what a machine has: not every machine has what most have. */
@EnabledOnOs(OS.LINUX)
class ProcessGuardTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  /**
   * The shell, a child in its group, one with a group of its own that has a child, and one with a
   * session of its own that has a child.
   */
  private static final String FAMILY =
      "sleep 1000 & timeout 1000 sleep 1000 & setsid sh -c 'sleep 1000; :' & echo up; wait";

  private static final int FAMILY_SIZE = 6;

  @TempDir Path folder;
  @TempDir Path programs;
  private final Marked marked = Marked.create();

  // JUnit warns about links that lead out of its folders.
  @AfterEach
  void removeLinks() throws IOException {
    try (Stream<Path> links = Files.list(programs)) {
      for (Path link : (Iterable<Path>) links::iterator) {
        Files.delete(link);
      }
    }
  }

  @Test
  void aMachineWithEverything() throws Exception {
    reachesTheFamily(sessionGuard("sh", "setsid", "pkill", "rm"), FAMILY_SIZE);
  }

  @Test
  void aMachineWithoutPkill() throws Exception {
    reachesTheFamily(sessionGuard("sh", "setsid", "rm"), FAMILY_SIZE);
  }

  @Test
  void aMachineWithPerlInPlaceOfSetsid() throws Exception {
    reachesTheFamily(sessionGuard("sh", "perl", "rm"), FAMILY_SIZE);
  }

  @Test
  void aMachineWithoutSessions() throws Exception {
    assertThat(sessionGuard("sh", "kill", "rm")).isNull();
    removeLinks();
    assertThat(sessionGuard("setsid", "perl", "kill", "rm")).isNull();
    reachesTheFamily(new DescendantGuard(SearchPath.of(System.getenv()).find("kill")), FAMILY_SIZE);
  }

  @Test
  void whoStartsOthersAllTheTimeLeavesNobodyBehindWithoutSessions() throws Exception {
    DescendantGuard guard = new DescendantGuard(SearchPath.of(System.getenv()).find("kill"));
    for (int i = 0; i < 20; i++) {
      ProcessBuilder builder =
          new ProcessBuilder("sh", "-c", "for i in $(seq 500); do sleep 100 & sleep 0.001; done");
      builder.environment().putAll(marked.environment());
      Process process = builder.start();
      try {
        marked.awaitMoreThan(3, DEADLINE);

        guard.kill(process);

        process.waitFor();
        marked.awaitCount(0, DEADLINE);
      } finally {
        process.destroyForcibly();
      }
    }
  }

  @Test
  void whoEndsAtSigtermTakesAlongWhoHasASessionOfItsOwn() throws Exception {
    try (LocalJob job =
        LocalCluster.builder()
            .cluster(ClusterText.cluster("worker:1"))
            .program(Program.command("sh", "-c", FAMILY))
            .environment(marked.environment())
            .output(LogOutput.none())
            .build()
            .start()) {
      marked.awaitCount(FAMILY_SIZE, DEADLINE);
      job.stop();
      marked.awaitCount(0, DEADLINE);
    }
  }

  @Test
  void aMachineWithoutSignalsCannotFreeze() throws Exception {
    Process process = new ProcessBuilder("sleep", "1000").start();
    DescendantGuard guard = new DescendantGuard(null);
    try {
      assertThatThrownBy(() -> guard.freeze(process))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("freeze needs the program kill");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aGuardThatWasKilledDoesNotHoldUpItsJob() throws Exception {
    try (LocalJob job =
        LocalCluster.builder()
            .cluster(ClusterText.cluster("worker:2"))
            .program(Program.command("sleep", "1000"))
            .environment(marked.environment())
            .output(LogOutput.none())
            .build()
            .start()) {
      marked.awaitCount(2, DEADLINE);
      ProcessHandle.current()
          .children()
          .filter(child -> child.info().command().orElse("").endsWith("sh"))
          .forEach(ProcessHandle::destroyForcibly);
      job.stop();
    }
    assertThat(marked.alive()).isEmpty();
  }

  private void reachesTheFamily(ProcessGuard guard, int size) throws Exception {
    Replica replica = Replica.parse("worker-0");
    CompletableFuture<Integer> exit = new CompletableFuture<>();
    try (guard;
        ReplicaLog log = new ReplicaLog(folder.resolve("log"), line -> {}, complaint -> {})) {
      ProcessBuilder builder =
          new ProcessBuilder(guard.wrap("worker-0", List.of("sh", "-c", FAMILY)));
      builder.environment().putAll(marked.environment());
      ReplicaProcess process =
          ReplicaProcess.start(replica.toString(), builder, guard, log, exit::complete);
      marked.awaitCount(size, DEADLINE);

      process.freeze();
      awaitStates(states -> states.equals("T".repeat(size)));
      process.thaw();
      awaitStates(states -> !states.contains("T"));

      process.kill();
      assertThat(exit.get(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(137);
      marked.awaitCount(0, DEADLINE);
    }
  }

  private void awaitStates(Predicate<String> condition) throws Exception {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.test(states())) {
      assertThat(System.nanoTime()).as("time for the states " + states()).isLessThan(end);
      Thread.sleep(10);
    }
  }

  /** The states of the marked processes, as the kernel names them; T is stopped. */
  private String states() throws IOException {
    StringBuilder states = new StringBuilder();
    for (String process : marked.alive()) {
      String pid = process.substring(0, process.indexOf(' '));
      String stat = Files.readString(Path.of("/proc", pid, "stat"));
      states.append(stat.charAt(stat.lastIndexOf(')') + 2));
    }
    return states.toString();
  }

  private @Nullable SessionGuard sessionGuard(String... names) throws IOException {
    SearchPath path = SearchPath.of(System.getenv());
    for (String name : names) {
      Path link = programs.resolve(name);
      if (!Files.exists(link)) {
        Files.createSymbolicLink(link, path.find(name).toRealPath());
      }
    }
    return SessionGuard.start(new SearchPath(List.of(programs.toString())), folder);
  }
}
