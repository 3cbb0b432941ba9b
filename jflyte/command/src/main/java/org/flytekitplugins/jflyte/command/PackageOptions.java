package org.flytekitplugins.jflyte.command;

import org.flytekitplugins.jflyte.closure.NamedImages;
import org.flytekitplugins.jflyte.loading.ExecutionVariables;
import org.flytekitplugins.jflyte.publish.LauncherEnvironment;
import org.flytekitplugins.jflyte.publish.PackageSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flags that say what the package is, and where pods find it. */
final class PackageOptions {
  @Option(
      names = {"-cp", "--classpath"},
      paramLabel = "DIR",
      required = true,
      description =
          "The package: a directory of jars, or with --package-dir any class path, entries joined"
              + " by colons, each a jar, a folder of classes or DIR/*.")
  private String classPath = "";

  @Option(
      names = "--package-dir",
      paramLabel = "PATH",
      description =
          "The package is in the image, at this class path: nothing is staged, pods download"
              + " nothing.")
  private @Nullable String packageDir;

  @Option(
      names = "--no-default-launch-plans",
      description =
          "Make no launch plan for workflows that have none of their name. Flyte starts a workflow"
              + " by a launch plan only.")
  private boolean noDefaultLaunchPlans;

  @Mixin private ImageOptions images = new ImageOptions();

  PackageSettings settings(
      ExecutionVariables target, LauncherEnvironment environment, OptionValues values) {
    values.requireText("--classpath", classPath, OptionValues.CLASS_PATH_REMEDY);
    if (packageDir != null) {
      values.requireText("--package-dir", packageDir, "name the class path inside the image");
    }
    NamedImages named = images.images(environment, values);
    values.classPath(classPath);
    return new PackageSettings(
        classPath,
        target,
        named,
        packageDir,
        packageDir == null ? environment.stagingLocation() : null,
        !noDefaultLaunchPlans);
  }
}
