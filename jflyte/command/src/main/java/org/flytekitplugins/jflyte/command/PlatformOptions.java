package org.flytekitplugins.jflyte.command;

import java.nio.file.Path;
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

  /** Whether somebody names the file of an installation. */
  boolean namesFile() {
    return file != null;
  }

  /** An installation, with what is said of its jobs. */
  Platform on(Platform platform) {
    return platform.withMaxReplicas(maxReplicas);
  }

  /**
   * The installation.
   *
   * @throws org.flytekitplugins.jflyte.JflyteException if the file is not there, or is none
   */
  Platform platform() {
    return on(file == null ? Platform.stock() : PlatformFile.read(file));
  }
}
