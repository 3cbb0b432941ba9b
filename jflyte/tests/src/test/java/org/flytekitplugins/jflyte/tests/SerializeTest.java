package org.flytekitplugins.jflyte.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlan;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanClosure;
import flyteidl.admin.TaskOuterClass.TaskSpec;
import flyteidl.admin.WorkflowOuterClass.WorkflowSpec;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.IdentifierOuterClass.ResourceType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.flytekitplugins.jflyte.fixtures.TestPackages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What flytectl finds after {@code jflyte serialize workflows}. */
final class SerializeTest {
  private static final String NEEDS_A_SERVER = "RemoteWorkflow";

  @TempDir Path home;

  private Map<String, byte[]> serialize(Path directory, String folder, String... more)
      throws IOException {
    Path files = home.resolve(folder);
    String[] words = {
      "serialize",
      "workflows",
      "-cp",
      directory.toString(),
      "-f",
      files.toString(),
      "--image",
      GoldenPackage.IN_IMAGE
    };
    String[] all = Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray(String[]::new);

    Jflyte.Outcome outcome = new Jflyte(home).run(all);

    assertThat(outcome).extracting(Jflyte.Outcome::exitCode).as(outcome.err()).isEqualTo(0);
    Map<String, byte[]> contents = new TreeMap<>();
    try (Stream<Path> written = Files.list(files)) {
      for (Path file : written.toList()) {
        contents.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    return contents;
  }

  private Path packageOfOneOfEach() {
    TestPackages sources = BuiltPackages.in(home.resolve("package"));
    BuiltPackages.task(sources, "Train");
    return BuiltPackages.workflow(sources, "Nightly", "builder.apply(\"train\", new Train());")
        .build();
  }

  private static Identifier id(ResourceType type, String name) {
    return Identifier.newBuilder()
        .setResourceType(type)
        .setProject("{{ registration.project }}")
        .setDomain("{{ registration.domain }}")
        .setName(name)
        .setVersion("{{ registration.version }}")
        .build();
  }

  @Test
  void filesAreNamedAsStockJflyteNamesThem() throws IOException {
    assertThat(serialize(packageOfOneOfEach(), "files").keySet())
        .containsExactly(
            "0_com.acme.Train_1.pb", "1_com.acme.Nightly_2.pb", "2_com.acme.Nightly_3.pb");
  }

  @Test
  void flytectlCanFillInTheIdentifiersOfEveryFile() throws IOException {
    Map<String, byte[]> files = serialize(packageOfOneOfEach(), "files");

    TaskSpec task = TaskSpec.parseFrom(files.get("0_com.acme.Train_1.pb"));
    WorkflowSpec workflow = WorkflowSpec.parseFrom(files.get("1_com.acme.Nightly_2.pb"));
    LaunchPlan plan = LaunchPlan.parseFrom(files.get("2_com.acme.Nightly_3.pb"));

    assertThat(task.getTemplate().getId()).isEqualTo(id(ResourceType.TASK, "com.acme.Train"));
    assertThat(workflow.getTemplate().getId())
        .isEqualTo(id(ResourceType.WORKFLOW, "com.acme.Nightly"));
    assertThat(workflow.getTemplate().getNodes(0).getTaskNode().getReferenceId())
        .isEqualTo(id(ResourceType.TASK, "com.acme.Train"));
    assertThat(plan.getId()).isEqualTo(id(ResourceType.LAUNCH_PLAN, "com.acme.Nightly"));
    assertThat(plan.getSpec().getWorkflowId())
        .isEqualTo(id(ResourceType.WORKFLOW, "com.acme.Nightly"));
  }

  @Test
  void defaultLaunchPlansCanBeDoneWithout() throws IOException {
    assertThat(serialize(packageOfOneOfEach(), "files", "--no-default-launch-plans").keySet())
        .containsExactly("0_com.acme.Train_1.pb", "1_com.acme.Nightly_2.pb");
  }

  @Test
  void launchPlansHaveAClosureForFlytectlToCompile() throws IOException {
    LaunchPlan plan =
        LaunchPlan.parseFrom(
            serialize(packageOfOneOfEach(), "files").get("2_com.acme.Nightly_3.pb"));

    assertThat(plan.hasClosure()).isTrue();
    assertThat(plan.getClosure()).isEqualTo(LaunchPlanClosure.getDefaultInstance());
  }

  @Test
  void equalPackagesGiveEqualBytesInEveryRun() throws IOException {
    Path directory = goldenPackageWithoutServer();
    String[] images = {"--image", "gpu=registry.example/gpu", "--image", "python=python:3"};

    Map<String, byte[]> first = serialize(directory, "first", images);
    Map<String, byte[]> second = serialize(directory, "second", images);

    assertThat(second).hasSameSizeAs(first).hasSizeGreaterThan(30);
    second.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(first.get(name)));
  }

  @Test
  void theGoldenPackageIsSerializedAsItIsRegistered() throws IOException {
    Map<String, byte[]> files =
        serialize(
            goldenPackageWithoutServer(),
            "files",
            "--image",
            "gpu=" + GoldenPackage.GPU_IMAGE,
            "--image",
            "python=" + GoldenPackage.PYTHON_IMAGE);

    GoldenPackage.closed(null, null)
        .closure()
        .tasks()
        .forEach(
            task ->
                assertThat(asRegistered(files, task.getId().getName())).isEqualTo(task.getSpec()));
  }

  private static TaskSpec asRegistered(Map<String, byte[]> files, String task) {
    String name =
        files.keySet().stream()
            .filter(file -> file.endsWith("_" + task + "_1.pb"))
            .findFirst()
            .orElseThrow();
    try {
      TaskSpec.Builder spec = TaskSpec.parseFrom(files.get(name)).toBuilder();
      spec.getTemplateBuilder()
          .getIdBuilder()
          .setProject("flytesnacks")
          .setDomain("development")
          .setVersion("v1");
      return spec.build();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void filesOfAnEarlierPackageAreNamed() throws IOException {
    Path directory = packageOfOneOfEach();
    Files.createDirectories(home.resolve("files"));
    Files.createFile(home.resolve("files/9_com.acme.Gone_1.pb"));

    Jflyte.Outcome outcome =
        new Jflyte(home)
            .run(
                "serialize",
                "workflows",
                "-cp",
                directory.toString(),
                "-f",
                home.resolve("files").toString(),
                "--image",
                "i",
                "--package-dir",
                "/app/*");

    assertThat(outcome)
        .isEqualTo(
            new Jflyte.Outcome(
                0,
                "1 task, 1 workflow, 1 launch plan serialized to " + home.resolve("files") + "\n",
                "jflyte: --folder: "
                    + home.resolve("files")
                    + " also holds 9_com.acme.Gone_1.pb, which are not of this package: take them"
                    + " out before flytectl registers them\n"));
  }

  /** The golden package without what only a server can tell: the latest version of others. */
  private Path goldenPackageWithoutServer() throws IOException {
    Path directory = Files.createDirectories(home.resolve("golden"));
    try (Stream<Path> jars = Files.list(GoldenPackage.directory())) {
      for (Path jar : jars.toList()) {
        Path copy = Files.copy(jar, directory.resolve(jar.getFileName()));
        if (GoldenPackage.isOwn(jar)) {
          Jars.rewrite(
              copy,
              "META-INF/services/org.flyte.flytekit.SdkWorkflow",
              lines -> lines.stream().filter(line -> !line.endsWith(NEEDS_A_SERVER)).toList());
        }
      }
    }
    return directory;
  }

  @Test
  void whatOnlyAServerCanTellIsAskedForInOneSentence() {
    Jflyte.Outcome outcome =
        new Jflyte(home)
            .run(
                "serialize",
                "workflows",
                "-cp",
                GoldenPackage.directory().toString(),
                "-f",
                home.resolve("files").toString(),
                "--image",
                "i",
                "--image",
                "gpu=i",
                "--image",
                "python=i");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err().lines().toList())
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(String.class))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("jflyte: the reference to task others.task of project others says no version")
        .contains("FLYTE_PLATFORM_URL");
    assertThat(List.of(home.resolve("files"))).allMatch(Files::notExists);
  }
}
