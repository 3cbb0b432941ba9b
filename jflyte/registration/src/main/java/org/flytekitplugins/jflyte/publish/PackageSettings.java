package org.flytekitplugins.jflyte.publish;

import org.flytekitplugins.jflyte.closure.NamedImages;
import org.flytekitplugins.jflyte.loading.ExecutionVariables;
import org.flytekitplugins.jflyte.loading.LoadedPackage;
import org.flytekitplugins.jflyte.loading.PackageClassPath;
import org.flytekitplugins.jflyte.loading.PackageLoader;
import org.jspecify.annotations.Nullable;

/**
 * What {@code register} and {@code serialize} are told.
 *
 * @param classPath the package on this machine: a directory of jars, or a class path
 * @param target the project, domain and version that it gets
 * @param images the images of its tasks
 * @param packageDir the class path of the package inside the image; null to stage it
 * @param stagingLocation the URI under which the package is staged; null for none
 * @param defaultLaunchPlans whether each workflow gets a launch plan of its name
 */
public record PackageSettings(
    String classPath,
    ExecutionVariables target,
    NamedImages images,
    @Nullable String packageDir,
    @Nullable String stagingLocation,
    boolean defaultLaunchPlans) {
  /**
   * The files and folders of the package.
   *
   * @throws org.flytekitplugins.jflyte.JflyteException if it is not there, or is empty
   */
  public PackageClassPath packageClassPath() {
    return PackageClassPath.of(classPath);
  }

  /**
   * Loads the package.
   *
   * @throws org.flytekitplugins.jflyte.JflyteException if it cannot be loaded
   */
  // Open until the end of the process: the entities go on loading classes.
  @SuppressWarnings("MustBeClosedChecker")
  public LoadedPackage load() {
    LoadedPackage loaded = new PackageLoader(packageClassPath()).load(target.toEnv());
    return defaultLaunchPlans ? loaded.withDefaultLaunchPlans() : loaded;
  }
}
