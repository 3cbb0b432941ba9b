package org.flytekitplugins.client.internal.admin.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.flytekitplugins.kubeflow.internal.SentenceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process of a command for tokens. */
class CommandTokensTest {
  /** Writes down who it is, and who its child and grandchild are, and waits for them. */
  private static final String FAMILY =
      """
      sh -c 'echo $$ >>"$1"; sleep 60 & echo $! >>"$1"; wait' sh "$1" &
      echo $$ >>"$1"
      wait
      """;

  @TempDir Path folder;

  private static CommandTokens shell(Duration patience, String script, String... arguments) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    command.addAll(List.of(arguments));
    return new CommandTokens(command, patience);
  }

  @Test
  void nobodyOfACommandThatHangsIsLeft() throws Exception {
    Path pids = folder.resolve("pids");

    assertThatThrownBy(shell(Duration.ofSeconds(2), FAMILY, pids.toString())::grant)
        .isInstanceOf(SentenceException.class)
        .hasMessageContaining("did not end within 2 s");

    List<String> family = Files.readAllLines(pids);
    assertThat(family).hasSize(3);
    for (String pid : family) {
      Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(pid));
      if (process.isPresent()) {
        process.get().onExit().get(20, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void noneThatItStartsWhileItIsKilledIsLeft() throws Exception {
    // Whose time to sleep is a name that nobody else's process has.
    String seconds = Long.toString(1_000_000_000 + System.nanoTime() % 1_000_000_000);
    // The end of the first lets the shell start another, while 300 others are killed.
    String script =
        """
        sleep "$1" & first=$!
        for i in $(seq 300); do sleep "$1" & done
        wait $first
        sleep "$1"
        """;

    assertThatThrownBy(shell(Duration.ofSeconds(2), script, seconds)::grant)
        .isInstanceOf(SentenceException.class)
        .hasMessageContaining("did not end within 2 s");

    for (ProcessHandle sleeper : sleepers(seconds)) {
      // One that was killed is gone at once; no other ends by itself.
      sleeper.onExit().get(20, TimeUnit.SECONDS);
    }
  }

  private static List<ProcessHandle> sleepers(String seconds) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").endsWith("sleep " + seconds))
        .toList();
  }

  @Test
  void aCommandThatReadsItsInputFindsItsEnd() {
    assertThat(shell(Duration.ofSeconds(20), "cat; echo token").grant().value()).isEqualTo("token");
  }

  @Test
  void aTokenMayHaveAnyCharacterThatCanBeSeen() {
    assertThat(shell(Duration.ofSeconds(20), "echo '!~a.b-c_d+e/f='").grant().header())
        .isEqualTo("Bearer !~a.b-c_d+e/f=");
  }

  @Test
  void anInterruptEndsTheWaitAndIsKept() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(shell(Duration.ofSeconds(20), "sleep 60; echo token")::grant)
        .isInstanceOf(SentenceException.class)
        .hasMessageContaining("was interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }
}
