package org.flytekitplugins.localcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.flytekitplugins.localcluster.internal.FreePorts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However the program ends that started a job, nothing of the job is left. */
@EnabledOnOs(OS.LINUX)
class DeadParentTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  /**
   * Ignores SIGTERM, and has a child in its group, one in a group of its own, and grandchildren.
   */
  private static final String STUBBORN =
      "trap '' TERM; sleep 1000 & timeout 1000 sh -c 'sleep 1000; :' & wait";

  /** The shell, sleep, timeout, the inner shell and its sleep. */
  private static final int STUBBORN_PROCESSES = 5;

  private static final int SIGINT = 2;

  @TempDir Path temporary;
  private final Marked marked = Marked.create();
  private Process parent;
  private BufferedReader output;

  @BeforeEach
  void nothingIsThere() throws Exception {
    assertThat(marked.alive()).isEmpty();
  }

  @AfterEach
  void endTheParent() throws Exception {
    if (parent != null) {
      parent.destroyForcibly().waitFor();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-KILL", "-TERM", "-INT"})
  void theParentIsKilled(String signal) throws Exception {
    assumeFalse(
        signal.equals("-INT") && isInterruptIgnored(),
        "a shell that runs the tests in the background has them ignore SIGINT, and their children");
    List<Integer> ports = start("sleep", "chief:1 worker:2", STUBBORN);
    // The parent, the guard, and the replicas.
    marked.awaitCount(2 + 3 * STUBBORN_PROCESSES, DEADLINE);

    assertThat(new ProcessBuilder("kill", signal, "" + parent.pid()).start().waitFor()).isZero();

    assertNothingIsLeft(ports);
  }

  @Test
  void theParentIsKilledWhileItsReplicasAreFrozen() throws Exception {
    List<Integer> ports = start("freeze and sleep", "worker:2", STUBBORN);
    assertThat(output.readLine()).isEqualTo("frozen");

    parent.destroyForcibly();

    assertNothingIsLeft(ports);
  }

  /** Replicas that end and are started again all the time, so that every moment is another. */
  @RepeatedTest(5)
  void theParentIsKilledAtAnyMoment(RepetitionInfo repetition) throws Exception {
    List<Integer> ports = start("sleep", "worker:3/ALWAYS", "sleep 1000 & exit 0");
    Thread.sleep(40L * repetition.getCurrentRepetition());

    parent.destroyForcibly();

    assertNothingIsLeft(ports);
  }

  @ParameterizedTest
  @ValueSource(strings = {"return", "throw", "exit", "halt"})
  void theParentEnds(String how) throws Exception {
    List<Integer> ports = start(how, "chief:1 worker:1", STUBBORN);
    marked.awaitCount(2 + 2 * STUBBORN_PROCESSES, DEADLINE);

    parent.getOutputStream().write('\n');
    parent.getOutputStream().flush();

    assertNothingIsLeft(ports);
  }

  private static boolean isInterruptIgnored() throws IOException {
    String ignored =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .findFirst()
            .orElseThrow();
    long mask = Long.parseUnsignedLong(ignored.substring("SigIgn:".length()).strip(), 16);
    return (mask & 1 << (SIGINT - 1)) != 0;
  }

  private List<Integer> start(String how, String shape, String script) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(Program.mainClass(ParentProgram.class, how, shape, script).command());
    // Quick to start: there are many of these.
    command.addAll(
        1, List.of("-Djava.io.tmpdir=" + temporary, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(marked.environment());
    parent = builder.start();
    output = parent.inputReader(StandardCharsets.UTF_8);
    String addresses = output.readLine();
    return Stream.of(addresses.replaceAll("[\\[\\] ]", "").split(",", -1))
        .map(address -> Integer.valueOf(address.substring(address.indexOf(':') + 1)))
        .toList();
  }

  private void assertNothingIsLeft(List<Integer> ports) throws Exception {
    assertThat(parent.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    marked.awaitCount(0, Duration.ofSeconds(5));
    long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (temporary.toFile().list().length > 0 && System.nanoTime() < end) {
      Thread.sleep(20);
    }
    assertThat(temporary).isEmptyDirectory();
    assertThat(ports).isNotEmpty().noneMatch(FreePorts::isTaken);
  }
}
