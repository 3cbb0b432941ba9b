package org.flytekitplugins.jflyte;

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
    return extension != null && (type.equals("tensorflow") || type.equals("pytorch"));
  }
}
