package org.flytekitplugins.jflyte.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.flytekitplugins.client.Execution;
import org.flytekitplugins.client.ExecutionPhase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C, where somebody sits at a terminal and where nobody does. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class StoppedWatchTest {
  private static final Path SCRIPT = Path.of("/usr/bin/script");

  @TempDir Path folder;

  private final PlayedCluster cluster = new PlayedCluster();

  @AfterEach
  void close() {
    cluster.close();
  }

  // A shell that runs something in the background has it ignore some signals.
  private static List<String> jflyte(boolean atTerminal, String... words) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djflyte.terminal=" + atTerminal,
                "-Djflyte.answers=" + atTerminal,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "jflyte"));
    command.addAll(List.of(words));
    return command;
  }

  private Process start(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(cluster.environment());
    return builder.redirectError(folder.resolve("err").toFile()).start();
  }

  private void awaitItsWatching(Process process) throws InterruptedException {
    while (cluster.admin.calls().of("ListNodeExecutions") == 0 && process.isAlive()) {
      Thread.sleep(10);
    }
  }

  private String stop(String... words) throws Exception {
    Process process = start(jflyte(false, words));
    try {
      awaitItsWatching(process);

      new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor();

      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(130);
      return Files.readString(folder.resolve("err"));
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void whatIsWatchedRunsOnAndWhoStoppedIsToldHowToAbortIt() throws Exception {
    Execution execution = cluster.started("run");

    assertThat(stop("watch", execution.id().toString()))
        .isEqualTo(
            "jflyte: execution run runs on; to abort it: jflyte abort"
                + " flytesnacks/development/run\n");
    assertThat(execution.status().join().phase()).isEqualTo(ExecutionPhase.RUNNING);
  }

  @Test
  void whatWasStartedRunsOnAndWhoStoppedIsToldHowToAbortIt() throws Exception {
    assertThat(
            stop(
                "run",
                "com.acme.Train",
                "-p",
                "flytesnacks",
                "-d",
                "development",
                "--i",
                "3",
                "--name",
                "mine",
                "--wait"))
        .startsWith("execution mine\nhttp://")
        .endsWith(
            "/executions/mine\njflyte: execution mine runs on; to abort it: jflyte abort"
                + " flytesnacks/development/mine\n");
    assertThat(cluster.played().answer().getClosure().getPhase().name()).isNotEqualTo("ABORTED");
  }

  @Test
  void atATerminalWhoStoppedIsAskedWhetherToAbort() throws Exception {
    assertThat(answer("y\n")).contains("jflyte: execution run is being aborted");
    assertThat(phase()).isEqualTo("ABORTED");
  }

  @Test
  void atATerminalCtrlCOnceMoreIsAnAnswerToo() throws Exception {
    assertThat(answer("\u0003"))
        .contains("jflyte: execution run runs on; to abort it: jflyte abort");
    assertThat(phase()).isEqualTo("RUNNING");
  }

  private String phase() {
    return cluster.played().answer().getClosure().getPhase().name();
  }

  /** What is shown after Ctrl-C and an answer. */
  private String answer(String keys) throws Exception {
    assumeTrue(Files.isExecutable(SCRIPT), "no script here, which plays a terminal");
    Execution execution = cluster.started("run");
    Path command =
        Files.writeString(
            folder.resolve("command"),
            "exec " + String.join(" ", jflyte(true, "watch", execution.id().toString())) + "\n");
    // Nobody else would end a read that waits for ever.
    Process process =
        start(List.of("timeout", "60", SCRIPT.toString(), "-qefc", "sh " + command, "/dev/null"));
    try (OutputStream keyboard = process.getOutputStream()) {
      awaitItsWatching(process);
      StringBuilder shown = new StringBuilder();
      press(keyboard, "\u0003");
      while (!shown.toString().endsWith("jflyte: abort execution run? [y/N] ")) {
        int letter = process.getInputStream().read();
        assertThat(letter).as("the end of " + shown).isNotNegative();
        shown.append((char) letter);
      }
      press(keyboard, keys);
      shown.append(new String(process.getInputStream().readAllBytes(), UTF_8));
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(130);
      return shown.toString();
    } finally {
      process.destroyForcibly();
    }
  }

  private static void press(OutputStream keyboard, String keys) throws IOException {
    keyboard.write(keys.getBytes(UTF_8));
    keyboard.flush();
  }
}
