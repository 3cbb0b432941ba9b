package org.flytekitplugins.jflyte.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flytekitplugins.client.Execution;
import org.flytekitplugins.client.ExecutionPhase;
import org.flytekitplugins.client.ExecutionStatus;
import org.flytekitplugins.client.FlyteClient;
import org.flytekitplugins.client.Launch;
import org.flytekitplugins.client.TaskAttempt;
import org.flytekitplugins.jflyte.fixtures.TaskPackages;
import org.flytekitplugins.jflyte.testing.LocalFlyte2;
import org.flytekitplugins.jflyte.testing.propeller.LocalPropeller;
import org.flytekitplugins.jflyte.testing.propeller.PackageRegistration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A registered workflow whose driver gets SIGKILL while a job of it trains. */
@EnabledOnOs(OS.LINUX) // which tells whole command lines
@Timeout(120)
final class KilledDriverRunTest {
  @TempDir private Path folder;

  @Test
  void itGoesOnAndNoNodeRunsTwice() throws Exception {
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .task("Count", begins("count-\" + x + \"") + "return x + 1;")
            .training(
                "Train",
                "TfJob.builder().chief(1).worker(1)",
                begins("\" + TrainingContext.current().replica() + \"")
                    + "while (!Files.exists(Path.of(\"%s\"))) { Thread.sleep(20); }"
                        .formatted(folder.resolve("go"))
                    + "return 10 * x;",
                "@Override public int getRetries() { return 1; }")
            .workflow(
                "Whole",
                """
                var first = builder.apply("first", new Count(), x).getOutputs();
                var trained = builder.apply("train", new Train(), first).getOutputs();
                return builder.apply("last", new Count(), trained).getOutputs();
                """)
            .build();
    try (LocalFlyte2 flyte = LocalFlyte2.builder().propeller(LocalPropeller.create()).start();
        FlyteClient client =
            FlyteClient.builder("flytesnacks", "development")
                .environment(Map.of())
                .endpoint(flyte.endpoint())
                .plaintext(true)
                .pollInterval(Duration.ofMillis(50))
                .build()) {
      PackageRegistration.of(directory.toString()).stagedIn(folder.resolve("staging")).at(flyte);
      Execution run =
          client
              .launch(
                  Launch.workflow("com.acme.Whole")
                      .input("x", Literal.ofScalar(Scalar.ofPrimitive(Primitive.ofIntegerValue(1))))
                      .build())
              .join();

      await(() -> ran().size() == 3);
      List<ProcessHandle> killed = drivers();
      assertThat(killed).hasSize(1).allMatch(ProcessHandle::destroyForcibly);
      await(() -> drivers().size() == 1 && !drivers().equals(killed));
      Files.createFile(folder.resolve("go"));

      ExecutionStatus end = run.watch().join();
      assertThat(end.phase()).as("%s", end.failure()).isEqualTo(ExecutionPhase.SUCCEEDED);
      assertThat(run.outputs().join().get("y").scalar().primitive().integerValue()).isEqualTo(21);
      assertThat(ran()).containsExactlyInAnyOrder("count-1", "chief-0", "worker-0", "count-20");
      assertThat(run.attempts(run.nodes().join().get(0)).join())
          .extracting(TaskAttempt::number)
          .containsExactly(1, 2);
    }
  }

  /** Statements that say in a file that a task runs. */
  private String begins(String what) {
    return """
        Files.writeString(
            Path.of("%s"), "%s\\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        """
        .formatted(folder.resolve("ran"), what);
  }

  private List<String> ran() {
    try {
      Path file = folder.resolve("ran");
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<ProcessHandle> drivers() {
    return ProcessHandle.current()
        .descendants()
        .filter(
            process -> {
              List<String> words = words(process.pid());
              return words.get(0).endsWith("java") && words.contains("execute-workflow");
            })
        .toList();
  }

  private static List<String> words(long pid) {
    try {
      byte[] line = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "cmdline"));
      return List.of(new String(line, StandardCharsets.UTF_8).split("\0", -1));
    } catch (IOException e) {
      // It has ended meanwhile.
      return List.of("");
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("60 s are over").isLessThan(end);
      Thread.sleep(20);
    }
  }
}
