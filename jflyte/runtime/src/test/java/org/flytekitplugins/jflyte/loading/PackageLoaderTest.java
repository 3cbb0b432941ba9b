package org.flytekitplugins.jflyte.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.LaunchPlanIdentifier;
import org.flyte.api.v1.TaskIdentifier;
import org.flyte.api.v1.WorkflowIdentifier;
import org.flytekitplugins.jflyte.fixtures.TestPackages;
import org.flytekitplugins.kubeflow.SdkTaskTemplateExtensionRegistrar;
import org.flytekitplugins.spi.LaunchPlanSettings;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.flytekitplugins.spi.WorkflowExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PackageLoaderTest {
  @TempDir static Path folder;
  private static PackageLoader loader;
  private static LoadedPackage loaded;

  @BeforeAll
  static void loadPackage() {
    Path directory =
        TestPackages.in(folder)
            .with(TestPackages.flytekitJava())
            .with(List.of(TestPackages.whereIs(SdkTaskTemplateExtensionRegistrar.class)))
            .compiledAgainst(List.of(TestPackages.whereIs(TaskTemplateExtension.class)))
            .source(
                "com.acme.Plain",
                TaskSources.task(
                    "Plain",
                    // JacksonSdkType and others find their services through the context
                    "if (Thread.currentThread().getContextClassLoader() !="
                        + " getClass().getClassLoader()) throw new IllegalStateException();",
                    """
                    public static class Nested extends Plain {
                      @Override public String getName() { return "plain.nested"; }
                    }
                    """))
            .source(
                "com.acme.Training",
                TaskSources.task(
                        "Training", "", "@Override public int getTaskTypeVersion() { return 7; }")
                    .replace(
                        "SdkRunnableTask<Void, Void>",
                        "SdkRunnableTask<Void, Void> implements"
                            + " org.flytekitplugins.spi.TaskTemplateExtension"))
            .source("com.acme.Dynamic", TaskSources.dynamicTask("Dynamic"))
            .source("com.acme.Container", TaskSources.containerTask("Container"))
            .source("com.acme.Query", TaskSources.pluginTask("Query"))
            .source(
                "com.acme.Flow",
                TaskSources.workflow("Flow", "builder.apply(\"p\", new Plain());")
                    .replace(
                        "SdkWorkflow<Void, Void> {",
                        "SdkWorkflow<Void, Void> implements org.flytekitplugins.spi.WorkflowExtension {"
                            + " @Override public Boolean getInterruptible() { return true; }"))
            .source(
                "com.acme.Plans",
                TaskSources.launchPlans("Plans", "Flow")
                    .replace(
                        "SimpleSdkLaunchPlanRegistry {",
                        "SimpleSdkLaunchPlanRegistry implements"
                            + " org.flytekitplugins.spi.LaunchPlanExtension {"
                            + " @Override public java.util.Map<String,"
                            + " org.flytekitplugins.spi.LaunchPlanSettings>"
                            + " getLaunchPlanSettings() { return java.util.Map.of(\"com.acme.Flow\","
                            + " org.flytekitplugins.spi.LaunchPlanSettings.builder().maxParallelism(3)"
                            + ".build()); }"))
            .service(
                ServiceFiles.RUNNABLE_TASK,
                "com.acme.Plain",
                "com.acme.Plain$Nested # by another name",
                "com.acme.Training")
            .service(ServiceFiles.DYNAMIC_WORKFLOW_TASK, "com.acme.Dynamic")
            .service(ServiceFiles.CONTAINER_TASK, "com.acme.Container")
            .service(ServiceFiles.PLUGIN_TASK, "com.acme.Query")
            .service(ServiceFiles.WORKFLOW, "com.acme.Flow")
            .service(ServiceFiles.LAUNCH_PLANS, "com.acme.Plans")
            .build();
    loader = new PackageLoader(PackageClassPath.ofDirectory(directory));
    loaded = loader.load(new ExecutionVariables("p", "d", "v").toEnv());
  }

  @AfterAll
  static void close() {
    loader.close();
  }

  private static TaskIdentifier task(String name) {
    return TaskIdentifier.builder().project("p").domain("d").name(name).version("v").build();
  }

  @Test
  void everyKindOfEntityIsFound() {
    assertThat(loaded.runnableTasks())
        .containsOnlyKeys(task("com.acme.Plain"), task("plain.nested"), task("com.acme.Training"));
    assertThat(loaded.dynamicWorkflowTasks()).containsOnlyKeys(task("com.acme.Dynamic"));
    assertThat(loaded.containerTasks()).containsOnlyKeys(task("com.acme.Container"));
    assertThat(loaded.pluginTasks()).containsOnlyKeys(task("com.acme.Query"));
    assertThat(loaded.workflows())
        .containsOnlyKeys(
            WorkflowIdentifier.builder()
                .project("p")
                .domain("d")
                .name("com.acme.Flow")
                .version("v")
                .build());
    assertThat(loaded.launchPlans())
        .containsOnlyKeys(
            LaunchPlanIdentifier.builder()
                .project("p")
                .domain("d")
                .name("com.acme.Flow")
                .version("v")
                .build());
  }

  @Test
  void extensionsAreFoundByTheirTasks() {
    assertThat(loaded.extensions()).containsOnlyKeys(task("com.acme.Training"));
    assertThat(loaded.extensions().get(task("com.acme.Training")).getTaskTypeVersion())
        .isEqualTo(7);
  }

  @Test
  void whatWorkflowsAndLaunchPlansSayIsFoundByThem() {
    assertThat(loaded.workflowExtensions().keySet()).isEqualTo(loaded.workflows().keySet());
    assertThat(loaded.workflowExtensions().values())
        .extracting(WorkflowExtension::getInterruptible)
        .containsExactly(true);
    assertThat(loaded.launchPlanSettings().keySet()).isEqualTo(loaded.launchPlans().keySet());
    assertThat(loaded.launchPlanSettings().values())
        .containsExactly(LaunchPlanSettings.builder().maxParallelism(3).build());
  }

  @Test
  void theCallersContextClassLoaderIsAsItWas() {
    assertThat(Thread.currentThread().getContextClassLoader())
        .isNotSameAs(loader.classLoader())
        .isSameAs(getClass().getClassLoader());
  }

  @Test
  void theVariablesHaveAllNamesThatRegistrarsRead() {
    assertThat(new ExecutionVariables("p", "d", "v").toEnv())
        .isEqualTo(
            Map.of(
                "FLYTE_INTERNAL_PROJECT", "p",
                "FLYTE_INTERNAL_DOMAIN", "d",
                "FLYTE_INTERNAL_VERSION", "v",
                "FLYTE_INTERNAL_TASK_PROJECT", "p",
                "FLYTE_INTERNAL_TASK_DOMAIN", "d",
                "FLYTE_INTERNAL_TASK_VERSION", "v",
                "JFLYTE_PROJECT", "p",
                "JFLYTE_DOMAIN", "d",
                "JFLYTE_VERSION", "v"));
  }

  @Test
  void afterClosingNoClassIsLoaded(@TempDir Path other) {
    Path directory =
        TestPackages.in(other).source("com.acme.A", "package com.acme; public class A {}").build();
    PackageLoader closed = new PackageLoader(PackageClassPath.ofDirectory(directory));
    closed.close();

    assertThatThrownBy(() -> closed.classLoader().loadClass("com.acme.A"))
        .isInstanceOf(ClassNotFoundException.class);
  }
}
