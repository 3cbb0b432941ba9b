package org.flytekitplugins.jflyte.admin.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.flytekitplugins.jflyte.JflyteException;
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
        .isInstanceOf(JflyteException.class)
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

    // No shell: what one starts while it is killed nobody would know of.
    assertThatThrownBy(new CommandTokens(List.of("sleep", "60"), Duration.ofSeconds(20))::grant)
        .isInstanceOf(JflyteException.class)
        .hasMessageContaining("was interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }
}
