package org.flytekitplugins.jflyte.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.flytekitplugins.client.Execution;
import org.flytekitplugins.client.ExecutionPhase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C where nobody sits at a terminal. */
@EnabledOnOs(OS.LINUX)
class WatchInterruptTest {
  @TempDir Path folder;

  private final PlayedCluster cluster = new PlayedCluster();

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void theExecutionRunsOnAndWhoStoppedIsToldHowToAbortIt() throws Exception {
    Execution execution = cluster.started("run");
    Path err = folder.resolve("err");
    // A shell that runs something in the background has it ignore some signals.
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    "env",
                    "--default-signal=INT",
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Main.class.getName(),
                    "jflyte",
                    "watch",
                    execution.id().toString()))
            .redirectError(err.toFile());
    builder.environment().putAll(cluster.environment());
    Process process = builder.start();
    try {
      while (cluster.admin.calls().of("ListNodeExecutions") == 0 && process.isAlive()) {
        Thread.sleep(20);
      }

      new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor();

      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(130);
      assertThat(Files.readString(err))
          .isEqualTo(
              "jflyte: execution run runs on; to abort it: jflyte abort"
                  + " flytesnacks/development/run\n");
      assertThat(execution.status().join().phase()).isEqualTo(ExecutionPhase.RUNNING);
    } finally {
      process.destroyForcibly();
    }
  }
}
