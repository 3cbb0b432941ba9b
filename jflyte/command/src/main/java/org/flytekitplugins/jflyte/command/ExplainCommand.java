package org.flytekitplugins.jflyte.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.flytekitplugins.jflyte.ExitCode;
import org.flytekitplugins.jflyte.closure.NamedImages;
import org.flytekitplugins.jflyte.explain.Platform;
import org.flytekitplugins.jflyte.explain.PlatformFile;
import org.flytekitplugins.jflyte.explain.Severity;
import org.flytekitplugins.jflyte.explain.internal.PackageExplanation;
import org.flytekitplugins.jflyte.loading.LoadedPackage;
import org.flytekitplugins.jflyte.loading.PackageClassPath;
import org.flytekitplugins.jflyte.loading.PackageLoader;
import org.flytekitplugins.jflyte.publish.LauncherEnvironment;
import org.flytekitplugins.jflyte.publish.SerializedPackage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code jflyte explain}. */
@Command(
    name = "explain",
    description =
        "Says what a cluster makes of each training task of a package, what each failure does, and"
            + " what its author had better know. Needs no server.")
final class ExplainCommand implements Callable<Integer> {
  private final LauncherEnvironment environment;

  @Spec private CommandSpec spec;

  @Mixin
  @SuppressWarnings("unused") // asked by picocli
  private HelpOption help = new HelpOption();

  @Option(
      names = {"-cp", "--classpath"},
      paramLabel = "DIR",
      required = true,
      description =
          "The package: a directory of jars, or any class path, entries joined by colons, each a"
              + " jar, a folder of classes or DIR/*.")
  private String classPath = "";

  @Option(
      names = "--task",
      paramLabel = "NAME",
      description = "Explain this task only, by its full name.")
  private @Nullable String task;

  @Option(
      names = "--platform",
      paramLabel = "FILE",
      description =
          "The installation's task_resources, as flyteadmin is configured with them. Default:"
              + " flyteadmin's stock ones.")
  private @Nullable Path platformFile;

  @Option(
      names = "--max-replicas",
      paramLabel = "N",
      description = "More replicas in a job are an error.")
  private @Nullable Integer maxReplicas;

  @Option(names = "--strict", description = "Exit with 4 on warnings too.")
  private boolean strict;

  @Mixin private ImageOptions imageOptions = new ImageOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  ExplainCommand(Map<String, String> environment) {
    this.environment = new LauncherEnvironment(environment);
  }

  @Override
  public Integer call() {
    OptionValues values = new OptionValues(spec);
    PackageClassPath packagePath = values.classPath(classPath);
    if (maxReplicas != null && maxReplicas < 1) {
      throw values.refusal("--max-replicas is " + maxReplicas + ": a job has one replica at least");
    }
    NamedImages images = imageOptions.images(environment, values);
    return PackageCommand.run(spec, packagePath, () -> explain(packagePath, images));
  }

  private int explain(PackageClassPath packagePath, NamedImages images) {
    output.reserveStandardOutput();
    Platform platform =
        (platformFile == null ? Platform.stock() : PlatformFile.read(platformFile))
            .withMaxReplicas(maxReplicas);
    PackageExplanation explanation =
        PackageExplanation.of(
            load(packagePath),
            platform,
            images.references(),
            images.references().get(NamedImages.DEFAULT));
    if (task != null) {
      explanation = explanation.only(task);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (output.isJson()) {
      ExplanationJson.write(explanation, out);
    } else {
      new ExplanationText(out, isVerbose()).write(explanation);
    }
    out.flush();
    return explanation.hasAtLeast(strict ? Severity.WARNING : Severity.ERROR)
        ? ExitCode.FINDINGS
        : ExitCode.OK;
  }

  // Open until the end of the process: the tasks go on loading classes.
  @SuppressWarnings("MustBeClosedChecker")
  private static LoadedPackage load(PackageClassPath packagePath) {
    return new PackageLoader(packagePath).load(SerializedPackage.PLACEHOLDERS.toEnv());
  }

  /** Whether the root's flag, which every command inherits, is there. */
  private boolean isVerbose() {
    Boolean verbose = spec.findOption("--verbose").getValue();
    return verbose != null && verbose;
  }
}
