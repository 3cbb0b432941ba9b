package org.flytekitplugins.jflyte.publish;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import flyteidl.admin.TaskOuterClass.TaskCreateRequest;
import flyteidl.core.Tasks;
import flyteidl.core.Tasks.Container;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.closure.ClosureContext;
import org.flytekitplugins.jflyte.closure.LatestVersions;
import org.flytekitplugins.jflyte.closure.PackageSource;
import org.flytekitplugins.jflyte.closure.ProjectClosure;
import org.flytekitplugins.jflyte.loading.LoadedPackage;
import org.flytekitplugins.jflyte.loading.PackageClassPath;
import org.flytekitplugins.jflyte.staging.ArtifactStager;
import org.jspecify.annotations.Nullable;

/**
 * A package with all that Flyte wants to know of it. Where its files will be is known before they
 * are there, because their names tell their content: nothing is uploaded of a package that turns
 * out to be broken.
 *
 * @param closure its entities
 * @param source where pods find it
 * @param filesToStage the files to stage before anybody registers it
 * @param stagingLocation the URI to stage them under; null for nowhere
 */
public record ClosedPackage(
    ProjectClosure closure,
    PackageSource source,
    List<Path> filesToStage,
    @Nullable String stagingLocation) {
  /** The first argument of every container that runs Java code. */
  private static final String LAUNCHER = "jflyte";

  /** Keeps a copy that nobody can change. */
  public ClosedPackage {
    filesToStage = List.copyOf(filesToStage);
  }

  /**
   * Closes a package.
   *
   * @param loaded what {@link PackageSettings#load} yields
   * @param latestVersions asked for references to other projects that say no version
   * @throws JflyteException if Flyte would refuse it
   */
  public static ClosedPackage of(
      LoadedPackage loaded, PackageSettings settings, LatestVersions latestVersions) {
    List<Path> filesToStage = filesToStage(settings, settings.packageClassPath(), loaded);
    PackageSource source = source(settings, filesToStage);
    ClosureContext context =
        new ClosureContext(settings.target(), settings.images(), source, latestVersions);
    return new ClosedPackage(
        ProjectClosure.of(loaded, context), source, filesToStage, settings.stagingLocation());
  }

  private static List<Path> filesToStage(
      PackageSettings settings, PackageClassPath classPath, LoadedPackage loaded) {
    boolean runsJava =
        !loaded.runnableTasks().isEmpty() || !loaded.dynamicWorkflowTasks().isEmpty();
    // Container tasks are never staged, whatever their type: there is no Java in their pods.
    if (settings.packageDir() != null || settings.stagingLocation() == null || !runsJava) {
      return List.of();
    }
    for (Path entry : classPath.entries()) {
      if (Files.isDirectory(entry)) {
        throw new JflyteException(
            String.format(
                "--classpath: %s is a folder, which cannot be staged: make it a jar, or put the"
                    + " package into the image and say where with --package-dir",
                entry));
      }
    }
    return classPath.entries();
  }

  private static PackageSource source(PackageSettings settings, List<Path> filesToStage) {
    if (settings.packageDir() != null) {
      return new PackageSource.InImage(settings.packageDir());
    }
    String location = settings.stagingLocation();
    if (location == null || filesToStage.isEmpty()) {
      return new PackageSource.Unstaged();
    }
    return new PackageSource.Staged(ArtifactStager.plan(filesToStage, location));
  }

  /** Whether tasks of the package could not be run, because no pod would find it. */
  public boolean isOutOfReach() {
    return source instanceof PackageSource.Unstaged
        && closure.tasks().stream().anyMatch(ClosedPackage::runsJava);
  }

  private static boolean runsJava(TaskCreateRequest task) {
    Tasks.TaskTemplate template = task.getSpec().getTemplate();
    Container container = template.getContainer();
    return template.hasK8SPod()
        ? template
            .getK8SPod()
            .getPodSpec()
            .getFieldsOrThrow("containers")
            .getListValue()
            .getValuesList()
            .stream()
            .map(Value::getStructValue)
            .anyMatch(ClosedPackage::isLauncher)
        : container.getArgsCount() > 1
            && container.getArgs(0).equals(LAUNCHER)
            && container.getCommandCount() == 0;
  }

  private static boolean isLauncher(Struct container) {
    List<Value> args =
        container
            .getFieldsOrDefault("args", Value.getDefaultInstance())
            .getListValue()
            .getValuesList();
    return args.size() > 1
        && args.get(0).getStringValue().equals(LAUNCHER)
        && !container.containsFields("command");
  }
}
