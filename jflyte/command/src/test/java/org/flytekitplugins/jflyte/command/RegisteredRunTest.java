package org.flytekitplugins.jflyte.command;

import static org.assertj.core.api.Assertions.assertThat;

import flyteidl.core.Execution.WorkflowExecution.Phase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.flytekitplugins.jflyte.command.PlayedCluster.Outcome;
import org.flytekitplugins.jflyte.fixtures.TaskPackages;
import org.flytekitplugins.jflyte.testing.PlayedExecution;
import org.flytekitplugins.jflyte.testing.PlayedFlyte;
import org.flytekitplugins.jflyte.testing.propeller.LocalPropeller;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The last mile, in the same words on either Flyte: a package is registered, its task and its
 * workflow run as clusters of processes, and their outputs are read.
 */
@Timeout(120)
@ParameterizedClass
@EnumSource
@SuppressWarnings("NullAway.Init") // set before any test
class RegisteredRunTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private static Path folder;
  private static Path directory = Path.of("");
  private static Map<String, String> environment = Map.of();
  private static PlayedFlyte server;
  private static Outcome registered;
  private static int last;

  @Parameter private EachFlyte flyte;

  @BeforeParameterizedClassInvocation
  static void register(EachFlyte flyte) {
    directory = folder.resolve("package");
    if (registered == null) {
      TaskPackages.in(directory)
          .training(
              "Train",
              "TfJob.builder().chief(1).worker(2)",
              """
              if (x > 7 && TrainingContext.current().replica().toString().equals("worker-1")) {
                throw new IllegalStateException("row " + x + " has 63 columns");
              }
              if (x < 0 && TrainingContext.current().replica().toString().equals("worker-0")) {
                Files.writeString(Path.of("%s" + x), "");
              }
              if (x > 7 || x < 0) {
                Thread.sleep(60_000);
              }
              return x + 1;
              """
                  .formatted(folder.resolve("asleep")),
              "")
          .workflow("Whole", "return builder.apply(\"train\", new Train(), x).getOutputs();")
          .build();
    }
    server = flyte.start(LocalPropeller.create());
    environment = EachFlyte.environment(server, folder);
    registered = jflyte(words());
  }

  @AfterParameterizedClassInvocation
  static void close() {
    server.close();
  }

  private static String words() {
    return "register workflows -p flytesnacks -d development -v 1 --image registry.example/app -cp "
        + directory;
  }

  private static Outcome jflyte(String words) {
    return PlayedCluster.run(environment, words.split(" ", -1));
  }

  private static Outcome run(String entity, int x, String more) {
    return jflyte(
        "run com.acme." + entity + " -p flytesnacks -d development --x " + x + " " + more);
  }

  @Test
  void aPackageIsRegisteredOnceAndNeverChanged() {
    assertThat(registered.exitCode()).as(registered.err()).isZero();
    assertThat(registered.out()).startsWith(flyte.entities() + " registered in ");

    assertThat(jflyte(words()).out()).matches("nothing to do: [23] already there\n");
    Outcome other = jflyte(words().replace("example/app", "example/other"));
    assertThat(other.exitCode()).isEqualTo(1);
    assertThat(other.err())
        .contains("version 1 is registered with another content, which never changes;")
        .contains("example/other");

    Outcome dryRun = jflyte(words().replace("-v 1", "-v 2") + " --dry-run");
    assertThat(dryRun.out()).contains(" would be created, 0 already there");
    assertThat(dryRun.exitCode()).isEqualTo(3);
    assertThat(dryRun.err()).doesNotContain("trying again");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Train", "Whole"})
  void itsOutputsAreRead(String entity) {
    String name = "good-" + entity.toLowerCase(Locale.ROOT);

    Outcome good = run(entity, 7, "--wait --name " + name);

    assertThat(good.err()).contains(": succeeded after ");
    assertThat(good.out()).isEqualTo("y = 8\n");
    assertThat(good.exitCode()).isZero();
    assertThat(jflyte("outputs flytesnacks/development/" + name).out()).isEqualTo("y = 8\n");
  }

  @ParameterizedTest
  @CsvSource({"Train,[A-Za-z0-9]+", "Whole,(a0/)?train"})
  void theReplicaThatFailedIsNamed(String entity, String node) {
    String name = "bad-" + entity.toLowerCase(Locale.ROOT);

    Outcome bad = run(entity, 17, "--wait --name " + name);

    assertThat(bad.exitCode()).isEqualTo(1);
    assertThat(bad.out()).isEmpty();
    assertThat(bad.err().lines())
        .last()
        .asString()
        .matches(
            "jflyte: execution "
                + name
                + " has failed at "
                + node
                + " \\(com\\.acme\\.Train\\): worker-1 failed:"
                + " java\\.lang\\.IllegalStateException: row 17 has 63 columns");
    assertThat(jflyte("logs flytesnacks/development/" + name).out())
        .containsPattern(
            "kubectl logs -n " + flyte.namespace() + " " + name + "-[A-Za-z0-9]+-0-worker-1\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Train", "Whole"})
  void whoAbortsEndsItAndEverythingInIt(String entity) throws InterruptedException {
    String name = "long-" + entity.toLowerCase(Locale.ROOT);
    int x = --last;
    run(entity, x, "--name " + name);
    Instant end = Instant.now().plus(PATIENCE);
    while (!Files.exists(folder.resolve("asleep" + x))) {
      assertThat(Instant.now()).as("it does not begin").isBefore(end);
      Thread.sleep(20);
    }

    assertThat(jflyte("abort flytesnacks/development/" + name + " --cause enough").exitCode())
        .isZero();

    Outcome watched = jflyte("watch flytesnacks/development/" + name);
    assertThat(watched.exitCode()).isEqualTo(1);
    assertThat(watched.err()).contains("aborted").contains("enough");
    for (PlayedExecution execution : server.executions()) {
      assertThat(execution.await(PATIENCE).getClosure().getPhase()).isNotEqualTo(Phase.RUNNING);
    }
  }

  @Test
  void whatIsRelaunchedHasTheSameInputs() {
    run("Whole", 3, "--name once");

    Outcome again = jflyte("relaunch flytesnacks/development/once --wait");

    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.out()).isEqualTo("y = 4\n");
  }
}
