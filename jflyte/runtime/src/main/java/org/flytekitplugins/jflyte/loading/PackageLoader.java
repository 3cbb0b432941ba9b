package org.flytekitplugins.jflyte.loading;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.flyte.api.v1.ContainerTaskRegistrar;
import org.flyte.api.v1.DynamicWorkflowTask;
import org.flyte.api.v1.DynamicWorkflowTaskRegistrar;
import org.flyte.api.v1.LaunchPlanRegistrar;
import org.flyte.api.v1.PluginTaskRegistrar;
import org.flyte.api.v1.RunnableTask;
import org.flyte.api.v1.RunnableTaskRegistrar;
import org.flyte.api.v1.TaskIdentifier;
import org.flyte.api.v1.WorkflowIdentifier;
import org.flyte.api.v1.WorkflowTemplate;
import org.flyte.api.v1.WorkflowTemplateRegistrar;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.spi.LaunchPlanExtensionRegistrar;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.flytekitplugins.spi.TaskTemplateExtensionRegistrar;
import org.flytekitplugins.spi.WorkflowExtensionRegistrar;

/**
 * Finds what a package holds, in a class loader of the package's own, through the registrars that
 * are services there: flytekit-java's six kinds and our extension's.
 *
 * <p>The entities keep loading classes for as long as they live: close this when they are not
 * needed any more, not before.
 */
@SuppressWarnings("try") // a context is there to be closed
public final class PackageLoader implements Closeable {
  private final PackageClassPath classPath;
  private final ClassLoader classLoader;

  /** Loads nothing yet. */
  public PackageLoader(PackageClassPath classPath) {
    this(
        classPath,
        new ChildFirstClassLoader(
            "package", classPath.entries(), PackageLoader.class.getClassLoader()));
  }

  private PackageLoader(PackageClassPath classPath, ClassLoader classLoader) {
    this.classPath = classPath;
    this.classLoader = classLoader;
  }

  /**
   * Of a program that is its own package: its classes are this program's, loaded once. A library of
   * native code, which a process can load by one class loader only, is met twice by nobody.
   *
   * @throws JflyteException if the program's class path has nothing
   */
  public static PackageLoader ofThisProgram() {
    List<Path> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
      if (!entry.isEmpty() && Files.exists(Path.of(entry))) {
        entries.add(Path.of(entry).toAbsolutePath());
      }
    }
    return new PackageLoader(new PackageClassPath(entries), PackageLoader.class.getClassLoader());
  }

  /** What the package's classes are loaded from. */
  public PackageClassPath classPath() {
    return classPath;
  }

  /** The package's class loader, to be the context class loader of threads that run its code. */
  public ClassLoader classLoader() {
    return classLoader;
  }

  /**
   * Loads the tasks and what extends them, and no workflows and launch plans, which whoever looks
   * at tasks need not wait for.
   *
   * @param environment what the registrars see; must have {@link ExecutionVariables#toEnv()}
   * @throws JflyteException if any of them cannot be loaded, or if the package has nothing at all
   */
  public LoadedPackage loadTasks(Map<String, String> environment) {
    LoadedPackage tasks = load(environment, PackageLoader::onlyTasks);
    return isEmpty(tasks) ? load(environment) : tasks;
  }

  /**
   * Loads everything.
   *
   * @param environment what the registrars see; must have {@link ExecutionVariables#toEnv()}
   * @throws JflyteException if anything cannot be loaded, or if there is nothing
   */
  public LoadedPackage load(Map<String, String> environment) {
    LoadedPackage loaded = load(environment, PackageLoader::loadAll);
    if (isEmpty(loaded)) {
      throw new JflyteException(
          String.format(
              "package %s holds no Flyte entity: its jars need META-INF/services files that name"
                  + " tasks and workflows (@AutoService(SdkRunnableTask.class) writes them), and"
                  + " flytekit-java itself has to be among them",
              where()));
    }
    return loaded;
  }

  private LoadedPackage load(
      Map<String, String> environment, Function<RegistrarRun, LoadedPackage> part) {
    classPath.requireJars();
    try (ContextClassLoader context = ContextClassLoader.set(classLoader)) {
      LoadedPackage loaded = part.apply(new RegistrarRun(classLoader, environment));
      Getters.askAll(loaded);
      return loaded;
    } catch (RuntimeException | Error e) {
      throw explained(e, classLoader);
    }
  }

  /**
   * Loads one task and, if its name tells its class, makes no other.
   *
   * @param name the task's name; a nested class may be written {@code a.B$C} or {@code a.B\$C}
   * @param environment what the registrars see; must have {@link ExecutionVariables#toEnv()}
   * @return the task, or nothing if no runnable or dynamic task has this name
   * @throws JflyteException if it cannot be loaded
   */
  public Optional<LoadedTask> loadTask(String name, Map<String, String> environment) {
    String plainName = name.replace("\\$", "$");
    Optional<LoadedTask> task = Optional.empty();
    for (String service :
        new String[] {ServiceFiles.RUNNABLE_TASK, ServiceFiles.DYNAMIC_WORKFLOW_TASK}) {
      if (task.isEmpty() && ServiceFiles.isProvider(classLoader, service, plainName)) {
        ClassLoader view = new SingleTaskView(classLoader, service, plainName);
        task = find(plainName, view, environment);
      }
    }
    return task.isPresent() ? task : find(plainName, classLoader, environment);
  }

  private Optional<LoadedTask> find(
      String name, ClassLoader tasks, Map<String, String> environment) {
    RegistrarRun registrars = new RegistrarRun(tasks, environment);
    try (ContextClassLoader context = ContextClassLoader.set(tasks)) {
      Optional<LoadedTask> found = find(name, registrars);
      if (found.isPresent()) {
        Getters.askForPod(found.get());
      }
      return found;
    } catch (RuntimeException | Error e) {
      throw explained(e, tasks);
    }
  }

  private static Optional<LoadedTask> find(String name, RegistrarRun run) {
    LoadedTask found = null;
    for (Map.Entry<TaskIdentifier, RunnableTask> task :
        run.entities(RunnableTaskRegistrar.class, "task").entrySet()) {
      if (isNamed(task.getKey(), name)) {
        found = new LoadedTask(task.getKey(), task.getValue(), null, null);
      }
    }
    if (found == null) {
      for (Map.Entry<TaskIdentifier, DynamicWorkflowTask> task :
          run.entities(DynamicWorkflowTaskRegistrar.class, "task").entrySet()) {
        if (isNamed(task.getKey(), name)) {
          found = new LoadedTask(task.getKey(), null, task.getValue(), null);
        }
      }
    }
    if (found == null) {
      return Optional.empty();
    }
    TaskTemplateExtension extension =
        run.belongings(TaskTemplateExtensionRegistrar.class, "extension of task").get(found.id());
    return Optional.of(
        new LoadedTask(found.id(), found.runnableTask(), found.dynamicWorkflowTask(), extension));
  }

  // flytekit-java may name a nested class either way, and so may whoever recorded the name.
  private static boolean isNamed(TaskIdentifier id, String plainName) {
    return id.name().replace("\\$", "$").equals(plainName);
  }

  private static LoadedPackage loadAll(RegistrarRun run) {
    LoadedPackage tasks = onlyTasks(run);
    Map<WorkflowIdentifier, WorkflowTemplate> workflows =
        StableNodeNames.of(
            run.entities(WorkflowTemplateRegistrar.class, "workflow"),
            () -> run.belongings(WorkflowTemplateRegistrar.class, "workflow"));
    return new LoadedPackage(
        tasks.runnableTasks(),
        tasks.dynamicWorkflowTasks(),
        tasks.containerTasks(),
        tasks.pluginTasks(),
        workflows,
        run.entities(LaunchPlanRegistrar.class, "launch plan"),
        tasks.extensions(),
        run.belongings(WorkflowExtensionRegistrar.class, "extension of workflow"),
        run.belongings(LaunchPlanExtensionRegistrar.class, "settings of launch plan"));
  }

  private static LoadedPackage onlyTasks(RegistrarRun run) {
    return new LoadedPackage(
        run.entities(RunnableTaskRegistrar.class, "task"),
        run.entities(DynamicWorkflowTaskRegistrar.class, "task"),
        run.entities(ContainerTaskRegistrar.class, "task"),
        run.entities(PluginTaskRegistrar.class, "task"),
        Map.of(),
        Map.of(),
        run.belongings(TaskTemplateExtensionRegistrar.class, "extension of task"));
  }

  private static boolean isEmpty(LoadedPackage loaded) {
    return loaded.runnableTasks().isEmpty()
        && loaded.dynamicWorkflowTasks().isEmpty()
        && loaded.containerTasks().isEmpty()
        && loaded.pluginTasks().isEmpty()
        && loaded.workflows().isEmpty()
        && loaded.launchPlans().isEmpty();
  }

  private String where() {
    Path first = classPath.entries().get(0);
    return classPath.entries().size() == 1 || first.getParent() == null
        ? first.toString()
        : first.getParent().toString();
  }

  private JflyteException explained(Throwable failure, ClassLoader tasks) {
    if (failure instanceof JflyteException explained) {
      return explained;
    }
    if (failure instanceof VirtualMachineError error && !(failure instanceof StackOverflowError)) {
      throw error;
    }
    classPath.requireJars();
    String damage = JarDamage.mayCause(failure) ? JarDamage.firstIn(classPath.entries()) : null;
    if (damage != null) {
      return new JflyteException(damage, failure);
    }
    try (ContextClassLoader context = ContextClassLoader.set(tasks)) {
      return new PackageFailure(tasks).explain(failure);
    }
  }

  /**
   * Closes the package's jars: none of its classes can be loaded any more. Those of this program
   * stay open.
   */
  @Override
  public void close() {
    try {
      if (classLoader instanceof ChildFirstClassLoader own) {
        own.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the jars of package " + where(), e);
    }
  }
}
