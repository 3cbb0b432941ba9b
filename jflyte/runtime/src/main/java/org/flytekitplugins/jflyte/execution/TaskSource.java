package org.flytekitplugins.jflyte.execution;

import java.util.Map;
import org.flyte.api.v1.RunnableTask;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.TrainingTask;
import org.flytekitplugins.jflyte.loading.LoadedTask;
import org.flytekitplugins.jflyte.loading.PackageClassPath;
import org.flytekitplugins.jflyte.loading.PackageLoader;
import org.flytekitplugins.jflyte.loading.RegistrarEnvironment;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.jspecify.annotations.Nullable;

/** The task that a pod is to run. */
interface TaskSource {
  /**
   * The task, loaded when it is first asked for.
   *
   * @throws JflyteException if the package has no such task, or it cannot be loaded
   * @throws RuntimeException if the package could not be fetched
   */
  Task task();

  /** Where the task's code finds its classes and services. */
  ClassLoader classLoader();

  /**
   * A task that can run.
   *
   * @param runnable what runs
   * @param extension what flytekit-java's model of it cannot carry, or null
   */
  record Task(RunnableTask runnable, @Nullable TaskTemplateExtension extension) {
    /** Whether it was registered as a training job. */
    boolean isTraining() {
      return TrainingTask.is(runnable.getType(), extension);
    }
  }

  /** The task of that name in a package. */
  static TaskSource of(PackageClassPath classPath, String name, Map<String, String> environment) {
    return new InPackage(new PackageLoader(classPath), name, RegistrarEnvironment.of(environment));
  }

  /** A task whose package could not be fetched. */
  static TaskSource failed(Throwable failure) {
    return new Failed(failure);
  }

  /** A task that cannot be had. */
  record Failed(Throwable failure) implements TaskSource {
    @Override
    public Task task() {
      if (failure instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) failure;
    }

    @Override
    public ClassLoader classLoader() {
      return Failed.class.getClassLoader();
    }
  }

  /**
   * A task of a package. The package stays open: the task's code may load classes until it ends.
   */
  final class InPackage implements TaskSource {
    private final PackageLoader loader;
    private final String name;
    private final Map<String, String> environment;
    private @Nullable Task task;

    private InPackage(PackageLoader loader, String name, Map<String, String> environment) {
      this.loader = loader;
      this.name = name;
      this.environment = environment;
    }

    @Override
    public Task task() {
      Task known = task;
      if (known == null) {
        known = load();
        task = known;
      }
      return known;
    }

    @Override
    public ClassLoader classLoader() {
      return loader.classLoader();
    }

    private Task load() {
      LoadedTask loaded =
          loader
              .loadTask(name, environment)
              .orElseThrow(
                  () ->
                      new JflyteException(
                          "task "
                              + name
                              + " is not in the package: give --task the name of one that is"));
      RunnableTask runnable = loaded.runnableTask();
      if (runnable == null) {
        throw new JflyteException(
            "task "
                + name
                + " makes a workflow: run it with jflyte execute-dynamic-workflow, not execute");
      }
      return new Task(runnable, loaded.extension());
    }
  }
}
