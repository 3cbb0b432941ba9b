package org.flytekitplugins.jflyte.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.flytekitplugins.jflyte.command.PlayedCluster.Outcome;
import org.flytekitplugins.jflyte.fixtures.TaskPackages;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.flytekitplugins.jflyte.testing.propeller.LocalPropeller;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The last mile: a package is registered, run as a cluster of processes, and its outputs read. */
@Timeout(120)
class RegisteredRunTest {
  @TempDir Path folder;

  @Test
  void aTrainingIsRegisteredAndRunAndItsOutputsAreReadOrTheReplicaThatFailedIsNamed() {
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
        .workflow("Whole", "return builder.apply(\"train\", new Train(), x).getOutputs();")
        .build();
    try (LocalFlyteAdmin admin =
        LocalFlyteAdmin.builder().propeller(LocalPropeller.create()).start()) {
      Map<String, String> environment =
          Map.of(
              "FLYTE_PLATFORM_URL", admin.endpoint(),
              "FLYTE_PLATFORM_INSECURE", "true",
              "FLYTE_STAGING_LOCATION", folder.resolve("staging").toUri().toString(),
              "HOME", folder.toString());

      Outcome registered =
          PlayedCluster.run(
              environment,
              "register workflows -p flytesnacks -d development -v 1 --image registry.example/app -cp"
                  .concat(" " + directory)
                  .split(" ", -1));
      assertThat(registered.exitCode()).as(registered.err()).isZero();

      Outcome good = run(environment, 7);
      assertThat(good.err()).contains("\ntrain: succeeded after ");
      assertThat(good.out()).isEqualTo("y = 8\n");
      assertThat(good.exitCode()).isZero();

      Outcome bad = run(environment, 17);
      assertThat(bad.exitCode()).isEqualTo(1);
      assertThat(bad.out()).isEmpty();
      assertThat(bad.err().lines())
          .last()
          .asString()
          .isEqualTo(
              "jflyte: execution run-17 has failed at train (com.acme.Train): worker-1 failed:"
                  + " java.lang.IllegalStateException: row 17 has 63 columns");
      assertThat(
              PlayedCluster.run(environment, "logs", "flytesnacks/development/run-17", "train")
                  .out())
          .contains("kubectl logs -n flytesnacks-development run-17-")
          .contains("-worker-1\n");
    }
  }

  private static Outcome run(Map<String, String> environment, int x) {
    return PlayedCluster.run(
        environment,
        ("run com.acme.Whole -p flytesnacks -d development --wait --x " + x + " --name run-" + x)
            .split(" ", -1));
  }
}
