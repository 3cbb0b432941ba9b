package org.flytekitplugins.jflyte.tests;

import static org.assertj.core.api.Assertions.assertThat;

import flyteidl.admin.TaskOuterClass.TaskCreateRequest;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.IdentifierOuterClass.ResourceType;
import flyteidl.core.Interface.Variable;
import flyteidl.core.Tasks.TaskTemplate;
import flyteidl.core.Types.BlobType;
import flyteidl.core.Types.LiteralType;
import flyteidl.core.Types.SimpleType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.jflyte.closure.ProjectClosure;
import org.flytekitplugins.localflyteadmin.LocalFlyteAdmin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples register as what their golden files say. */
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
      OtherTeam.register(new ProjectClosure(List.of(labelDigits()), List.of(), List.of()), admin);

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
                  admin.taskRequests().stream()
                      .filter(task -> !task.equals(labelDigits()))
                      .toList(),
                  admin.workflowRequests(),
                  admin.launchPlanRequests()));
      assertThat(actual).isEqualTo(FILES.readOrUpdate(actual));
    }
  }

  /** What the team that writes Python has registered. */
  private static TaskCreateRequest labelDigits() {
    Identifier id =
        Identifier.newBuilder()
            .setResourceType(ResourceType.TASK)
            .setProject("labelling")
            .setDomain("production")
            .setName("labelling.tasks.label_digits")
            .setVersion("2026-11-01")
            .build();
    TaskTemplate.Builder template = TaskTemplate.newBuilder().setId(id).setType("python-task");
    template
        .getContainerBuilder()
        .setImage("registry.example/labelling")
        .addArgs("pyflyte-execute");
    template.getMetadataBuilder().getRuntimeBuilder().setFlavor("python").setVersion("1.16");
    template
        .getInterfaceBuilder()
        .getInputsBuilder()
        .putVariables(
            "bucket",
            Variable.newBuilder()
                .setType(LiteralType.newBuilder().setSimple(SimpleType.STRING))
                .build());
    template
        .getInterfaceBuilder()
        .getOutputsBuilder()
        .putVariables(
            "digits",
            Variable.newBuilder()
                .setType(LiteralType.newBuilder().setBlob(BlobType.getDefaultInstance()))
                .build());
    TaskCreateRequest.Builder request = TaskCreateRequest.newBuilder().setId(id);
    request.getSpecBuilder().setTemplate(template);
    return request.build();
  }
}
