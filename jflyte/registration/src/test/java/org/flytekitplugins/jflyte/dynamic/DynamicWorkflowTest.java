package org.flytekitplugins.jflyte.dynamic;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import flyteidl.admin.TaskOuterClass.TaskCreateRequest;
import flyteidl.admin.TaskOuterClass.TaskSpec;
import flyteidl.core.DynamicJob.DynamicJobSpec;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.IdentifierOuterClass.ResourceType;
import flyteidl.core.Interface.TypedInterface;
import flyteidl.core.Interface.Variable;
import flyteidl.core.Interface.VariableMap;
import flyteidl.core.Tasks.Container;
import flyteidl.core.Tasks.TaskMetadata;
import flyteidl.core.Tasks.TaskTemplate;
import flyteidl.core.Types.LiteralType;
import flyteidl.core.Types.SimpleType;
import flyteidl.core.Workflow.Node;
import flyteidl.core.Workflow.WorkflowTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.flyte.api.v1.ContainerError;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flytekitplugins.client.internal.admin.AdminClient;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.flytekitplugins.client.internal.config.AdminConfigReader;
import org.flytekitplugins.jflyte.Flyte;
import org.flytekitplugins.jflyte.execution.PodMain;
import org.flytekitplugins.jflyte.execution.StagedPackage;
import org.flytekitplugins.jflyte.fixtures.ChildJvm;
import org.flytekitplugins.jflyte.fixtures.TaskPackages;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.flytekitplugins.spi.RecoverableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dynamic tasks in their pods. */
class DynamicWorkflowTest {
  private static final String TASK = "com.acme.Steps";

  private static final String REMOTE =
      """
      return builder.apply(
          "label",
          SdkRemoteTask.create(
              "production", "labelling", "label",%s
              SdkLiteralTypes.integers().asSdkType("x"),
              SdkLiteralTypes.integers().asSdkType("y")),
          x).getOutputs();
      """;

  @TempDir private Path folder;

  @Test
  void nodesWithoutNamesHaveTheSameNamesInEveryRun() throws IOException {
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .task("Train", "return x;")
            .workflow("Part", "return builder.apply(new Train(), x).getOutputs();")
            .dynamicTask(
                "Steps",
                """
                var first = builder.apply(new Train(), x);
                var second = builder.apply(new Train(), first.getOutputs());
                builder.apply("mine", new Train().withUpstreamNode(second), x);
                return builder.apply(
                    SdkConditions.when(
                            "high",
                            SdkConditions.gt(second.getOutputs(), SdkBindingDataFactory.of(3L)),
                            new Train(),
                            second.getOutputs())
                        .otherwise("part", new Part(), x)).getOutputs();
                """)
            .build();
    DynamicPod pod = DynamicPod.staged(directory, TASK, folder.resolve("pod"));

    assertThat(pod.run(5)).isZero();
    DynamicJobSpec first = pod.futures();
    assertThat(pod.run(5)).isZero();

    assertThat(first.getNodesList())
        .extracting(Node::getId)
        .containsExactly("train", "train-2", "mine", "branch");
    assertThat(first.getNodes(2).getUpstreamNodeIdsList()).containsExactly("train-2");
    assertThat(
            first
                .getNodes(3)
                .getBranchNode()
                .getIfElse()
                .getCase()
                .getThenNode()
                .getInputs(0)
                .getBinding()
                .getPromise()
                .getNodeId())
        .isEqualTo("train-2");
    assertThat(first.getOutputs(0).getBinding().getPromise().getNodeId()).isEqualTo("branch");
    assertThat(first.getSubworkflows(0).getNodesList())
        .extracting(Node::getId)
        .containsExactly("train");
    assertThat(pod.futures()).isEqualTo(first);
  }

  @Test
  void futuresHaveEveryTaskAndWorkflowAtAnyDepth() throws IOException {
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .task("Unused", "return x;")
            .task("Deep", "return x;")
            .task("InPart", "return x;")
            .task("InPartOfPart", "return x;")
            .training(
                "Train",
                "TfJob.builder().worker(w -> w.image(\"{{.image.gpu}}\"))",
                "return x;",
                "")
            .workflow(
                "PartOfPart", "return builder.apply(\"n\", new InPartOfPart(), x).getOutputs();")
            .workflow(
                "Part",
                """
                var n = builder.apply("n", new InPart(), x).getOutputs();
                return builder.apply("part", new PartOfPart(), n).getOutputs();
                """)
            .workflow(
                "Inner",
                """
                return builder.apply(
                    "inner",
                    SdkConditions.when(
                            "deep", SdkConditions.gt(x, SdkBindingDataFactory.of(9L)), new Deep(), x)
                        .otherwise("part", new Part(), x)).getOutputs();
                """)
            .dynamicTask(
                "Steps",
                """
                return builder.apply(
                    "outer",
                    SdkConditions.when(
                            "train", SdkConditions.gt(x, SdkBindingDataFactory.of(3L)), new Train(), x)
                        .otherwise("inner", new Inner(), x)).getOutputs();
                """)
            .build();
    DynamicPod pod = DynamicPod.staged(directory, TASK, folder.resolve("pod"));

    assertThat(pod.run(5)).isZero();

    assertThat(pod.documents()).containsExactly("futures.pb");
    DynamicJobSpec futures = pod.futures();
    assertThat(futures.getTasksList().stream().map(task -> task.getId().getName()))
        .containsExactly(
            "com.acme.Deep", "com.acme.InPart", "com.acme.InPartOfPart", "com.acme.Train");
    assertThat(futures.getTasksList().stream().map(task -> task.getTaskTypeVersion()))
        .containsExactly(0, 0, 0, 1);
    assertThat(futures.getSubworkflowsList().stream().map(part -> part.getId().getName()))
        .containsExactly("com.acme.Inner", "com.acme.Part", "com.acme.PartOfPart");
    assertThat(futures.getTasksList())
        .allSatisfy(
            task -> {
              assertThat(task.getContainer().getImage()).isEqualTo("team/image:7");
              assertThat(task.getId().getVersion()).isEqualTo("v7");
              assertThat(StagedPackage.artifacts(task.toByteArray(), "it"))
                  .isEqualTo(DynamicPod.stage(directory, folder.resolve("pod")));
            });
    TaskTemplate train = futures.getTasks(3);
    assertThat(train.getType()).isEqualTo("tensorflow");
    assertThat(train.getCustom().toString()).contains("team/image-gpu:7");
    assertThat(references(futures)).allSatisfy(id -> assertThat(id.getVersion()).isEqualTo("v7"));
    assertThat(references(futures).stream().map(Identifier::getName))
        .contains("com.acme.Train", "com.acme.Inner", "com.acme.Deep", "com.acme.InPartOfPart");
  }

  @Test
  void aPackageInTheImageStaysThere() throws IOException {
    Path directory = steps("return builder.apply(\"next\", new Next(), x).getOutputs();");
    DynamicPod pod = DynamicPod.inImage(directory, TASK, folder.resolve("pod"));

    assertThat(pod.run(5)).isZero();

    assertThat(pod.futures().getTasks(0).getContainer().getArgsList())
        .containsSubsequence(
            "execute", "--task", "com.acme.Next", "--package-dir", directory + "/*")
        .doesNotContain("--taskTemplatePath");
  }

  @Test
  void withoutNodesThereAreOutputs() throws IOException {
    DynamicPod pod =
        DynamicPod.staged(
            steps("Thread.currentThread().interrupt(); return x;"), TASK, folder.resolve("pod"));

    assertThat(pod.run(5)).isZero();

    assertThat(pod.documents()).containsExactly("outputs.pb");
    assertThat(pod.outputs())
        .isEqualTo(Map.of("y", Literal.ofScalar(Scalar.ofPrimitive(Primitive.ofIntegerValue(5)))));
  }

  @Test
  void whatTheTaskThrowsIsAnErrorAsOfAnyTask() throws IOException {
    DynamicPod pod =
        DynamicPod.staged(
            steps(
                "Thread.currentThread().interrupt();"
                    + " throw ContainerError.create(\"NO_DATA\", \"gone\", ContainerError.Kind.RECOVERABLE);"),
            TASK,
            folder.resolve("pod"));

    assertThat(pod.run(5)).isZero();

    assertThat(pod.documents()).containsExactly("error.pb");
    assertThat(pod.error().code()).isEqualTo("NO_DATA");
    assertThat(pod.error().message()).isEqualTo("gone");
    assertThat(pod.error().kind()).isEqualTo(ContainerError.Kind.RECOVERABLE);
  }

  /** Where a recoverable error of the platform would be tried again without an end. */
  @Test
  void onFlyteTwoWhatMayPassCountsAsTheTasksOwnFailure() throws IOException {
    DynamicPod pod =
        DynamicPod.staged(
                steps(
                    "throw org.flytekitplugins.spi.RecoverableException.ofSystem(\"gone\", null);"),
                TASK,
                folder.resolve("pod"))
            .environment(Flyte.RUN_BASE, folder.resolve("run").toUri().toString())
            .environment("RUN_NAME", "r1")
            .environment("ACTION_NAME", "a0")
            .environment("FLYTE_INTERNAL_EXECUTION_PROJECT", "digits")
            .environment("FLYTE_INTERNAL_EXECUTION_DOMAIN", "development")
            .environment("_U_EP_OVERRIDE", "flyte-http.flyte:8090");

    assertThat(pod.run(5)).isZero();

    assertThat(pod.error().kind()).isEqualTo(ContainerError.Kind.RECOVERABLE);
    assertThat(pod.error().origin()).isEqualTo(RecoverableException.Origin.USER);
  }

  @Test
  void aRemoteTaskIsTheVersionAskedForWithEveryFieldAndTheTokenIsUsed() throws IOException {
    try (LocalFlyteAdmin admin = LocalFlyteAdmin.builder().requireToken("s3cret").start()) {
      TaskTemplate first = register(admin, "v1");
      register(admin, "v2");
      DynamicPod pod =
          DynamicPod.staged(steps(REMOTE.formatted(" \"v1\",")), TASK, folder.resolve("pod"));

      assertThat(with(admin, pod).run(5)).isZero();

      assertThat(pod.documents()).containsExactly("futures.pb");
      assertThat(pod.futures().getTasksList()).containsExactly(first);
    }
  }

  @Test
  void withoutAVersionItIsTheLatest() throws IOException {
    try (LocalFlyteAdmin admin = LocalFlyteAdmin.builder().requireToken("s3cret").start()) {
      register(admin, "v1");
      TaskTemplate latest = register(admin, "v2");
      DynamicPod pod = DynamicPod.staged(steps(REMOTE.formatted("")), TASK, folder.resolve("pod"));

      assertThat(with(admin, pod).run(5)).isZero();

      assertThat(pod.futures().getTasksList()).containsExactly(latest);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {" \"v1\",", ""})
  void aFlyteadminThatIsAwayIsThePlatformsFailure(String version) throws IOException {
    LocalFlyteAdmin admin = LocalFlyteAdmin.start();
    admin.close();
    Path config = Files.writeString(folder.resolve("flyte.yaml"), "admin:\n  maxRetries: 1\n");
    DynamicPod pod =
        DynamicPod.staged(steps(REMOTE.formatted(version)), TASK, folder.resolve("pod"))
            .environment("FLYTECTL_CONFIG", config.toString());

    assertThat(with(admin, pod).run(5)).isZero();

    assertThat(pod.error().kind()).isEqualTo(ContainerError.Kind.RECOVERABLE);
    assertThat(pod.error().origin()).isEqualTo(RecoverableException.Origin.SYSTEM);
    assertThat(pod.error().message())
        .startsWith("the task needs label, which cannot be looked up: nothing listens at ");
  }

  @Test
  void whoMayNotLookUpIsToldSoForGood() throws IOException {
    try (LocalFlyteAdmin admin = LocalFlyteAdmin.builder().requireToken("another").start()) {
      DynamicPod pod = DynamicPod.staged(steps(REMOTE.formatted("")), TASK, folder.resolve("pod"));

      assertThat(with(admin, pod).run(5)).isZero();

      assertThat(pod.error().kind()).isEqualTo(ContainerError.Kind.NON_RECOVERABLE);
      assertThat(pod.error().message())
          .startsWith("the task needs label, which cannot be looked up: flyteadmin at ")
          .contains("for want of a good token");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "outputs.pb, return x;",
    "futures.pb, 'return builder.apply(\"next\", new Next(), x).getOutputs();'"
  })
  void whatCannotBeWrittenIsTheStoragesFailure(String document, String body) throws IOException {
    DynamicPod pod = DynamicPod.inImage(steps(body), TASK, folder.resolve("pod"));
    Files.createDirectories(folder.resolve("pod/out").resolve(document).resolve("in-the-way"));

    assertThat(pod.run(5)).isZero();

    assertThat(pod.error().kind()).isEqualTo(ContainerError.Kind.RECOVERABLE);
    assertThat(pod.error().origin()).isEqualTo(RecoverableException.Origin.SYSTEM);
    assertThat(pod.error().message())
        .startsWith(document + " cannot be written: cannot write file:");
  }

  @Test
  void aCallOfSystemExitIsAnError() throws Exception {
    DynamicPod pod =
        DynamicPod.staged(steps("System.exit(0); return x;"), TASK, folder.resolve("pod"));
    pod.writeInputs(5);
    List<String> command = new ArrayList<>(List.of("execute-dynamic-workflow"));
    command.addAll(pod.arguments());

    ChildJvm.End end = ChildJvm.run(PodMain.class, command.toArray(new String[0]));

    assertThat(end.exitCode()).isZero();
    assertThat(pod.documents()).containsExactly("error.pb");
    assertThat(pod.error().message()).startsWith("it ended the process with System.exit(0), ");
  }

  @Test
  void aRemoteTaskThatIsNotThereIsSaid() throws IOException {
    try (LocalFlyteAdmin admin = LocalFlyteAdmin.builder().requireToken("s3cret").start()) {
      register(admin, "v1");
      DynamicPod pod =
          DynamicPod.staged(steps(REMOTE.formatted(" \"v9\",")), TASK, folder.resolve("pod"));

      assertThat(with(admin, pod).run(5)).isZero();

      assertThat(pod.error().message())
          .isEqualTo(
              "task label, version v9, is not registered in project labelling, domain production:"
                  + " refer to a version that is");
    }
  }

  @Test
  void aJobOfThePackageAloneNeedsNoFlyteadminAndLoadsNothingOfIt() throws Exception {
    DynamicPod pod =
        DynamicPod.staged(
            steps("return builder.apply(\"next\", new Next(), x).getOutputs();"),
            TASK,
            folder.resolve("pod"));
    pod.writeInputs(5);
    Path log = folder.resolve("classes.log");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + log,
                "-cp",
                System.getProperty("java.class.path"),
                PodMain.class.getName(),
                "jflyte",
                "execute-dynamic-workflow"));
    command.addAll(pod.arguments());

    Process process = new ProcessBuilder(command).inheritIO().start();

    assertThat(process.waitFor()).isZero();
    assertThat(pod.documents()).containsExactly("futures.pb");
    assertThat(Files.readString(log))
        .contains("org.flytekitplugins.jflyte.dynamic.DynamicExecution")
        .doesNotContain(
            " io.grpc.", " picocli.", " org.yaml.", "org.flytekitplugins.client.internal.admin.");
  }

  @ParameterizedTest
  @CsvSource({
    "--inputs, the inputs of the task cannot be read: ",
    "--taskTemplatePath, the task template cannot be read: "
  })
  void whatCannotBeReadIsTheStoragesFailure(String flag, String sentence) throws IOException {
    DynamicPod pod = DynamicPod.inImage(steps("return x;"), TASK, folder.resolve("pod"));
    pod.arguments()
        .set(pod.arguments().indexOf(flag) + 1, folder.resolve("nothing.pb").toUri().toString());

    assertThat(pod.run(5)).isZero();

    assertThat(pod.documents()).containsExactly("error.pb");
    assertThat(pod.error().kind()).isEqualTo(ContainerError.Kind.RECOVERABLE);
    assertThat(pod.error().origin()).isEqualTo(RecoverableException.Origin.SYSTEM);
    assertThat(pod.error().message()).startsWith(sentence).contains("nothing.pb", "no such blob");
  }

  @Test
  void aFlagThatIsMissingIsAUsageError() {
    assertThat(ExecuteDynamicWorkflowMain.run(new String[] {"--task", "a"}, Map.of())).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "{{.packageDir}}", ""})
  void aPackageDirThatFlyteLeftEmptyIsNone(String packageDir) throws IOException {
    DynamicPod pod = DynamicPod.staged(steps("return x;"), TASK, folder.resolve("pod"));
    pod.arguments().addAll(List.of("--package-dir", packageDir));

    assertThat(pod.run(5)).isZero();

    assertThat(pod.documents()).containsExactly("outputs.pb");
  }

  private Path steps(String body) {
    return TaskPackages.in(folder.resolve("package"))
        .task("Next", "return x + 1;")
        .dynamicTask("Steps", body)
        .build();
  }

  private static DynamicPod with(LocalFlyteAdmin admin, DynamicPod pod) {
    return pod.environment("FLYTE_PLATFORM_URL", admin.endpoint())
        .environment("FLYTE_PLATFORM_INSECURE", "true")
        .environment("FLYTE_PLATFORM_TOKEN", "s3cret");
  }

  private TaskTemplate register(LocalFlyteAdmin admin, String version) {
    Identifier id =
        Identifier.newBuilder()
            .setResourceType(ResourceType.TASK)
            .setProject("labelling")
            .setDomain("production")
            .setName("label")
            .setVersion(version)
            .build();
    VariableMap.Builder variables = VariableMap.newBuilder();
    LiteralType integer = LiteralType.newBuilder().setSimple(SimpleType.INTEGER).build();
    TaskTemplate template =
        TaskTemplate.newBuilder()
            .setId(id)
            .setType("python-task")
            .setTaskTypeVersion(3)
            .setMetadata(
                TaskMetadata.newBuilder()
                    .setInterruptible(true)
                    // pod_template_name, which the generated classes do not know
                    .setUnknownFields(unknown(12, "label-pods")))
            .setInterface(
                TypedInterface.newBuilder()
                    .setInputs(variables(variables, "x", integer))
                    .setOutputs(variables(VariableMap.newBuilder(), "y", integer)))
            .setContainer(
                Container.newBuilder().setImage("python:" + version).addArgs("pyflyte-execute"))
            .putConfig("key", "value")
            .setUnknownFields(unknown(99, "newer"))
            .build();
    AdminConfig config =
        new AdminConfigReader(
                Map.of(
                    "FLYTE_PLATFORM_URL", admin.endpoint(),
                    "FLYTE_PLATFORM_INSECURE", "true",
                    "FLYTE_PLATFORM_TOKEN", "s3cret"),
                folder)
            .read();
    try (AdminClient client = AdminClient.connect(config)) {
      client
          .createTask(
              TaskCreateRequest.newBuilder()
                  .setId(id)
                  .setSpec(TaskSpec.newBuilder().setTemplate(template))
                  .build())
          .join();
    }
    return template;
  }

  private static VariableMap.Builder variables(
      VariableMap.Builder variables, String name, LiteralType type) {
    return variables.putVariables(name, Variable.newBuilder().setType(type).build());
  }

  private static UnknownFieldSet unknown(int number, String value) {
    return UnknownFieldSet.newBuilder()
        .addField(
            number,
            UnknownFieldSet.Field.newBuilder()
                .addLengthDelimited(ByteString.copyFromUtf8(value))
                .build())
        .build();
  }

  private static List<Identifier> references(DynamicJobSpec futures) {
    List<Node> nodes = new ArrayList<>(futures.getNodesList());
    futures.getSubworkflowsList().stream()
        .map(WorkflowTemplate::getNodesList)
        .forEach(nodes::addAll);
    return nodes.stream().flatMap(node -> references(node).stream()).collect(Collectors.toList());
  }

  private static List<Identifier> references(Node node) {
    return switch (node.getTargetCase()) {
      case TASK_NODE -> List.of(node.getTaskNode().getReferenceId());
      case WORKFLOW_NODE -> List.of(node.getWorkflowNode().getSubWorkflowRef());
      case BRANCH_NODE -> {
        var block = node.getBranchNode().getIfElse();
        List<Identifier> all = new ArrayList<>();
        all.addAll(references(block.getCase().getThenNode()));
        block.getOtherList().forEach(other -> all.addAll(references(other.getThenNode())));
        if (block.hasElseNode()) {
          all.addAll(references(block.getElseNode()));
        }
        yield all;
      }
      default -> List.of();
    };
  }
}
