package org.flytekitplugins.jflyte.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.flytekitplugins.jflyte.closure.ProjectClosure;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.junit.jupiter.api.Test;

class KilledRegistrationTest {
  private static final int TASKS = 200;
  private static final Pattern SUMMARY =
      Pattern.compile(
          "(\\d+) tasks?, (\\d+) workflows?, (\\d+) launch plans? registered in \\d+\\.\\d s;"
              + " (\\d+) already there\\R");

  @Test
  void aRegistrationThatWasKilledIsCompletedByTheNext() throws Exception {
    try (LocalFlyteAdmin server = LocalFlyteAdmin.start()) {
      server.faults().latency(Duration.ofMillis(20));
      Process killed = start(server, 4);
      try {
        awaitTasks(server, 40, killed);
      } finally {
        killed.destroyForcibly().waitFor();
      }
      int there = server.calls().total();
      assertThat(there).isBetween(40, 399);
      server.faults().none();

      Process next = start(server, 32);
      String output = new String(next.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(next.waitFor(60, TimeUnit.SECONDS)).isTrue();

      assertThat(next.exitValue()).isZero();
      Matcher summary = SUMMARY.matcher(output);
      assertThat(summary.matches()).as(output).isTrue();
      int already = Integer.parseInt(summary.group(4));
      assertThat(already).isBetween(40, 399);
      assertThat(already)
          .isEqualTo(
              400
                  - IntStream.rangeClosed(1, 3)
                      .map(kind -> Integer.parseInt(summary.group(kind)))
                      .sum());
      ProjectClosure whole = ClosedPackages.of(TASKS);
      assertThat(server.taskRequests()).containsExactlyInAnyOrderElementsOf(whole.tasks());
      assertThat(server.workflowRequests()).containsExactlyInAnyOrderElementsOf(whole.workflows());
      assertThat(server.launchPlanRequests())
          .containsExactlyInAnyOrderElementsOf(whole.launchPlans());
    }
  }

  private static void awaitTasks(LocalFlyteAdmin server, int tasks, Process process)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (server.tasks().size() < tasks) {
      assertThat(process.isAlive()).isTrue();
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(5);
    }
  }

  private static Process start(LocalFlyteAdmin server, int concurrency) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            RegisteringProcess.class.getName(),
            server.endpoint(),
            Integer.toString(TASKS),
            Integer.toString(concurrency))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
