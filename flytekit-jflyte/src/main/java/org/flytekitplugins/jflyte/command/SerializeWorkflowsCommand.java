package org.flytekitplugins.jflyte.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.flytekitplugins.jflyte.closure.PackageSource;
import org.flytekitplugins.jflyte.publish.ClosedPackage;
import org.flytekitplugins.jflyte.publish.LauncherEnvironment;
import org.flytekitplugins.jflyte.publish.SerializedFile;
import org.flytekitplugins.jflyte.publish.SerializedPackage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code jflyte serialize workflows}. */
@Command(
    name = "workflows",
    description =
        "Writes a package's tasks, workflows and launch plans to files that 'flytectl register"
            + " files' takes. Needs no server.",
    mixinStandardHelpOptions = true)
final class SerializeWorkflowsCommand implements Callable<Integer> {
  private final LauncherEnvironment environment;

  @Spec private CommandSpec spec;
  @Mixin private PackageOptions packageOptions = new PackageOptions();
  @Mixin private AdminOptions adminOptions = new AdminOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = {"-f", "--folder"},
      paramLabel = "DIR",
      required = true,
      description = "Where the files go; made if it is not there.")
  private Path folder = Path.of("");

  SerializeWorkflowsCommand(Map<String, String> environment) {
    this.environment = new LauncherEnvironment(environment);
  }

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    return 0;
  }
}
