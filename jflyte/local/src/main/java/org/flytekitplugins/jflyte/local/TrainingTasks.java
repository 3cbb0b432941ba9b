package org.flytekitplugins.jflyte.local;

import java.util.Map;
import java.util.TreeMap;
import org.flyte.api.v1.Task;
import org.flyte.api.v1.TaskIdentifier;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.TrainingTask;
import org.flytekitplugins.jflyte.loading.LoadedPackage;
import org.flytekitplugins.kubeflow.JobKind;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.spi.TaskTemplateExtension;

/** The training tasks of a package, whether their replicas run Java or a container. */
final class TrainingTasks {
  private record Training(Task task, TaskTemplateExtension extension) {}

  private final Map<String, Training> byName = new TreeMap<>();

  TrainingTasks(LoadedPackage loaded) {
    add(loaded, loaded.runnableTasks());
    add(loaded, loaded.containerTasks());
  }

  private void add(LoadedPackage loaded, Map<TaskIdentifier, ? extends Task> tasks) {
    tasks.forEach(
        (id, task) -> {
          TaskTemplateExtension extension = loaded.extensions().get(id);
          if (extension != null && TrainingTask.is(task.getType(), extension)) {
            byName.put(id.name(), new Training(task, extension));
          }
        });
  }

  /**
   * The name of a task.
   *
   * @param text its name, or the last part of it if that is enough to tell
   * @throws JflyteException if there is no such training task
   */
  String name(String text) {
    return TaskNames.find(text, byName.keySet(), "training task");
  }

  /** What a task asks for. */
  TrainingCluster cluster(String name) {
    Training training = of(name);
    return TrainingTask.cluster(training.task(), training.extension());
  }

  /** The kind of job that a task runs as. */
  JobKind kind(String name) {
    return TrainingTask.kind(of(name).task());
  }

  private Training of(String name) {
    Training training = byName.get(name);
    if (training == null) {
      throw new IllegalStateException("no training task " + name);
    }
    return training;
  }
}
