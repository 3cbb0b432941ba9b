package org.flytekitplugins.jflyte.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.flytekitplugins.jflyte.command.PlayedCluster.Outcome;
import org.flytekitplugins.jflyte.fixtures.TaskPackages;
import org.flytekitplugins.jflyte.testing.propeller.LocalPropeller;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The last mile of a single task, in the same words on either Flyte. */
@Timeout(120)
class RegisteredTaskTest {
  @TempDir Path folder;

  private static Outcome jflyte(Map<String, String> environment, String words) {
    return PlayedCluster.run(environment, words.split(" ", -1));
  }

  @ParameterizedTest
  @EnumSource
  void aTrainingIsRegisteredAndRunAndItsOutputsAreReadOrTheReplicaThatFailedIsNamed(
      PlayedFlyte flyte) {
    Path directory = folder.resolve("package");
    TaskPackages.in(directory)
        .training(
            "Train",
            "TfJob.builder().chief(1).worker(2)",
            """
            if (x > 7 && TrainingContext.current().replica().toString().equals("worker-1")) {
              throw new IllegalStateException("row " + x + " has 63 columns");
            }
            if (x > 7) {
              Thread.sleep(60_000);
            }
            return x + 1;
            """,
            "")
        .build();
    try (PlayedFlyte.Server server = flyte.start(LocalPropeller.create())) {
      Map<String, String> environment = server.environment(folder);
      String register =
          "register workflows -p flytesnacks -d development -v 1 --image registry.example/app -cp "
              + directory;

      Outcome dryRun = jflyte(environment, register + " --dry-run");
      assertThat(dryRun.out()).contains("1 would be created, 0 already there");
      assertThat(dryRun.exitCode()).isEqualTo(3);
      assertThat(dryRun.err()).doesNotContain("trying again");

      Outcome registered = jflyte(environment, register);
      assertThat(registered.exitCode()).as(registered.err()).isZero();
      assertThat(registered.out()).startsWith("1 task, 0 workflows, 0 launch plans registered in ");

      Outcome again = jflyte(environment, register);
      assertThat(again.out()).isEqualTo("nothing to do: 1 already there\n");
      assertThat(again.exitCode()).isZero();

      Outcome other = jflyte(environment, register.replace("example/app", "example/other"));
      assertThat(other.exitCode()).isEqualTo(1);
      assertThat(other.err())
          .contains("version 1 is registered with another content, which never changes;")
          .contains("example/other");

      String run = "run com.acme.Train -p flytesnacks -d development --wait --x ";
      Outcome good = jflyte(environment, run + "7 --name run-7");
      assertThat(good.err()).contains(": succeeded after ");
      assertThat(good.out()).isEqualTo("y = 8\n");
      assertThat(good.exitCode()).isZero();
      assertThat(jflyte(environment, "outputs flytesnacks/development/run-7").out())
          .isEqualTo("y = 8\n");

      Outcome bad = jflyte(environment, run + "17 --name run-17");
      assertThat(bad.exitCode()).isEqualTo(1);
      assertThat(bad.out()).isEmpty();
      assertThat(bad.err().lines())
          .last()
          .asString()
          .matches(
              "jflyte: execution run-17 has failed at [A-Za-z0-9]+ \\(com\\.acme\\.Train\\): worker-1"
                  + " failed: java\\.lang\\.IllegalStateException: row 17 has 63 columns");
      assertThat(jflyte(environment, "logs flytesnacks/development/run-17").out())
          .containsPattern(
              "kubectl logs -n " + flyte.namespace() + " run-17-[A-Za-z0-9]+-0-worker-1\n");
    }
  }
}
