package org.flytekitplugins.jflyte.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.fixtures.TestPackages;
import org.flytekitplugins.kubeflow.SdkTaskTemplateExtensionRegistrar;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SingleTaskTest {
  private static final Map<String, String> ENVIRONMENT =
      new ExecutionVariables("p", "d", "v").toEnv();

  @TempDir static Path folder;

  /** A package in which each task writes down that it was made, and one cannot be made. */
  @BeforeAll
  static void buildPackage() {
    String writesDown =
        "System.setProperty(\"made\", System.getProperty(\"made\", \"\") + \"%s \");";
    TestPackages.in(folder)
        .with(TestPackages.flytekitJava())
        .with(List.of(TestPackages.whereIs(SdkTaskTemplateExtensionRegistrar.class)))
        .compiledAgainst(List.of(TestPackages.whereIs(TaskTemplateExtension.class)))
        .source("com.acme.One", TaskSources.task("One", writesDown.formatted("One"), ""))
        .source(
            "com.acme.Two",
            TaskSources.task(
                    "Two",
                    writesDown.formatted("Two"),
                    """
                    @Override public int getTaskTypeVersion() { return 2; }
                    public static class Inner extends One {}
                    """)
                .replace(
                    "SdkRunnableTask<Void, Void>",
                    "SdkRunnableTask<Void, Void> implements"
                        + " org.flytekitplugins.spi.TaskTemplateExtension"))
        .source("com.acme.Dynamic", TaskSources.dynamicTask("Dynamic"))
        .source(
            "com.acme.Broken", TaskSources.task("Broken", "if (true) throw new Error(\"no\");", ""))
        .source(
            "com.acme.Lazy",
            TaskSources.task("Lazy", "throwsUnlessAsked();", "")
                .replace(
                    "@Override public Void run",
                    """
                    void throwsUnlessAsked() {
                      if (System.getProperty("lazy") == null) throw new IllegalStateException("no");
                    }
                    @Override public String getName() { return "by another name"; }
                    @Override public Void run"""))
        .service(
            ServiceFiles.RUNNABLE_TASK,
            "com.acme.One",
            "com.acme.Two",
            "com.acme.Two$Inner",
            "com.acme.Lazy")
        .service(ServiceFiles.DYNAMIC_WORKFLOW_TASK, "com.acme.Dynamic")
        .build();
  }

  private static Optional<LoadedTask> load(String name) {
    System.clearProperty("made");
    return new PackageLoader(PackageClassPath.ofDirectory(folder)).loadTask(name, ENVIRONMENT);
  }

  @Test
  void onlyTheTaskThatIsAskedForIsMade() {
    LoadedTask task = load("com.acme.One").orElseThrow();

    assertThat(task.id().name()).isEqualTo("com.acme.One");
    assertThat(task.runnableTask().run(Map.of())).isEmpty();
    assertThat(task.dynamicWorkflowTask()).isNull();
    assertThat(task.extension()).isNull();
    // Once for flytekit-java's registrar, once for the extension's.
    assertThat(System.getProperty("made")).isEqualTo("One One ");
  }

  @Test
  void aTaskComesWithItsExtension() {
    LoadedTask task = load("com.acme.Two").orElseThrow();

    assertThat(task.extension().getTaskTypeVersion()).isEqualTo(2);
    assertThat(System.getProperty("made")).isEqualTo("Two Two ");
  }

  @Test
  void aTaskThatMakesWorkflowsIsFound() {
    LoadedTask task = load("com.acme.Dynamic").orElseThrow();

    assertThat(task.dynamicWorkflowTask().getName()).isEqualTo("com.acme.Dynamic");
    assertThat(task.runnableTask()).isNull();
    assertThat(System.getProperty("made")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"com.acme.Two$Inner", "com.acme.Two\\$Inner"})
  void aNestedClassIsFoundHoweverItIsWritten(String name) {
    assertThat(load(name).orElseThrow().id().name()).isEqualTo("com.acme.Two$Inner");
    assertThat(System.getProperty("made")).isEqualTo("One One ");
  }

  @Test
  void aTaskWithANameOfItsOwnIsFoundAmongAll() {
    System.setProperty("lazy", "asked");
    try {
      assertThat(load("by another name").orElseThrow().runnableTask().getName())
          .isEqualTo("by another name");
    } finally {
      System.clearProperty("lazy");
    }
  }

  @Test
  void aClassWhoseTaskHasAnotherNameIsNotThatTask() {
    System.setProperty("lazy", "asked");
    try {
      assertThat(load("com.acme.Lazy")).isEmpty();
    } finally {
      System.clearProperty("lazy");
    }
  }

  @Test
  void aTaskThatIsNotThereIsLookedForAmongAll() {
    assertThatThrownBy(() -> load("com.acme.Unknown"))
        .isInstanceOf(JflyteException.class)
        .hasMessageStartingWith(
            "class com.acme.Lazy (package.jar) cannot be made, its constructor threw"
                + " IllegalStateException: no: ");
  }
}
