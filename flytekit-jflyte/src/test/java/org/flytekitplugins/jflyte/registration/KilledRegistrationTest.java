package org.flytekitplugins.jflyte.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.flytekitplugins.jflyte.closure.ProjectClosure;
import org.flytekitplugins.localflyteadmin.LocalFlyteAdmin;
import org.junit.jupiter.api.Test;

class KilledRegistrationTest {
  private static final int TASKS = 200;

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
      assertThat(output)
          .matches(
              "200 tasks, 100 workflows, 100 launch plans registered in \\d+\\.\\d s;"
                  + " \\d+ already there\\R");
      int already = Integer.parseInt(output.replaceAll("(?s).*; (\\d+) already.*", "$1"));
      assertThat(already).isBetween(40, 399);
      ProjectClosure whole = Packages.of(TASKS);
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
