package org.flytekitplugins.report.internal.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.flytekitplugins.report.usage.ReplicaUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is seen of a process from outside. */
@EnabledOnOs(OS.LINUX)
class ProcessTableTest {
  @Test
  void agreesWithWhatTheProcessSeesItself() {
    ReplicaUsage before = OwnProcess.look();
    ReplicaUsage seen = ProcessTable.read().family(ProcessHandle.current().pid()).orElseThrow();
    ReplicaUsage after = OwnProcess.look();

    // In ticks of 10 ms, and children that other tests have waited for count too.
    assertThat(seen.cpuSeconds().getAsDouble())
        .isGreaterThan(before.cpuSeconds().getAsDouble() - 0.05);
    assertThat(seen.peakMemoryBytes().getAsLong())
        .isBetween(before.peakMemoryBytes().getAsLong(), 2 * after.peakMemoryBytes().getAsLong());
    assertThat(after.gcShare().getAsDouble()).isBetween(0.0, 1.0);
    assertThat(before.memoryBytes().getAsLong()).isGreaterThan(10 << 20);
  }

  @Test
  void seesWhatAChildOfAChildUses() throws Exception {
    // A program that is no Java: what a script does counts for its replica.
    long start = System.nanoTime();
    Process shell =
        new ProcessBuilder(
                "sh", "-c", "sh -c 'while :; do :; done' & echo started; wait; echo never")
            .start();
    try {
      assertThat(shell.getInputStream().read()).isEqualTo((int) 's');
      long end = System.nanoTime() + 30_000_000_000L;
      double cpuSeconds = 0;
      while (cpuSeconds < 0.1 && System.nanoTime() < end) {
        Thread.sleep(50);
        cpuSeconds =
            ProcessTable.read().family(shell.pid()).orElseThrow().cpuSeconds().getAsDouble();
      }

      // One loop on one processor.
      double elapsed = (System.nanoTime() - start) / 1e9;
      assertThat(cpuSeconds).isBetween(0.1, elapsed + 0.5);
      ProcessTable table = ProcessTable.read();
      long child = shell.children().findFirst().orElseThrow().pid();
      assertThat(memory(table, shell.pid())).isGreaterThan(memory(table, child));
      // Each of them alone had less.
      ReplicaUsage both = table.family(shell.pid()).orElseThrow();
      assertThat(both.peakMemoryBytes().orElseThrow())
          .isGreaterThanOrEqualTo(both.memoryBytes().orElseThrow());
    } finally {
      shell.descendants().forEach(ProcessHandle::destroyForcibly);
      shell.destroyForcibly().waitFor();
    }
  }

  @Test
  void doesNotTakeWhoHasEndedForSomebodyWithoutMemory() throws Exception {
    // Nobody asks for the end of the child: the shell has become a program that does not know of
    // it.
    Process parent = new ProcessBuilder("sh", "-c", "sleep 0.2 & echo $!; exec sleep 60").start();
    try {
      StringBuilder child = new StringBuilder();
      for (int digit = parent.getInputStream().read();
          Character.isDigit(digit);
          digit = parent.getInputStream().read()) {
        child.append((char) digit);
      }
      long end = System.nanoTime() + 30_000_000_000L;
      while (ProcessStatus.read(child.toString()) != null && System.nanoTime() < end) {
        Thread.sleep(20);
      }

      ReplicaUsage usage =
          ProcessTable.read().family(Long.parseLong(child.toString())).orElseThrow();
      assertThat(usage.memoryBytes()).isEmpty();
      assertThat(usage.peakMemoryBytes()).isEmpty();
      assertThat(usage.cpuSeconds().orElseThrow()).isBetween(0.0, 0.1);
    } finally {
      parent.destroyForcibly().waitFor();
    }
  }

  private static long memory(ProcessTable table, long process) {
    return table.family(process).orElseThrow().memoryBytes().orElseThrow();
  }

  @Test
  void seesAProgramWhoseNameLooksLikeTheFieldsBehindIt(@TempDir Path folder) throws Exception {
    Path program = Files.copy(Path.of("/bin/sleep"), folder.resolve("a) S 1 (b"));
    Process process = new ProcessBuilder(program.toString(), "60").start();
    try {
      assertThat(ProcessTable.read().family(ProcessHandle.current().pid())).isPresent();
      assertThat(ProcessTable.read().family(process.pid()).orElseThrow().cpuSeconds().getAsDouble())
          .isLessThan(30);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void doesNotKnowWhoIsNotThere() {
    assertThat(ProcessTable.read().family(Long.MAX_VALUE)).isEqualTo(Optional.empty());
  }
}
