package org.flytekitplugins.kubeflow;

import com.google.auto.service.AutoService;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.flyte.api.v1.TaskIdentifier;
import org.flyte.flytekit.SdkContainerTask;
import org.flyte.flytekit.SdkDynamicWorkflowTask;
import org.flyte.flytekit.SdkPluginTask;
import org.flyte.flytekit.SdkRunnableTask;
import org.flyte.flytekit.SdkTransform;
import org.flytekitplugins.kubeflow.internal.FieldOwner;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.flytekitplugins.spi.TaskTemplateExtensionRegistrar;

/**
 * Finds the extensions among flytekit-java's own services, under the identifiers that its
 * registrars use, so that users register nothing twice.
 */
@AutoService(TaskTemplateExtensionRegistrar.class)
public final class SdkTaskTemplateExtensionRegistrar extends TaskTemplateExtensionRegistrar {
  /**
   * Finds the tasks that are extensions too.
   *
   * @throws IllegalArgumentException if the project, domain or version is missing in the
   *     environment, or if two tasks have one name, or if a task's extension cannot be
   */
  @Override
  @SuppressWarnings("rawtypes")
  public Map<TaskIdentifier, TaskTemplateExtension> load(
      Map<String, String> env, ClassLoader classLoader) {
    Map<TaskIdentifier, TaskTemplateExtension> extensions = new LinkedHashMap<>();
    for (SdkRunnableTask task : ServiceLoader.load(SdkRunnableTask.class, classLoader)) {
      addExtension(extensions, task, env);
    }
    for (SdkDynamicWorkflowTask task :
        ServiceLoader.load(SdkDynamicWorkflowTask.class, classLoader)) {
      addExtension(extensions, task, env);
    }
    for (SdkContainerTask task : ServiceLoader.load(SdkContainerTask.class, classLoader)) {
      addExtension(extensions, task, env);
    }
    for (SdkPluginTask task : ServiceLoader.load(SdkPluginTask.class, classLoader)) {
      addExtension(extensions, task, env);
    }
    return extensions;
  }

  private static void addExtension(
      Map<TaskIdentifier, TaskTemplateExtension> extensions,
      SdkTransform<?, ?> task,
      Map<String, String> env) {
    if (!(task instanceof TaskTemplateExtension)) {
      return;
    }
    TaskTemplateExtension extension = (TaskTemplateExtension) task;
    FieldOwner.of(task.getName(), () -> ExtensionRules.check(extension));
    TaskTemplateExtension previous = extensions.put(identifierOf(task, env), extension);
    if (previous != null) {
      throw new IllegalArgumentException(
          String.format(
              "task name %s is used by %s and %s: give one of them another name",
              task.getName(), previous.getClass().getName(), task.getClass().getName()));
    }
  }

  private static TaskIdentifier identifierOf(SdkTransform<?, ?> task, Map<String, String> env) {
    return TaskIdentifier.builder()
        .project(RegistrarVariables.project(env))
        .domain(RegistrarVariables.domain(env))
        .version(RegistrarVariables.version(env))
        .name(task.getName())
        .build();
  }
}
