package org.flytekitplugins.jflyte.command;

import flyteidl.core.IdentifierOuterClass.ResourceType;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.closure.PackageSource;
import org.flytekitplugins.jflyte.publish.ClosedPackage;
import org.flytekitplugins.jflyte.publish.EntityCounts;
import org.flytekitplugins.jflyte.publish.LauncherEnvironment;
import org.flytekitplugins.jflyte.publish.PackageStaging;
import org.flytekitplugins.jflyte.publish.SerializedFile;
import org.flytekitplugins.jflyte.publish.SerializedPackage;
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
  @Mixin private AuthOptions authOptions = new AuthOptions();

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
    ClosedPackage closed =
        ClosedPackage.of(
            packageOptions.settings(SerializedPackage.PLACEHOLDERS, environment),
            this::latestVersion);
    try (TerminalProgress progress = TerminalProgress.on(err)) {
      PackageStaging.stage(
          closed, environment, (done, total) -> progress.show("staging", done, total));
    }
    List<SerializedFile> files = SerializedFile.of(closed.closure());
    Set<String> stale = SerializedPackage.write(files, folder);
    if (closed.source() instanceof PackageSource.Unstaged && closed.runsOurCode()) {
      err.println(
          "jflyte: the files do not say where pods find the package: set FLYTE_STAGING_LOCATION to"
              + " stage it, or name its class path in the image with --package-dir");
    }
    if (!stale.isEmpty()) {
      err.println(
          "jflyte: --folder: "
              + folder
              + " also holds "
              + String.join(", ", stale)
              + ", which are not of this package: take them out before flytectl registers them");
    }
    err.flush();
    PrintWriter out = spec.commandLine().getOut();
    out.println(EntityCounts.of(closed.closure()) + " serialized to " + folder);
    out.flush();
    return ExitCode.OK;
  }

  private String latestVersion(ResourceType type, String project, String domain, String name) {
    throw new JflyteException("");
  }
}
