package org.flytekitplugins.jflyte.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.fixtures.TestPackages;
import org.flytekitplugins.kubeflow.SdkTaskTemplateExtensionRegistrar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a package that cannot be loaded: one sentence, with class, jar and remedy. */
final class PackageFailureTest {
  @TempDir Path folder;

  private TestPackages aPackage() {
    return TestPackages.in(folder.resolve("package"))
        .with(TestPackages.flytekitJava())
        .jarName("acme-1.0.jar");
  }

  private static void loadingSays(Path directory, String message, Object... arguments) {
    assertThat(failure(directory)).hasMessage(message, arguments);
  }

  private static Throwable failure(Path directory) {
    Throwable failure =
        catchThrowable(
            () -> {
              try (PackageLoader loader =
                  new PackageLoader(PackageClassPath.ofDirectory(directory))) {
                loader.load(new ExecutionVariables("p", "d", "v").toEnv());
              }
            });
    assertThat(failure).isInstanceOf(JflyteException.class);
    assertThat(failure.getMessage()).doesNotContain("\n");
    return failure;
  }

  private static void remove(Path jar, String entry) throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(jar)) {
      Files.delete(zip.getPath(entry));
    }
  }

  @Test
  void aPackageWithoutEntities() {
    loadingSays(
        aPackage().source("com.acme.A", TaskSources.task("A")).build(),
        "package %s holds no Flyte entity: its jars need META-INF/services files that name tasks"
            + " and workflows (@AutoService(SdkRunnableTask.class) writes them), and flytekit-java"
            + " itself has to be among them",
        folder.resolve("package"));
  }

  @Test
  void aJarThatIsNotAJar() throws Exception {
    Path directory =
        aPackage()
            .source("com.acme.A", TaskSources.task("A"))
            .service(ServiceFiles.RUNNABLE_TASK, "com.acme.A")
            .build();
    Path jar = directory.resolve("flytekit-java-0.4.35.jar");
    byte[] whole = Files.readAllBytes(jar);
    Files.write(jar, java.util.Arrays.copyOf(whole, whole.length / 2));

    assertThat(failure(directory)).hasMessageStartingWith("package file %s is not a jar (", jar);
  }

  @Test
  void aServiceThatIsNotInThePackage() {
    loadingSays(
        aPackage().service(ServiceFiles.RUNNABLE_TASK, "com.acme.Gone").build(),
        "class com.acme.Gone is named in META-INF/services/org.flyte.flytekit.SdkRunnableTask but"
            + " is not in the package: put its jar there, or build the jar that names it again");
  }

  @Test
  void aMissingSuperclass() throws Exception {
    Path directory =
        aPackage()
            .source("com.acme.Base", TaskSources.task("Base"))
            .source("com.acme.A", "package com.acme; public class A extends Base {}")
            .service(ServiceFiles.RUNNABLE_TASK, "com.acme.A")
            .build();
    remove(directory.resolve("acme-1.0.jar"), "com/acme/Base.class");

    loadingSays(
        directory,
        "class com.acme.Base, which com.acme.A (acme-1.0.jar) needs, is not in the package: put the"
            + " jar that has it there");
  }

  @Test
  void aMissingClassInAConstructor() throws Exception {
    Path directory =
        aPackage()
            .source("com.acme.Client", "package com.acme; public class Client {}")
            .source("com.acme.A", TaskSources.task("A", "new Client();", ""))
            .service(ServiceFiles.RUNNABLE_TASK, "com.acme.A")
            .build();
    remove(directory.resolve("acme-1.0.jar"), "com/acme/Client.class");

    loadingSays(
        directory,
        "class com.acme.Client, which com.acme.A (acme-1.0.jar) needs, is not in the package: put"
            + " the jar that has it there");
  }

  @Test
  void aMissingClassInAWorkflow() throws Exception {
    Path directory =
        aPackage()
            .source("com.acme.Step", TaskSources.task("Step"))
            .source(
                "com.acme.Flow",
                TaskSources.workflow("Flow", "builder.apply(\"step\", new Step());"))
            .service(ServiceFiles.WORKFLOW, "com.acme.Flow")
            .build();
    remove(directory.resolve("acme-1.0.jar"), "com/acme/Step.class");

    loadingSays(
        directory,
        "class com.acme.Step, which com.acme.Flow (acme-1.0.jar) needs, is not in the package: put"
            + " the jar that has it there");
  }

  @Test
  void aTaskWithoutAConstructorForEverybody() {
    loadingSays(
        aPackage()
            .source("com.acme.A", TaskSources.task("A").replace("public A()", "public A(int x)"))
            .service(ServiceFiles.RUNNABLE_TASK, "com.acme.A")
            .build(),
        "class com.acme.A (acme-1.0.jar) has no public constructor without parameters, and Flyte"
            + " makes tasks and workflows by the names of their classes alone: give it one (a"
            + " Kotlin object cannot have one: make it a class)");
  }

  @Test
  void aTaskThatIsAbstract() {
    loadingSays(
        aPackage()
            .source(
                "com.acme.A",
                TaskSources.task("A").replace("public class", "public abstract class"))
            .service(ServiceFiles.RUNNABLE_TASK, "com.acme.A")
            .build(),
        "class com.acme.A (acme-1.0.jar) cannot be made (InstantiationException): it has to be"
            + " public, static if it is nested, and not abstract");
  }

  @Test
  void aConstructorThatThrows() {
    loadingSays(
        aPackage()
            .source(
                "com.acme.A",
                TaskSources.task(
                    "A", "if (true) throw new IllegalStateException(\"no\\n  bucket\");", ""))
            .service(ServiceFiles.RUNNABLE_TASK, "com.acme.A")
            .build(),
        "class com.acme.A (acme-1.0.jar) cannot be made, its constructor threw"
            + " IllegalStateException: no bucket: what a package declares has to be known without a"
            + " cluster, so move what needs one into run()");
  }

  @Test
  void aStaticInitializerThatThrows() {
    loadingSays(
        aPackage()
            .source(
                "com.acme.A",
                TaskSources.task("A", "", "static int x = Integer.parseInt(\"many\");"))
            .service(ServiceFiles.RUNNABLE_TASK, "com.acme.A")
            .build(),
        "class com.acme.A (acme-1.0.jar) cannot be made, its static initializer threw"
            + " NumberFormatException: For input string: \"many\": what a package declares has to be"
            + " known without a cluster, so move what needs one into run()");
  }

  @Test
  void aFieldThatCannotBeInAConstructor() {
    Path directory =
        aPackage()
            .with(plugin())
            .source(
                "com.acme.A",
                TaskSources.task("A", "org.flytekitplugins.kubeflow.ReplicaSpec.of(-1);", ""))
            .service(ServiceFiles.RUNNABLE_TASK, "com.acme.A")
            .build();

    assertThat(failure(directory))
        .hasMessageStartingWith(
            "class com.acme.A (acme-1.0.jar) cannot be made: replicas is -1, but ")
        .hasMessageNotContaining("run()");
  }

  @Test
  void aFieldThatCannotBeInAGetter() {
    Path directory =
        aPackage()
            .with(plugin())
            .source(
                "com.acme.A",
                TaskSources.task(
                    "A",
                    "",
                    "@Override public int getRetries() { return"
                        + " org.flytekitplugins.kubeflow.ReplicaSpec.of(-1).replicas(); }"))
            .service(ServiceFiles.RUNNABLE_TASK, "com.acme.A")
            .build();

    assertThat(failure(directory))
        .hasMessageStartingWith(
            "class com.acme.A (acme-1.0.jar): getRetries failed: replicas is -1, but ")
        .hasMessageNotContaining("run()");
  }

  private static List<Path> plugin() {
    return List.of(
        TestPackages.whereIs(SdkTaskTemplateExtensionRegistrar.class),
        TestPackages.whereIs(org.flytekitplugins.spi.TaskTemplateExtension.class));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SdkStruct getCustom | return SdkStruct.empty() for nothing",
        "SdkResources getResources | return SdkResources.empty() for nothing",
        "java.util.List<String> getCustomJavaToolOptions | return List.of() for nothing",
        "String getType | return a value",
        "String getName | return a value",
      })
  void aGetterThatReturnsNull(String getter, String remedy) {
    loadingSays(
        aPackage()
            .source("com.acme.Good", TaskSources.task("Good"))
            .source(
                "com.acme.A",
                TaskSources.task("A", "", "@Override public " + getter + "() { return null; }"))
            .service(ServiceFiles.RUNNABLE_TASK, "com.acme.Good", "com.acme.A")
            .build(),
        "class com.acme.A (acme-1.0.jar): %s returned null: %s",
        getter.substring(getter.lastIndexOf(' ') + 1),
        remedy);
  }

  @Test
  void aTaskOfSomebodyElsesImageThatNamesNone() {
    List<String> lines =
        List.of(
            "package com.acme;",
            "import org.flyte.flytekit.*;",
            "public class A extends SdkContainerTask<Void, Void> {",
            "  public A() { super(SdkTypes.nulls(), SdkTypes.nulls()); }",
            "  @Override public String getImage() { return null; }",
            "  @Override public java.util.List<String> getArgs() { return java.util.List.of(); }",
            "}");
    loadingSays(
        aPackage()
            .source("com.acme.A", String.join("\n", lines))
            .service(ServiceFiles.CONTAINER_TASK, "com.acme.A")
            .build(),
        "class com.acme.A (acme-1.0.jar): getImage returned null: return a value");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SdkStruct getCustom",
        "SdkResources getResources",
        "String getName",
        "int getRetries",
        "boolean isCached",
      })
  void aGetterThatThrows(String getter) {
    loadingSays(
        aPackage()
            .source("com.acme.Good", TaskSources.task("Good"))
            .source(
                "com.acme.A",
                TaskSources.task(
                    "A",
                    "",
                    "@Override public "
                        + getter
                        + "() { throw new IllegalStateException(\"no bucket\"); }"
                        + " public String getMine() { throw new Error(); }"))
            .service(ServiceFiles.RUNNABLE_TASK, "com.acme.Good", "com.acme.A")
            .build(),
        "class com.acme.A (acme-1.0.jar): %s threw IllegalStateException: no bucket: what a package"
            + " declares has to be known without a cluster, so move what needs one into run()",
        getter.substring(getter.lastIndexOf(' ') + 1));
  }

  @Test
  void aGetterThatThrowsInAPod() {
    Path directory =
        aPackage()
            .source("com.acme.Worse", TaskSources.task("Worse", "", "{ System.exit(9); }"))
            .source(
                "com.acme.A",
                TaskSources.task(
                    "A",
                    "",
                    "@Override public String getType() { throw new IllegalStateException(\"no\"); }"))
            .service(ServiceFiles.RUNNABLE_TASK, "com.acme.Worse", "com.acme.A")
            .build();

    assertThatThrownBy(() -> loadTask(directory, "com.acme.A"))
        .isInstanceOf(JflyteException.class)
        .hasMessageStartingWith(
            "class com.acme.A (acme-1.0.jar): getType threw IllegalStateException: no: ");
  }

  private static void loadTask(Path directory, String name) {
    try (PackageLoader loader = new PackageLoader(PackageClassPath.ofDirectory(directory))) {
      loader.loadTask(name, new ExecutionVariables("p", "d", "v").toEnv());
    }
  }

  @Test
  void aJavaClassWithoutTheNamesOfItsParameters() {
    loadingSays(
        aPackageWith(
                """
                public static class Input {
                  private final SdkBindingData<Long> a;
                  public Input(SdkBindingData<Long> a) { this.a = a; }
                  public SdkBindingData<Long> getA() { return a; }
                }
                """)
            .withoutParameterNames()
            .build(),
        "workflow com.acme.Flow (acme-1.0.jar) cannot be built: com.acme.A$Input (acme-1.0.jar)"
            + " cannot be made from values by Jackson: compile it with javac's option -parameters"
            + " (maven.compiler.parameters=true), or make it a record");
  }

  @Test
  void aKotlinDataClassThatIsNoRecord() throws Exception {
    Path kotlin = Path.of(PackageFailureTest.class.getResource("/kotlin/README.md").toURI());
    Path directory =
        aPackageWith("")
            .compiledAgainst(List.of(kotlin.getParent()))
            .source(
                "kotlin.Metadata",
                "package kotlin; import java.lang.annotation.*;"
                    + " @Retention(RetentionPolicy.RUNTIME) public @interface Metadata {}")
            .build();
    try (FileSystem zip = FileSystems.newFileSystem(directory.resolve("acme-1.0.jar"))) {
      Files.copy(kotlin.resolveSibling("com/acme/One.class"), zip.getPath("com/acme/One.class"));
    }

    loadingSays(
        directory,
        "workflow com.acme.Flow (acme-1.0.jar) cannot be built: com.acme.One (acme-1.0.jar) cannot"
            + " be made from values by Jackson: annotate the data class with @JvmRecord, and let"
            + " Kotlin's jvmTarget be 16 or later");
  }

  /** A workflow of a task whose output is of a class: that one, or {@code com.acme.One}. */
  private TestPackages aPackageWith(String input) {
    return aPackage()
        .source(
            "com.acme.A",
            """
            package com.acme;
            import org.flyte.flytekit.*;
            import org.flyte.flytekit.jackson.JacksonSdkType;
            public class A extends SdkRunnableTask<Void, %1$s> {
              public A() { super(SdkTypes.nulls(), JacksonSdkType.of(%1$s.class)); }
              @Override public %1$s run(Void input) { return null; }
              %2$s
            }
            """
                .formatted(input.isEmpty() ? "com.acme.One" : "A.Input", input))
        .source(
            "com.acme.Flow",
            TaskSources.workflow("Flow", "builder.apply(\"a\", new A()).getOutputs();"))
        .service(ServiceFiles.RUNNABLE_TASK, "com.acme.A")
        .service(ServiceFiles.WORKFLOW, "com.acme.Flow");
  }

  @Test
  void tensorflowWithoutItsNativeLibrary() {
    Path directory =
        aPackage()
            .source(
                "org.tensorflow.TensorFlow",
                "package org.tensorflow; public class TensorFlow { static {"
                    + " System.loadLibrary(\"jnitensorflow\"); } public static void init() {} }")
            .source("com.acme.A", TaskSources.task("A", "org.tensorflow.TensorFlow.init();", ""))
            .service(ServiceFiles.RUNNABLE_TASK, "com.acme.A")
            .build();

    assertThat(failure(directory))
        .hasMessageMatching(
            "class com\\.acme\\.A \\(acme-1\\.0\\.jar\\) cannot be made: TensorFlow's native library"
                + " for (\\S+) is not in the package: put the jar tensorflow-core-native with the"
                + " classifier \\1 there, in the version of tensorflow-core-api");
  }

  @Test
  void aByteOrderMarkInAServiceFileIsNoPartOfTheName() {
    Path directory =
        aPackage()
            .source("com.acme.A", TaskSources.task("A"))
            .source("com.acme.Flow", TaskSources.workflow("Flow", ""))
            .service(ServiceFiles.RUNNABLE_TASK, "\uFEFFcom.acme.A")
            .service(ServiceFiles.WORKFLOW, "\uFEFF# mine\ncom.acme.Flow")
            .build();
    Map<String, String> environment = new ExecutionVariables("p", "d", "v").toEnv();

    try (PackageLoader loader = new PackageLoader(PackageClassPath.ofDirectory(directory))) {
      LoadedPackage loaded = loader.load(environment);

      assertThat(loaded.runnableTasks()).hasSize(1);
      assertThat(loaded.workflows()).hasSize(1);
      assertThat(loader.loadTask("com.acme.A", environment)).isPresent();
    }
  }

  @Test
  void anEntryOfAJarThatIsDamaged() throws Exception {
    Path directory =
        aPackage()
            .source("com.acme.A", TaskSources.task("A"))
            .service(ServiceFiles.RUNNABLE_TASK, "com.acme.A")
            .build();
    Path jar = directory.resolve("acme-1.0.jar");
    damage(jar, "com/acme/A.class");

    String message = "package file %s is damaged at com/acme/A.class (";
    assertThat(failure(directory)).hasMessageStartingWith(message, jar);
    assertThatThrownBy(() -> loadTask(directory, "com.acme.A"))
        .isInstanceOf(JflyteException.class)
        .hasMessageStartingWith(message, jar);
  }

  @Test
  void aDamagedJarThatIsNotCompressed() throws Exception {
    Path directory =
        aPackage()
            .source("com.acme.A", TaskSources.task("A"))
            .service(ServiceFiles.RUNNABLE_TASK, "com.acme.A")
            .build();
    Path jar = directory.resolve("acme-1.0.jar");
    try (FileSystem zip = FileSystems.newFileSystem(jar, Map.of("compressionMethod", "STORED"))) {
      Path entry = zip.getPath("com/acme/A.class");
      Files.write(entry, Files.readAllBytes(entry));
    }
    damage(jar, "com/acme/A.class");

    assertThat(failure(directory))
        .hasMessage(
            "package file %s is damaged at com/acme/A.class (wrong checksum): build it or copy it"
                + " again",
            jar);
  }

  /** Overwrites the middle of what an entry's bytes are compressed to. */
  private static void damage(Path jar, String entry) throws IOException {
    byte[] bytes = Files.readAllBytes(jar);
    byte[] name = entry.getBytes(StandardCharsets.UTF_8);
    for (int i = 30; i < bytes.length - name.length; i++) {
      if (bytes[i - 30] == 'P'
          && bytes[i - 29] == 'K'
          && bytes[i - 28] == 3
          && Arrays.equals(bytes, i, i + name.length, name, 0, name.length)) {
        Arrays.fill(bytes, i + name.length + 20, i + name.length + 60, (byte) 0xff);
        Files.write(jar, bytes);
        return;
      }
    }
    throw new AssertionError(entry + " is not in " + jar);
  }

  @Test
  void aSignatureThatIsStale() throws Exception {
    Path directory =
        aPackage()
            .source("com.acme.A", TaskSources.task("A"))
            .service(ServiceFiles.RUNNABLE_TASK, "com.acme.A")
            .build();
    Path jar = directory.resolve("acme-1.0.jar");
    sign(jar);
    loadTask(directory, "com.acme.A");
    try (FileSystem zip = FileSystems.newFileSystem(jar)) {
      Files.writeString(
          zip.getPath("META-INF/services/org.flyte.flytekit.SdkRunnableTask"), "com.acme.A\n# x\n");
    }

    String message = "package file %s is not as it was signed (";
    String remedy =
        "): take META-INF/*.SF, *.RSA, *.DSA and *.EC out of it, as a build has to that changes"
            + " signed jars or packs several into one";
    assertThat(failure(directory))
        .hasMessageStartingWith(message, jar)
        .hasMessageEndingWith(remedy);
    assertThatThrownBy(() -> loadTask(directory, "com.acme.A"))
        .isInstanceOf(JflyteException.class)
        .hasMessageStartingWith(message, jar)
        .hasMessageEndingWith(remedy);
  }

  private void sign(Path jar) throws Exception {
    Path keys = folder.resolve("keys.p12");
    tool(
        "keytool",
        "-genkeypair -alias acme -keyalg EC -dname CN=acme -storetype PKCS12 -storepass secret"
            + " -keystore "
            + keys);
    tool("jarsigner", "-storepass secret -keystore " + keys + " " + jar + " acme");
  }

  private static void tool(String name, String arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", name).toString());
    command.addAll(List.of(arguments.split(" ", -1)));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(log).isZero();
  }

  @Test
  void aServiceInTheWrongFile() {
    loadingSays(
        aPackage()
            .source("com.acme.A", TaskSources.task("A"))
            .service(ServiceFiles.WORKFLOW, "com.acme.A")
            .build(),
        "class com.acme.A (acme-1.0.jar) is named in META-INF/services/org.flyte.flytekit"
            + ".SdkWorkflow but is no SdkWorkflow: name it in the file of what it extends, and have"
            + " one flytekit-java in the package");
  }

  @Test
  void aServiceFileThatIsNotOne() {
    assertThat(failure(aPackage().service(ServiceFiles.WORKFLOW, "not a class").build()))
        .hasMessageStartingWith("META-INF/services of the package cannot be read (")
        .hasMessageEndingWith("): correct that file");
  }

  @Test
  void aClassForANewerJava() throws Exception {
    Path directory =
        aPackage()
            .source("com.acme.A", TaskSources.task("A"))
            .service(ServiceFiles.RUNNABLE_TASK, "com.acme.A")
            .build();
    try (FileSystem zip = FileSystems.newFileSystem(directory.resolve("acme-1.0.jar"))) {
      byte[] bytes = Files.readAllBytes(zip.getPath("com/acme/A.class"));
      bytes[6] = 0;
      bytes[7] = 99; // the class file's major version: that of Java 55
      Files.write(zip.getPath("com/acme/A.class"), bytes);
    }

    loadingSays(
        directory,
        "class com.acme.A (acme-1.0.jar) is built for Java 55, but this is Java %d: build it for"
            + " that, or run a newer Java",
        Runtime.version().feature());
  }

  @Test
  void aWorkflowThatCannotBeBuilt() {
    Path directory =
        aPackage()
            .source("com.acme.Good", TaskSources.workflow("Good", ""))
            .source(
                "com.acme.Flow",
                TaskSources.workflow(
                    "Flow",
                    "builder.apply(\"twice\", new Good()); builder.apply(\"twice\", new Good());"))
            .service(ServiceFiles.WORKFLOW, "com.acme.Good", "com.acme.Flow")
            .build();

    assertThat(failure(directory))
        .hasMessageStartingWith("workflow com.acme.Flow (acme-1.0.jar) cannot be built (")
        .hasMessageContaining("twice")
        .hasMessageEndingWith("): correct its expand method");
  }

  @Test
  void twoTasksOfOneName() {
    String name = "@Override public String getName() { return \"train\"; }";
    loadingSays(
        aPackage()
            .source("com.acme.A", TaskSources.task("A", "", name))
            .source("com.acme.B", TaskSources.task("B", "", name))
            .service(ServiceFiles.RUNNABLE_TASK, "com.acme.A", "com.acme.B")
            .build(),
        "task train is in the package twice, once as com.acme.A (acme-1.0.jar) and once as"
            + " com.acme.B (acme-1.0.jar): take one of them out or give it another name");
  }

  @Test
  void twoTasksOfOneNameAndDifferentKinds() {
    String name = "@Override public String getName() { return \"train\"; }";
    loadingSays(
        aPackage()
            .source("com.acme.A", TaskSources.task("A", "", name))
            .source(
                "com.acme.B",
                TaskSources.containerTask("B").replace("@Override", name + " @Override"))
            .service(ServiceFiles.RUNNABLE_TASK, "com.acme.A")
            .service(ServiceFiles.CONTAINER_TASK, "com.acme.B")
            .build(),
        "task train is in the package twice, once as com.acme.A (acme-1.0.jar) and once as"
            + " com.acme.B (acme-1.0.jar): take one of them out or give it another name");
  }

  @Test
  void twoRegistrarsThatYieldTheSame() {
    loadingSays(
        aPackage()
            .source("com.acme.A", TaskSources.task("A"))
            .source(
                "com.acme.MyRegistrar",
                "package com.acme; public class MyRegistrar extends"
                    + " org.flyte.flytekit.SdkRunnableTaskRegistrar {}")
            .service(ServiceFiles.RUNNABLE_TASK, "com.acme.A")
            .service("org.flyte.api.v1.RunnableTaskRegistrar", "com.acme.MyRegistrar")
            .build(),
        "task com.acme.A is in the package twice, once from com.acme.MyRegistrar (acme-1.0.jar) and"
            + " once from org.flyte.flytekit.SdkRunnableTaskRegistrar (flytekit-java-0.4.35.jar):"
            + " take one of them out or give it another name");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "LaunchPlanSettings.builder().maxParallelism(0).build() | failed: launchPlan.maxParallelism is"
            + " 0: let 1 or more nodes run at once, or leave it out",
        "null | returned null: return Map.of() for nothing",
      })
  void launchPlansThatSayWhatCannotBe(String settings, String sentence) {
    loadingSays(
        aPackage()
            .with(List.of(TestPackages.whereIs(SdkTaskTemplateExtensionRegistrar.class)))
            .compiledAgainst(
                List.of(TestPackages.whereIs(org.flytekitplugins.spi.TaskTemplateExtension.class)))
            .source("com.acme.Plain", TaskSources.task("Plain"))
            .source(
                "com.acme.Flow", TaskSources.workflow("Flow", "builder.apply(\"p\", new Plain());"))
            .source(
                "com.acme.Plans",
                TaskSources.launchPlans("Plans", "Flow")
                    .replace("import org", "import org.flytekitplugins.spi.*; import org")
                    .replace(
                        "SimpleSdkLaunchPlanRegistry {",
                        "SimpleSdkLaunchPlanRegistry implements LaunchPlanExtension {"
                            + " @Override public java.util.Map<String, LaunchPlanSettings>"
                            + " getLaunchPlanSettings() { LaunchPlanSettings said = "
                            + settings
                            + "; return said == null ? null : java.util.Map.of(\"a\", said); }"))
            .service(ServiceFiles.RUNNABLE_TASK, "com.acme.Plain")
            .service(ServiceFiles.WORKFLOW, "com.acme.Flow")
            .service(ServiceFiles.LAUNCH_PLANS, "com.acme.Plans")
            .build(),
        "class com.acme.Plans (acme-1.0.jar): getLaunchPlanSettings " + sentence);
  }

  @Test
  void anExtensionThatCannotBe() {
    Path directory =
        aPackage()
            .with(List.of(TestPackages.whereIs(SdkTaskTemplateExtensionRegistrar.class)))
            .compiledAgainst(
                List.of(TestPackages.whereIs(org.flytekitplugins.spi.TaskTemplateExtension.class)))
            .source(
                "com.acme.A",
                TaskSources.task("A", "", "@Override public int getHeapPercentage() { return 0; }")
                    .replace(
                        "SdkRunnableTask<Void, Void>",
                        "SdkRunnableTask<Void, Void> implements"
                            + " org.flytekitplugins.spi.TaskTemplateExtension"))
            .service(ServiceFiles.RUNNABLE_TASK, "com.acme.A")
            .build();

    assertThat(failure(directory))
        .hasMessageContaining("com.acme.A")
        .hasMessageContaining("heapPercentage");
  }

  @Test
  void theCauseIsKept() {
    Path directory = aPackage().service(ServiceFiles.RUNNABLE_TASK, "com.acme.Gone").build();

    assertThatThrownBy(
            () ->
                new PackageLoader(PackageClassPath.ofDirectory(directory))
                    .load(new ExecutionVariables("p", "d", "v").toEnv()))
        .hasCauseInstanceOf(java.util.ServiceConfigurationError.class);
  }
}
