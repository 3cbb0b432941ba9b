package org.flytekitplugins.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.flytekitplugins.pytorch.fixtures.ReplicaProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** However the JVM ends, no process of the script survives it. */
@Execution(ExecutionMode.CONCURRENT)
class PythonTerminationTest {
  /** The 5 s that a pod has, and as much for a machine that is busy. */
  private static final Duration CONTRACT = Duration.ofSeconds(10);

  /** The script, one that it has started, and the guard: all ignore SIGTERM. */
  private static final String STUBBORN =
      """
      import os, signal, subprocess, sys, time
      signal.signal(signal.SIGTERM, signal.SIG_IGN)
      child = subprocess.Popen(["setsid", "sh", "-c", "trap '' TERM; (sleep 300)& echo $! > $0.new; mv $0.new $0; wait", sys.argv[1] + ".child"])
      while not os.path.exists(sys.argv[1] + ".child"): time.sleep(0.01)
      pids = [os.getpid(), child.pid, os.getppid(), int(open(sys.argv[1] + ".child").read())]
      with open(sys.argv[1] + ".new", "w") as file:
          file.write("\\n".join(map(str, pids)))
          file.write("\\n" + os.path.dirname(os.environ["FLYTEKIT_INPUTS"]) + "\\n")
      os.rename(sys.argv[1] + ".new", sys.argv[1])
      if sys.argv[2] == "freeze-guard": os.kill(os.getppid(), signal.SIGSTOP)
      if sys.argv[2] != "go-on": os.kill(os.getpid(), signal.SIGSTOP)
      time.sleep(300)
      """;

  @TempDir Path temporary;
  private final List<Long> pids = new ArrayList<>();
  private Path folder = Path.of("none");

  @AfterEach
  void endAll() {
    pids.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
  }

  @Test
  void sigtermReachesAScriptThatIgnoresIt() throws Exception {
    try (ReplicaProcess replica = start("go-on")) {
      replica.process().destroy();

      assertThat(replica.process().waitFor(CONTRACT.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
      assertNothingIsLeft();
      assertThat(folder).doesNotExist();
    }
  }

  @Test
  void sigtermReachesAScriptThatIsFrozen() throws Exception {
    try (ReplicaProcess replica = start("freeze")) {
      replica.process().destroy();

      assertThat(replica.process().waitFor(CONTRACT.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
      assertNothingIsLeft();
    }
  }

  @Test
  void sigtermReachesAllEvenIfTheGuardIsFrozen() throws Exception {
    try (ReplicaProcess replica = start("freeze-guard")) {
      replica.process().destroy();

      assertThat(replica.process().waitFor(CONTRACT.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
      assertNothingIsLeft();
      assertThat(folder).doesNotExist();
    }
  }

  @Test
  void allEndWithAJvmThatIsKilled() throws Exception {
    try (ReplicaProcess replica = start("freeze")) {
      replica.process().destroyForcibly().waitFor();

      assertNothingIsLeftWithin(CONTRACT);
      assertThat(folder).doesNotExist();
    }
  }

  @Test
  void theScriptEndsWithAGuardThatIsKilled() throws Exception {
    try (ReplicaProcess replica = start("go-on")) {
      ProcessHandle.of(pids.get(2)).orElseThrow().destroyForcibly();

      assertThat(replica.end()).contains("THREW RecoverableException: ", " was killed by SIGKILL");
      assertThat(ProcessHandle.of(pids.get(0)).filter(ProcessHandle::isAlive)).isEmpty();
    }
  }

  private ReplicaProcess start(String then) throws Exception {
    Path script = Files.writeString(temporary.resolve("train.py"), STUBBORN);
    Path told = temporary.resolve("pids");
    ReplicaProcess replica =
        ReplicaProcess.start(
            temporary.resolve("log"),
            Map.of(),
            List.of("master", "python3", script.toString(), told.toString(), then));
    while (!Files.exists(told)) {
      assertThat(replica.process().isAlive()).as(replica.text()).isTrue();
      Thread.sleep(20);
    }
    List<String> lines = Files.readAllLines(told);
    lines.subList(0, 4).forEach(pid -> pids.add(Long.parseLong(pid)));
    folder = Path.of(lines.get(4));
    Thread.sleep(200);
    return replica;
  }

  private void assertNothingIsLeft() throws Exception {
    assertNothingIsLeftWithin(Duration.ofSeconds(1));
  }

  private void assertNothingIsLeftWithin(Duration time) throws Exception {
    assertThat(pids).hasSize(4);
    long end = System.nanoTime() + time.toNanos();
    while (pids.stream().anyMatch(PythonTerminationTest::isThere) && System.nanoTime() < end) {
      Thread.sleep(20);
    }
    assertThat(pids).filteredOn(PythonTerminationTest::isThere).isEmpty();
  }

  private static boolean isThere(long pid) {
    // Who is dead, but not taken leave of by its new parent, has no command any more.
    return ProcessHandle.of(pid).flatMap(handle -> handle.info().command()).isPresent();
  }
}
