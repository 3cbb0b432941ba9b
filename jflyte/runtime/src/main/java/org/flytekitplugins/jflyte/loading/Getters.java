package org.flytekitplugins.jflyte.loading;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Set;
import org.flyte.api.v1.ContainerTask;
import org.flyte.api.v1.DynamicWorkflowTask;
import org.flyte.api.v1.PluginTask;
import org.flyte.api.v1.RunnableTask;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.flytekitplugins.spi.WorkflowExtension;
import org.jspecify.annotations.Nullable;

/**
 * Asks tasks and workflows once for all that will be asked of them, so that a getter that throws,
 * or returns null where nobody can do with it, fails while it is known whose it is.
 */
final class Getters {
  private static final Set<String> NEVER_NULL =
      Set.of(
          "getName",
          "getType",
          "getInterface",
          "getInputType",
          "getOutputType",
          "getCustom",
          "getResources",
          "getRetries",
          "getCustomJavaToolOptions",
          "getArgs",
          "getCommand",
          "getEnv",
          "getSecrets",
          "getSuppressedFindings",
          "getCacheIgnoredInputs",
          "getPluginConfig",
          "getLaunchPlanSettings");

  private static final String IMAGE = "getImage";

  /** Of the package's own class loader. */
  private static final String SDK_CONTAINER_TASK = "org.flyte.flytekit.SdkContainerTask";

  private Getters() {}

  /**
   * Asks all tasks and workflows of a package.
   *
   * @throws RuntimeException what the first getter has thrown that does
   */
  static void askAll(LoadedPackage loaded) {
    ask(RunnableTask.class, loaded.runnableTasks().values());
    ask(DynamicWorkflowTask.class, loaded.dynamicWorkflowTasks().values());
    ask(ContainerTask.class, loaded.containerTasks().values());
    ask(PluginTask.class, loaded.pluginTasks().values());
    ask(TaskTemplateExtension.class, loaded.extensions().values());
    ask(WorkflowExtension.class, loaded.workflowExtensions().values());
  }

  /** Asks what a pod wants to know of the task that it runs. */
  static void askForPod(LoadedTask task) {
    RunnableTask runnable = task.runnableTask();
    if (runnable != null) {
      requireAnswer(runnable.getClass(), "getType", runnable.getType());
      TaskTemplateExtension extension = task.extension();
      if (extension != null) {
        requireAnswer(runnable.getClass(), "getCustom", runnable.getCustom());
      }
    }
  }

  private static <T> void ask(Class<T> type, Collection<? extends T> entities) {
    for (T entity : entities) {
      for (Method getter : type.getMethods()) {
        if (isGetter(getter)) {
          requireAnswer(entity.getClass(), getter.getName(), answer(entity, getter));
        }
      }
    }
  }

  static boolean isGetter(Method method) {
    String name = method.getName();
    return (name.startsWith("get") || name.startsWith("is"))
        && method.getParameterCount() == 0
        && method.getReturnType() != void.class;
  }

  /** Whether an answer of a task of some class will do. */
  static boolean isAnswer(Class<?> task, String getter, @Nullable Object answer) {
    return answer != null
        || !(NEVER_NULL.contains(getter) || (getter.equals(IMAGE) && isOfSomebodyElsesImage(task)));
  }

  // Other tasks run in the image of the package unless they say another.
  private static boolean isOfSomebodyElsesImage(Class<?> task) {
    if (ContainerTask.class.isAssignableFrom(task)) {
      return true;
    }
    for (Class<?> type = task; type != null; type = type.getSuperclass()) {
      if (type.getName().equals(SDK_CONTAINER_TASK)) {
        return true;
      }
    }
    return false;
  }

  private static void requireAnswer(Class<?> task, String getter, @Nullable Object answer) {
    if (!isAnswer(task, getter, answer)) {
      throw new NullPointerException(getter + " returned null");
    }
  }

  private static @Nullable Object answer(Object entity, Method getter) {
    try {
      return getter.invoke(entity);
    } catch (InvocationTargetException e) {
      Throwable thrown = e.getCause();
      if (thrown instanceof Error error) {
        throw error;
      }
      throw thrown instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
