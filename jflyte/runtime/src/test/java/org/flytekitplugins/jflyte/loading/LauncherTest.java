package org.flytekitplugins.jflyte.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.flyte.api.v1.LaunchPlan;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.fixtures.TestPackages;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A package that is built against a newer flytekit-java than the launcher. */
final class LauncherTest {
  @TempDir static Path shared;
  private static Path newerApi;

  @TempDir Path folder;

  @BeforeAll
  static void buildApi() throws Exception {
    newerApi = NewerFlytekit.api(shared);
  }

  private PackageClassPath packageWithNewerApi() {
    return PackageClassPath.ofDirectory(
        NewerFlytekit.packageWith(newerApi, folder.resolve("package")).build());
  }

  private String reportOn(PackageClassPath classPath) throws Exception {
    Path report = folder.resolve("report");
    int exitCode = Launcher.run(new ReportsMaxParallelism(), classPath, List.of(report.toString()));
    assertThat(exitCode).isEqualTo(42);
    return Files.readString(report);
  }

  @Test
  void theLauncherRunsWithThePackagesApi() throws Exception {
    assertThat(reportOn(packageWithNewerApi())).isEqualTo("nightly 17\nlauncher\ntrue");
  }

  @Test
  void withoutThatThePackageDoesNotLoad() {
    PackageLoader loader = new PackageLoader(packageWithNewerApi());

    assertThatThrownBy(() -> loader.load(new ExecutionVariables("p", "d", "v").toEnv()))
        .isInstanceOf(JflyteException.class)
        .hasMessageContaining("maxParallelism")
        .hasMessageContaining("does not fit the libraries of the package");
  }

  @Test
  void aStagedApiIsKnownByItsNameToo() throws Exception {
    PackageClassPath before = packageWithNewerApi();
    Path directory = before.entries().get(0).getParent();
    Files.move(
        directory.resolve("flytekit-api-0.4.99.jar"),
        directory.resolve("flytekit-api-0.4.99-9PtGIXJRe0a2zZAANQhRWg.jar"));

    assertThat(reportOn(PackageClassPath.ofDirectory(directory))).startsWith("nightly 17\n");
  }

  @Test
  void anApiInsideAnAllInOneJarIsFound() throws Exception {
    Path directory = packageWithNewerApi().entries().get(0).getParent();
    Path all = directory.resolve("all.jar");
    Files.move(directory.resolve("flytekit-api-0.4.99.jar"), all);
    // Whatever else such a jar has must not get into the launcher's way.
    try (FileSystem zip = FileSystems.newFileSystem(all)) {
      Path launchers =
          zip.getPath("org/flytekitplugins/jflyte/loading/ReportsMaxParallelism.class");
      Files.createDirectories(launchers.getParent());
      Files.write(launchers, new byte[] {1, 2, 3});
    }

    assertThat(reportOn(PackageClassPath.ofDirectory(directory))).startsWith("nightly 17\n");
  }

  @Test
  void theNewestOfSeveralCounts() throws Exception {
    Path directory = packageWithNewerApi().entries().get(0).getParent();
    Path older = directory.resolve("flytekit-api-0.4.40.jar");
    Files.copy(TestPackages.whereIs(LaunchPlan.class), older);

    assertThat(SharedApi.newerIn(PackageClassPath.ofDirectory(directory)))
        .hasValue(directory.resolve("flytekit-api-0.4.99.jar"));
  }

  @Test
  void anErrorOfTheOtherLaunchersIsAnErrorOfThisOnes() {
    PackageClassPath classPath = packageWithNewerApi();

    assertThatThrownBy(
            () -> Launcher.run(new ReportsMaxParallelism(), classPath, List.of("", "do this")))
        .isExactlyInstanceOf(JflyteException.class)
        .hasMessage("do this")
        .hasRootCauseMessage("cause");
  }

  @ParameterizedTest
  @ValueSource(strings = {"flytekit-api-0.4.35.jar", "flytekit-api-0.4.9.jar", "api.jar"})
  void anOlderOrEqualApiIsNot(String name) throws Exception {
    Path directory = Files.createDirectories(folder.resolve("package"));
    Files.copy(
        TestPackages.whereIs(LaunchPlan.class),
        directory.resolve(name),
        StandardCopyOption.REPLACE_EXISTING);

    assertThat(SharedApi.newerIn(PackageClassPath.ofDirectory(directory)))
        .isEqualTo(Optional.empty());
  }

  @Test
  void aProgramRunsRightHereOtherwise() throws Exception {
    Path directory = Files.createDirectories(folder.resolve("package"));
    try (Stream<Path> own = TestPackages.flytekitJava().stream()) {
      for (Path jar : own.toList()) {
        Files.copy(jar, directory.resolve(jar.getFileName()));
      }
    }
    List<Object> seen = new java.util.ArrayList<>();
    PackageProgram program =
        (classPath, arguments) -> {
          seen.add(classPath);
          seen.add(arguments);
          return 3;
        };
    PackageClassPath classPath = PackageClassPath.ofDirectory(directory);

    assertThat(Launcher.run(program, classPath, List.of("a"))).isEqualTo(3);
    assertThat(seen).containsExactly(classPath, List.of("a"));
  }
}
