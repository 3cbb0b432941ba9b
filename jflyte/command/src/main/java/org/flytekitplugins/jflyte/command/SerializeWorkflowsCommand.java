package org.flytekitplugins.jflyte.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.flytekitplugins.client.internal.admin.AdminListener;
import org.flytekitplugins.jflyte.ExitCode;
import org.flytekitplugins.jflyte.Flyte;
import org.flytekitplugins.jflyte.command.progress.ProgressBar;
import org.flytekitplugins.jflyte.loading.LoadedPackage;
import org.flytekitplugins.jflyte.publish.AdminConnection;
import org.flytekitplugins.jflyte.publish.ClosedPackage;
import org.flytekitplugins.jflyte.publish.DrivenPackage;
import org.flytekitplugins.jflyte.publish.EntityCounts;
import org.flytekitplugins.jflyte.publish.LauncherEnvironment;
import org.flytekitplugins.jflyte.publish.PackageSettings;
import org.flytekitplugins.jflyte.publish.PackageStaging;
import org.flytekitplugins.jflyte.publish.RegisteredVersions;
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
            + " files' takes. Needs no server.")
final class SerializeWorkflowsCommand implements Callable<Integer> {
  private final LauncherEnvironment environment;

  @Spec private CommandSpec spec;

  @Mixin
  @SuppressWarnings("unused") // asked by picocli
  private HelpOption help = new HelpOption();

  @Mixin private PackageOptions packageOptions = new PackageOptions();
  @Mixin private AuthOptions authOptions = new AuthOptions();
  @Mixin private OfflineFlyteOption flyteOption = new OfflineFlyteOption();
  @Mixin private FindingOptions findingOptions = new FindingOptions();

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
    OptionValues values = new OptionValues(spec);
    findingOptions.check(values);
    Flyte flyte = flyteOption.flyte(environment.variables(), values);
    PackageSettings settings =
        packageOptions.settings(SerializedPackage.PLACEHOLDERS, environment, values);
    return PackageCommand.run(spec, settings.packageClassPath(), () -> serialize(settings, flyte));
  }

  private int serialize(PackageSettings settings, Flyte flyte) {
    PrintWriter err = spec.commandLine().getErr();
    LoadedPackage loaded = settings.load();
    ClosedPackage closed;
    try (AdminConnection connection =
        new AdminConnection(environment, authOptions.method(), AdminListener.NONE)) {
      closed = ClosedPackage.of(loaded, settings, new RegisteredVersions(connection));
    }
    FindingsNotice findings =
        findingOptions.notice(loaded, settings, flyte, new OptionValues(spec));
    findings.write(err, "nothing is serialized");
    if (findings.isRefusal()) {
      return ExitCode.FINDINGS;
    }
    try (ProgressBar progress = ProgressBar.on(err)) {
      PackageStaging.stage(
          closed,
          environment,
          PackageStaging.CONCURRENCY,
          (artifact, bytes, isNew, done, total) -> progress.show("staging", done, total));
    }
    if (flyte == Flyte.TWO) {
      closed = DrivenPackage.of(closed, settings, sentence -> err.println("jflyte: " + sentence));
    }
    List<SerializedFile> files =
        flyte == Flyte.TWO
            ? SerializedFile.ofFlyte2(closed.closure())
            : SerializedFile.of(closed.closure());
    Set<String> stale = SerializedPackage.write(files, folder);
    if (closed.isOutOfReach()) {
      err.println(
          "jflyte: the files do not say where pods find the package: set "
              + LauncherEnvironment.STAGING_LOCATION
              + " to stage it, or name its class path in the image with --package-dir");
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
}
