package org.flytekitplugins.jflyte.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flytekitplugins.client.Execution;
import org.flytekitplugins.client.ExecutionPhase;
import org.flytekitplugins.client.ExecutionStatus;
import org.flytekitplugins.client.FlyteClient;
import org.flytekitplugins.client.Launch;
import org.flytekitplugins.client.NodeStatus;
import org.flytekitplugins.client.TaskAttempt;
import org.flytekitplugins.jflyte.fixtures.TaskPackages;
import org.flytekitplugins.jflyte.testing.PlayedFlyte;
import org.flytekitplugins.jflyte.testing.propeller.LocalPropeller;
import org.flytekitplugins.localcluster.FaultPlan;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How often a registered task is tried, and what is told of it, on either Flyte. */
@Timeout(120)
class RegisteredAttemptsTest {
  private static final Map<EachFlyte, PlayedFlyte> SERVERS = new EnumMap<>(EachFlyte.class);
  private static final Map<EachFlyte, FlyteClient> CLIENTS = new EnumMap<>(EachFlyte.class);

  @TempDir private static Path folder;

  @BeforeAll
  static void register() {
    String steps = "for (int s = 1; s <= 3; s++) { ProgressLog.current().step(s, Map.of()); }\n";
    String tillKilled = steps + "if (TaskContext.current().attempt() == 1) Thread.sleep(60_000);";
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .task(
                "Busy",
                "throw new RecoverableException(\"busy in attempt \" + TaskContext.current().attempt());",
                "@Override public int getRetries() { return 1; }")
            .training(
                "Killed",
                "TfJob.builder().chief(1).worker(1)",
                tillKilled + " return 10 * x;",
                "@Override public int getRetries() { return 1; }")
            .training(
                "Fragile", "TfJob.builder().chief(1).worker(1)", tillKilled + " return 10 * x;", "")
            .training(
                "Crashing",
                "TfJob.builder().worker(w -> w.replicas(1).restartPolicy(RestartPolicy.ON_FAILURE))"
                    + ".runPolicy(r -> r.backoffLimit(6))",
                """
                Path starts = Path.of("%s" + x);
                Files.writeString(starts, "x", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                if (Files.size(starts) <= 5) { Runtime.getRuntime().halt(7); }
                return Files.size(starts);
                """
                    .formatted(folder.resolve("starts")),
                "")
            .build();
    for (EachFlyte flyte : EachFlyte.values()) {
      PlayedFlyte server =
          flyte.start(
              LocalPropeller.builder()
                  .faults("Killed", FaultPlan.parse("worker-0@2"))
                  .faults("Fragile", FaultPlan.parse("worker-0@2"))
                  .build());
      SERVERS.put(flyte, server);
      Map<String, String> environment = EachFlyte.environment(server, folder);
      PlayedCluster.Outcome registered =
          PlayedCluster.run(
              environment,
              ("register workflows -p flytesnacks -d development -v 1 --image registry.example/app"
                      + " -cp "
                      + directory)
                  .split(" ", -1));
      assertThat(registered.exitCode()).as(registered.err()).isZero();
      CLIENTS.put(
          flyte,
          FlyteClient.builder("flytesnacks", "development")
              .environment(environment)
              .pollInterval(Duration.ofMillis(50))
              .build());
    }
  }

  @AfterAll
  static void close() {
    CLIENTS.values().forEach(FlyteClient::close);
    SERVERS.values().forEach(PlayedFlyte::close);
  }

  private static Execution start(EachFlyte flyte, String task, long x) {
    Literal number = Literal.ofScalar(Scalar.ofPrimitive(Primitive.ofIntegerValue(x)));
    return Objects.requireNonNull(CLIENTS.get(flyte))
        .launch(Launch.task("com.acme." + task).input("x", number).build())
        .join();
  }

  private static long output(Execution run) {
    ExecutionStatus end = run.watch().join();
    assertThat(end.phase()).as("%s", end.failure()).isEqualTo(ExecutionPhase.SUCCEEDED);
    return run.outputs().join().get("y").scalar().primitive().integerValue();
  }

  private static String failure(Execution run) {
    ExecutionStatus end = run.watch().join();
    assertThat(end.phase()).isEqualTo(ExecutionPhase.FAILED);
    return Objects.requireNonNull(end.failure()).message();
  }

  private static List<TaskAttempt> attempts(Execution run) {
    List<TaskAttempt> attempts = new ArrayList<>();
    for (NodeStatus node : run.nodes().join()) {
      attempts.addAll(run.attempts(node).join());
    }
    return attempts;
  }

  @ParameterizedTest
  @EnumSource
  void aKilledWorkerIsNamedAndItsTaskTriedAgain(EachFlyte flyte) {
    Execution run = start(flyte, "Killed", 3);

    assertThat(output(run)).isEqualTo(30);
    List<TaskAttempt> attempts = attempts(run);
    assertThat(attempts).extracting(TaskAttempt::number).containsExactly(1, 2);
    assertThat(attempts.get(1).failure()).isNull();
    // Flyte 2 shows the error of an attempt that was tried again nowhere.
    if (flyte == EachFlyte.FLYTE_1) {
      assertThat(Objects.requireNonNull(attempts.get(0).failure()).message())
          .startsWith("worker-0 exited with code 137");
    }
  }

  @ParameterizedTest
  @EnumSource
  void withoutRetriesAKilledWorkerEndsTheExecution(EachFlyte flyte) {
    assertThat(failure(start(flyte, "Fragile", 3))).startsWith("worker-0 exited with code 137");
  }

  @ParameterizedTest
  @EnumSource
  void aTaskIsTriedAsOftenAsItSays(EachFlyte flyte) {
    Execution run = start(flyte, "Busy", 3);

    assertThat(failure(run)).contains("busy in attempt 2");
    List<TaskAttempt> attempts = attempts(run);
    assertThat(attempts).hasSize(2);
    assertThat(Objects.requireNonNull(attempts.get(1).failure()).summary())
        .contains("busy in attempt 2");
    if (flyte == EachFlyte.FLYTE_1) {
      assertThat(Objects.requireNonNull(attempts.get(0).failure()).summary())
          .contains("busy in attempt 1");
    }
  }

  @ParameterizedTest
  @EnumSource
  void nobodyWaitsForTheKubelet(EachFlyte flyte) {
    long before = System.nanoTime();

    // Of the waits before the restarts, none, 10 s, 20 s, 40 s and 80 s, nothing passes here.
    assertThat(output(start(flyte, "Crashing", flyte == EachFlyte.FLYTE_1 ? 1 : 2))).isEqualTo(6);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(60));
  }
}
