package org.flytekitplugins.jflyte.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.flytekitplugins.jflyte.closure.ProjectClosure;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples register as what their golden files say, on a Flyte that has nothing else. */
final class ExamplesTest {
  private static final GoldenFiles FILES =
      new GoldenFiles("examples", "org.flytekitplugins.examples");

  @TempDir Path home;

  @Test
  void theExamplesAreRegisteredAsTheirGoldenFilesHaveThem() throws IOException {
    Path build = Path.of(System.getProperty("examples.build"));
    String classPath =
        build.resolve("classes") + ":" + Files.readString(build.resolve("class-path")).strip();
    try (LocalFlyteAdmin admin = LocalFlyteAdmin.start()) {
      Jflyte.Outcome outcome =
          new Jflyte(home)
              .with("FLYTE_PLATFORM_URL", admin.endpoint())
              .with("FLYTE_PLATFORM_INSECURE", "true")
              .run(
                  "register",
                  "workflows",
                  "-p",
                  "flytesnacks",
                  "-d",
                  "development",
                  "-v",
                  "v1",
                  "-cp",
                  classPath,
                  "--package-dir",
                  "/app/classes:/app/libs/*",
                  "--image",
                  GoldenPackage.IN_IMAGE);

      assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(0);
      Map<String, String> actual =
          FILES.of(
              new ProjectClosure(
                  admin.taskRequests(), admin.workflowRequests(), admin.launchPlanRequests()));
      assertThat(actual).isEqualTo(FILES.readOrUpdate(actual));
    }
  }
}
