package org.flytekitplugins.jflyte;

import org.flyte.api.v1.Task;
import org.flytekitplugins.kubeflow.JobKind;
import org.flytekitplugins.kubeflow.JobKinds;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.jspecify.annotations.Nullable;

/** Tells the tasks that run as training jobs, a cluster of replicas each, from plain ones. */
public final class TrainingTask {
  private TrainingTask() {}

  /**
   * Whether a task runs as a training job of ours. One of the same type that does without our
   * extension does not: it is treated as stock jflyte treats it.
   *
   * @param type the task's type
   * @param extension what the task says beside flytekit-java's model; null if it says nothing
   */
  public static boolean is(String type, @Nullable TaskTemplateExtension extension) {
    return extension != null && JobKinds.own().ofTaskType(type).isPresent();
  }

  /** What a training task asks for, as its custom field says it. */
  public static TrainingCluster cluster(Task task, TaskTemplateExtension extension) {
    return kind(task).read(task.getCustom(), extension.getTaskTypeVersion());
  }

  /** The kind of job that a training task runs as. */
  public static JobKind kind(Task task) {
    return JobKinds.own()
        .ofTaskType(task.getType())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "task " + task.getName() + " is no training task: " + task.getType()));
  }
}
