package org.flytekitplugins.jflyte.command;

import java.nio.file.Path;
import org.flytekitplugins.jflyte.Flyte;
import org.flytekitplugins.jflyte.explain.Platform;
import org.flytekitplugins.jflyte.explain.PlatformFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that say what the installation decides. */
final class PlatformOptions {
  @Option(
      names = "--platform",
      paramLabel = "FILE",
      description =
          "The installation's task_resources, as flyteadmin is configured with them. Default:"
              + " flyteadmin's stock ones.")
  private @Nullable Path file;

  @Option(
      names = "--max-replicas",
      paramLabel = "N",
      description = "More replicas in a job are an error.")
  private @Nullable Integer maxReplicas;

  /** Refuses what no installation can be. */
  void check(OptionValues values) {
    if (maxReplicas != null && maxReplicas < 1) {
      throw values.refusal("--max-replicas is " + maxReplicas + ": a job has one replica at least");
    }
  }

  /** Refuses what is not said of a Flyte. */
  void check(Flyte flyte, OptionValues values) {
    if (flyte == Flyte.TWO && file != null) {
      throw values.refusal(
          "--platform is a configuration of flyteadmin, which Flyte 2 has not: leave it out, or say"
              + " --flyte 1");
    }
  }

  /**
   * The installation.
   *
   * @throws org.flytekitplugins.jflyte.JflyteException if the file is not there, or is none
   */
  Platform platform(Flyte flyte) {
    Platform said =
        flyte == Flyte.TWO
            ? Platform.flyte2()
            : file == null ? Platform.stock() : PlatformFile.read(file);
    return said.withMaxReplicas(maxReplicas);
  }
}
