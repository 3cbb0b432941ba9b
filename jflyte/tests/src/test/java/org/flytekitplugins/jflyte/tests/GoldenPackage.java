package org.flytekitplugins.jflyte.tests;

import java.nio.file.Path;
import java.util.Map;
import org.flytekitplugins.jflyte.closure.NamedImages;
import org.flytekitplugins.jflyte.loading.ExecutionVariables;
import org.flytekitplugins.jflyte.publish.ClosedPackage;
import org.flytekitplugins.jflyte.publish.PackageSettings;

/** The package of this module, as the build has laid it out: a directory of jars. */
final class GoldenPackage {
  static final String IN_IMAGE = "registry.example/app@sha256:" + "0".repeat(64);
  static final String GPU_IMAGE = "registry.example/app-gpu@sha256:" + "1".repeat(64);
  static final String PYTHON_IMAGE = "registry.example/python@sha256:" + "2".repeat(64);

  static final GoldenFiles FILES = new GoldenFiles("package", "org.flytekitplugins.jflyte.golden");

  private static final NamedImages IMAGES =
      NamedImages.of(Map.of("default", IN_IMAGE, "gpu", GPU_IMAGE, "python", PYTHON_IMAGE));

  private GoldenPackage() {}

  static Path directory() {
    return Path.of(System.getProperty("golden.package"));
  }

  /** Whether a jar is the package's own, not one that it needs. */
  static boolean isOwn(Path jar) {
    return jar.getFileName().toString().startsWith("flytekit-jflyte-tests-");
  }

  /** The package, closed as stock jflyte would, for project flytesnacks. */
  static ClosedPackage closed(String packageDir, String stagingLocation) {
    PackageSettings settings =
        new PackageSettings(
            directory().toString(),
            new ExecutionVariables("flytesnacks", "development", "v1"),
            IMAGES,
            packageDir,
            stagingLocation,
            /* defaultLaunchPlans= */ true);
    return ClosedPackage.of(
        settings.load(), settings, (type, project, domain, name) -> "the-latest");
  }
}
