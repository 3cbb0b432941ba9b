package org.flytekitplugins.jflyte.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.fixtures.TaskPackages;
import org.flytekitplugins.jflyte.loading.PackageClassPath;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The task of a pod, found in its package. */
class TaskSourceTest {
  @TempDir static Path folder;
  private static Path directory;

  @BeforeAll
  static void buildPackage() {
    directory =
        TaskPackages.in(folder)
            .task("Twice", "return 2 * x;")
            .dynamicTask("Steps", "return x;")
            .build();
  }

  private static TaskSource source(String task) {
    return TaskSource.of(PackageClassPath.ofDirectory(directory), task, Map.of());
  }

  @Test
  void isLoadedOnceAmongItsOwnClasses() {
    TaskSource source = source("com.acme.Twice");

    TaskSource.Task task = source.task();

    assertThat(task.runnable().getName()).isEqualTo("com.acme.Twice");
    assertThat(task.isTraining()).isFalse();
    assertThat(source.task()).isSameAs(task);
    assertThat(source.classLoader()).isNotSameAs(getClass().getClassLoader());
  }

  @Test
  void thatIsNotThereIsNamed() {
    assertThatThrownBy(() -> source("no.such.Task").task())
        .isInstanceOf(JflyteException.class)
        .hasMessage("task no.such.Task is not in the package: give --task the name of one that is");
  }

  @Test
  void thatMakesAWorkflowIsAnotherCommands() {
    assertThatThrownBy(() -> source("com.acme.Steps").task())
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "task com.acme.Steps makes a workflow: run it with jflyte execute-dynamic-workflow, not"
                + " execute");
  }

  @Test
  void whosePackageCouldNotBeFetchedSaysWhyAgain() {
    IllegalStateException exception = new IllegalStateException("no package");
    NoClassDefFoundError error = new NoClassDefFoundError("com/acme/Gone");

    assertThatThrownBy(() -> TaskSource.failed(exception).task()).isSameAs(exception);
    assertThatThrownBy(() -> TaskSource.failed(error).task()).isSameAs(error);
  }

  @ParameterizedTest
  @CsvSource({
    "tensorflow, true, true",
    "pytorch, true, true",
    "mpi, true, false",
    "java-task, true, false",
    "tensorflow, false, false",
    "pytorch, false, false",
  })
  void isATrainingByItsTypeAndOurExtension(String type, boolean isExtended, boolean isTraining) {
    TaskTemplateExtension extension = isExtended ? new TaskTemplateExtension() {} : null;

    assertThat(new TaskSource.Task(new SomeTask(type, UnaryOperator.identity()), extension))
        .returns(isTraining, TaskSource.Task::isTraining);
  }
}
