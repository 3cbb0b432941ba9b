package org.flytekitplugins.jflyte.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.flytekitplugins.jflyte.ExitCode;
import org.flytekitplugins.jflyte.Flyte;
import org.flytekitplugins.jflyte.closure.NamedImages;
import org.flytekitplugins.jflyte.explain.Explanation;
import org.flytekitplugins.jflyte.explain.PackageExplanation;
import org.flytekitplugins.jflyte.explain.Platform;
import org.flytekitplugins.jflyte.explain.RenderSettings;
import org.flytekitplugins.jflyte.explain.Severity;
import org.flytekitplugins.jflyte.loading.LoadedPackage;
import org.flytekitplugins.jflyte.loading.PackageClassPath;
import org.flytekitplugins.jflyte.loading.PackageLoader;
import org.flytekitplugins.jflyte.publish.LauncherEnvironment;
import org.flytekitplugins.jflyte.publish.SerializedPackage;
import org.flytekitplugins.kubeflow.InvalidFieldException;
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

  @Option(names = "--strict", description = "Exit with 4 on warnings too.")
  private boolean strict;

  @Mixin private OfflineFlyteOption flyteOption = new OfflineFlyteOption();
  @Mixin private PlatformOptions platformOptions = new PlatformOptions();
  @Mixin private ImageOptions imageOptions = new ImageOptions();
  @Mixin private RenderOptions render = new RenderOptions();

  @Option(
      names = "--sources",
      paramLabel = "DIR",
      description =
          "For -o sarif: where the sources are, seen from the working directory; may be repeated."
              + " Default: src/main/java, src/main/kotlin, src/main/scala.")
  private List<Path> sources = new ArrayList<>();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description =
          "text for people; json for machines; yaml: the jobs for kubectl apply; pods: the pods and"
              + " services that the operator makes of them; sarif: the findings for code scanning."
              + " Default: ${DEFAULT-VALUE}.")
  private Format format = Format.text;

  /** For whom the output is. */
  enum Format {
    /** People. */
    text,
    /** Machines. */
    json,
    /** Kubernetes. */
    yaml,
    /** Whoever checks pods. */
    pods,
    /** Whoever shows findings. */
    sarif
  }

  ExplainCommand(Map<String, String> environment) {
    this.environment = new LauncherEnvironment(environment);
  }

  @Override
  public Integer call() {
    OptionValues values = new OptionValues(spec);
    PackageClassPath packagePath = values.classPath(classPath);
    platformOptions.check(values);
    Flyte flyte = flyteOption.flyte(environment.variables(), values);
    platformOptions.check(flyte, values);
    RenderSettings settings = render.settings(values);
    if (!isRendered() && !render.given().isEmpty()) {
      throw values.refusal(
          String.format(
              "%s is for -o yaml and -o pods, but -o is %s: leave it out, or ask for one of these",
              render.given().get(0), format));
    }
    if (format != Format.sarif && !sources.isEmpty()) {
      throw values.refusal(
          String.format(
              "--sources is for -o sarif, but -o is %s: leave it out, or ask for that", format));
    }
    NamedImages images = imageOptions.images(environment, values);
    return PackageCommand.run(
        spec, packagePath, () -> explain(packagePath, flyte, images, settings));
  }

  private boolean isRendered() {
    return format == Format.yaml || format == Format.pods;
  }

  private int explain(
      PackageClassPath packagePath, Flyte flyte, NamedImages images, RenderSettings settings) {
    if (format != Format.text) {
      OutputOptions.reserve();
    }
    Platform platform = platformOptions.platform(flyte);
    LoadedPackage loaded = load(packagePath, flyte == Flyte.TWO);
    PackageExplanation explanation =
        PackageExplanation.of(
            loaded, platform, images.references(), images.references().get(NamedImages.DEFAULT));
    if (task != null) {
      explanation = explanation.only(task);
    }
    Severity failing = strict ? Severity.WARNING : Severity.ERROR;
    PrintWriter out = spec.commandLine().getOut();
    switch (format) {
      case text -> new ExplanationText(out, isVerbose()).write(explanation);
      case json -> ExplanationJson.write(explanation, out);
      case yaml, pods -> render(loaded, explanation, images, settings, failing);
      case sarif ->
          ExplanationSarif.write(
              explanation,
              new SourceFolders(sources.isEmpty() ? SourceFolders.STANDARD : sources),
              out);
    }
    out.flush();
    return explanation.hasAtLeast(failing) ? ExitCode.FINDINGS : ExitCode.OK;
  }

  private void render(
      LoadedPackage loaded,
      PackageExplanation explanation,
      NamedImages images,
      RenderSettings settings,
      Severity failing) {
    RenderedJobs jobs = rendered(loaded, explanation, images, settings);
    PrintWriter err = spec.commandLine().getErr();
    jobs.warnings().forEach(sentence -> err.println("jflyte: " + sentence));
    jobs.failures(failing).forEach(err::println);
    err.flush();
    spec.commandLine().getOut().print(format == Format.yaml ? jobs.toYaml() : jobs.podsToYaml());
  }

  private RenderedJobs rendered(
      LoadedPackage loaded,
      PackageExplanation explanation,
      NamedImages images,
      RenderSettings settings) {
    OptionValues values = new OptionValues(spec);
    if (explanation.tasks().size() > 1 && !render.ofOneJob().isEmpty()) {
      throw values.refusal(
          String.format(
              "%s is of one job, but the package has %d training tasks: add --task NAME (%s)",
              render.ofOneJob().get(0),
              explanation.tasks().size(),
              explanation.tasks().stream()
                  .map(Explanation::name)
                  .collect(Collectors.joining(", "))));
    }
    try {
      return RenderedJobs.of(loaded, explanation, images, render.packageDir(), settings);
    } catch (InvalidFieldException e) {
      String flag = e.field().equals("name") ? RenderOptions.JOB_NAME : RenderOptions.NAMESPACE;
      throw values.refusal(String.valueOf(e.at(flag).getMessage()));
    }
  }

  // Open until the end of the process: the tasks go on loading classes.
  @SuppressWarnings("MustBeClosedChecker")
  private static LoadedPackage load(PackageClassPath packagePath, boolean isAll) {
    Map<String, String> environment = SerializedPackage.PLACEHOLDERS.toEnv();
    PackageLoader loader = new PackageLoader(packagePath);
    if (isAll) {
      return loader.load(environment);
    }
    LoadedPackage loaded = loader.loadTasks(environment);
    // Of a task that will not be kept it matters who runs it, and only workflows know.
    boolean isAnyDeprecated =
        loaded.extensions().values().stream()
            .anyMatch(extension -> extension.getDeprecationMessage() != null);
    return isAnyDeprecated ? loader.load(environment) : loaded;
  }

  /** Whether the root's flag, which every command inherits, is there. */
  private boolean isVerbose() {
    Boolean verbose = spec.findOption("--verbose").getValue();
    return verbose != null && verbose;
  }
}
