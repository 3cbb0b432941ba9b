package org.flytekitplugins.jflyte.local;

import java.util.HashMap;
import java.util.Map;
import org.flyte.api.v1.ContainerTask;
import org.flyte.api.v1.RunnableTask;
import org.flyte.api.v1.Task;
import org.flyte.api.v1.TaskIdentifier;
import org.flytekitplugins.jflyte.TrainingTask;
import org.flytekitplugins.jflyte.loading.LoadedPackage;
import org.flytekitplugins.spi.TaskTemplateExtension;

/** Each task of a package in the form in which it runs here. */
final class LocalTasks {
  private final LocalPackage localPackage;
  private final LoadedPackage loaded;
  private final LocalContext context;
  private final TaskSettings settings;
  private final MissedFaults faultOutcomes;

  LocalTasks(
      LocalPackage localPackage,
      LocalContext context,
      TaskSettings settings,
      MissedFaults faultOutcomes) {
    this.localPackage = localPackage;
    this.loaded = localPackage.loaded();
    this.context = context;
    this.settings = settings;
    this.faultOutcomes = faultOutcomes;
  }

  /**
   * All of them, by name.
   *
   * @param workflows runs what dynamic tasks make
   */
  Map<String, RunnableTask> byName(NestedWorkflows workflows) {
    Map<String, RunnableTask> tasks = new HashMap<>();
    loaded.runnableTasks().forEach((id, task) -> tasks.put(id.name(), of(id, task)));
    loaded
        .dynamicWorkflowTasks()
        .forEach((id, task) -> tasks.put(id.name(), new DynamicTask(task, context, workflows)));
    loaded.containerTasks().forEach((id, task) -> tasks.put(id.name(), of(id, task)));
    loaded
        .pluginTasks()
        .keySet()
        .forEach(
            id ->
                tasks.put(
                    id.name(),
                    new UnavailableTask(
                        id.name(),
                        "is a task of a backend plugin, which only a cluster can run: leave it out"
                            + " here, or run it there")));
    Map<String, PackageTask> own = localPackage.tasks();
    settings
        .replacements()
        .forEach(
            (name, replacement) ->
                tasks.put(name, new ReplacedTask(name, replacement, own.get(name), context)));
    return tasks;
  }

  private RunnableTask of(TaskIdentifier id, RunnableTask task) {
    TaskTemplateExtension extension = loaded.extensions().get(id);
    if (extension == null || !TrainingTask.is(task.getType(), extension)) {
      return settings.separateProcesses()
          ? new PlayedContainer(
              task,
              new JavaPod(new JavaProgram(task, extension, localPackage, settings)),
              NodeKind.TASK,
              context,
              settings)
          : new PlainTask(task, NodeKind.TASK, context);
    }
    return settings.singleProcess()
        ? new PlainTask(task, NodeKind.TRAINING, context)
        : training(
            task,
            extension,
            new JavaReplicas(new JavaProgram(task, extension, localPackage, settings)));
  }

  private RunnableTask of(TaskIdentifier id, ContainerTask task) {
    TaskTemplateExtension extension = loaded.extensions().get(id);
    ContainerCommand command =
        new ContainerCommand(
            id, task, extension, settings.containerPrograms().get(id.name()), context.folder());
    String obstacle = command.obstacle(settings.environment());
    if (obstacle != null) {
      return new UnavailableTask(id.name(), obstacle);
    }
    if (extension == null || !TrainingTask.is(task.getType(), extension)) {
      return new PlayedContainer(task, command, NodeKind.CONTAINER, context, settings);
    }
    return settings.singleProcess()
        ? new PlayedContainer(task, command, NodeKind.TRAINING, context, settings)
        : training(task, extension, new ContainerReplicas(command));
  }

  private PlayedTraining training(
      Task task, TaskTemplateExtension extension, ReplicaCommand replicas) {
    return new PlayedTraining(task, extension, replicas, context, settings, faultOutcomes);
  }
}
