package org.flytekitplugins.kubeflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.flyte.api.v1.TaskIdentifier;
import org.flyte.flytekit.SdkContainerTask;
import org.flyte.flytekit.SdkContainerTaskRegistrar;
import org.flyte.flytekit.SdkDynamicWorkflowTaskRegistrar;
import org.flyte.flytekit.SdkPluginTaskRegistrar;
import org.flyte.flytekit.SdkRunnableTask;
import org.flyte.flytekit.SdkRunnableTaskRegistrar;
import org.flytekitplugins.kubeflow.tasks.ExtendedContainerTask;
import org.flytekitplugins.kubeflow.tasks.ExtendedDynamicTask;
import org.flytekitplugins.kubeflow.tasks.ExtendedPluginTask;
import org.flytekitplugins.kubeflow.tasks.ExtendedTask;
import org.flytekitplugins.kubeflow.tasks.NamesakeTask;
import org.flytekitplugins.kubeflow.tasks.PlainTask;
import org.flytekitplugins.kubeflow.tasks.SleepyTask;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.flytekitplugins.spi.TaskTemplateExtensionRegistrar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The extensions of a package are found among flytekit-java's own services. */
class SdkTaskTemplateExtensionRegistrarTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "FLYTE_INTERNAL_PROJECT", "project",
          "FLYTE_INTERNAL_DOMAIN", "development",
          "FLYTE_INTERNAL_VERSION", "v1");

  private final SdkTaskTemplateExtensionRegistrar registrar =
      new SdkTaskTemplateExtensionRegistrar();
  private final ClassLoader classLoader = getClass().getClassLoader();

  @Test
  void itIsAServiceItself() {
    assertThat(ServiceLoader.load(TaskTemplateExtensionRegistrar.class, classLoader))
        .hasOnlyElementsOfType(SdkTaskTemplateExtensionRegistrar.class)
        .hasSize(1);
  }

  @Test
  void tasksWithoutExtensionAreLeftOut() {
    Map<TaskIdentifier, TaskTemplateExtension> extensions =
        registrar.load(ENVIRONMENT, classLoader);

    assertThat(extensions.keySet())
        .containsExactlyInAnyOrder(
            identifier(ExtendedTask.class.getName()),
            identifier(ExtendedDynamicTask.class.getName()),
            identifier("train-in-python"),
            identifier(ExtendedPluginTask.class.getName()));
    assertThat(extensions.get(identifier(ExtendedTask.class.getName())).getTaskTypeVersion())
        .isEqualTo(1);
    assertThat(extensions.get(identifier("train-in-python")).getEnv()).isEqualTo(Map.of("A", "1"));
    assertThat(extensions.get(identifier(ExtendedDynamicTask.class.getName())).getImage())
        .isEqualTo("planner:1");
    assertThat(extensions.get(identifier(ExtendedPluginTask.class.getName())))
        .extracting(TaskTemplateExtension::getDeprecationMessage)
        .isEqualTo("use the other one");
  }

  @Test
  void theIdentifiersAreThoseOfFlytekitJava() {
    Map<TaskIdentifier, Object> flytekits = new HashMap<>();
    flytekits.putAll(new SdkRunnableTaskRegistrar().load(ENVIRONMENT, classLoader));
    flytekits.putAll(new SdkDynamicWorkflowTaskRegistrar().load(ENVIRONMENT, classLoader));
    flytekits.putAll(new SdkContainerTaskRegistrar().load(ENVIRONMENT, classLoader));
    flytekits.putAll(new SdkPluginTaskRegistrar().load(ENVIRONMENT, classLoader));
    flytekits.remove(identifier(PlainTask.class.getName()));

    assertThat(registrar.load(ENVIRONMENT, classLoader).keySet())
        .isEqualTo(flytekits.keySet())
        .hasSize(4);
  }

  @Test
  void theVariablesOfLaterVersionsDoAsWell() {
    Map<String, String> newer = new HashMap<>();
    ENVIRONMENT.forEach(
        (name, value) -> newer.put(name.replace("INTERNAL_", "INTERNAL_TASK_"), value));

    assertThat(registrar.load(newer, classLoader).keySet())
        .isEqualTo(registrar.load(ENVIRONMENT, classLoader).keySet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"PROJECT", "DOMAIN", "VERSION"})
  void aMissingVariableIsNamed(String field) {
    Map<String, String> incomplete = new HashMap<>(ENVIRONMENT);
    incomplete.remove("FLYTE_INTERNAL_" + field);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> registrar.load(incomplete, classLoader))
        .withMessage(
            "neither FLYTE_INTERNAL_%s nor FLYTE_INTERNAL_TASK_%s is in the environment: set one"
                + " of them",
            field, field);
  }

  @Test
  void twoTasksOfOneNameAreRefused(@TempDir Path folder) throws IOException {
    try (URLClassLoader services =
        OwnServices.of(folder, SdkRunnableTask.class, ExtendedTask.class, NamesakeTask.class)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> registrar.load(ENVIRONMENT, services))
          .withMessage(
              "task name %s is used by %s and %s: give one of them another name",
              ExtendedTask.class.getName(),
              ExtendedTask.class.getName(),
              NamesakeTask.class.getName());
    }
  }

  @Test
  void anExtensionThatBreaksARuleIsNamed(@TempDir Path folder) throws IOException {
    try (URLClassLoader services =
        OwnServices.of(folder, SdkRunnableTask.class, SleepyTask.class)) {
      assertThatExceptionOfType(InvalidFieldException.class)
          .isThrownBy(() -> registrar.load(ENVIRONMENT, services))
          .withMessage(
              "sleepy.timeout is PT0S, but a task needs time: use more than zero, or null for no"
                  + " own timeout");
    }
  }

  @Test
  void onlyTheServicesOfTheClassLoaderAreLookedAt(@TempDir Path folder) throws IOException {
    try (URLClassLoader services =
        OwnServices.of(folder, SdkContainerTask.class, ExtendedContainerTask.class)) {
      assertThat(registrar.load(ENVIRONMENT, services).keySet())
          .isEqualTo(Set.of(identifier("train-in-python")));
    }
    try (URLClassLoader none = OwnServices.of(folder.resolve("none"), SdkRunnableTask.class)) {
      assertThat(registrar.load(Map.of(), none)).isEmpty();
    }
  }

  private static TaskIdentifier identifier(String name) {
    return TaskIdentifier.builder()
        .project("project")
        .domain("development")
        .version("v1")
        .name(name)
        .build();
  }
}
