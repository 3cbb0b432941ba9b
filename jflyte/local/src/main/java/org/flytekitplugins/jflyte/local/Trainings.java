package org.flytekitplugins.jflyte.local;

import org.flyte.api.v1.RunnableTask;
import org.flytekitplugins.spi.TaskTemplateExtension;

/** Decides how training tasks run. */
interface Trainings {
  /** What runs a training task. */
  RunnableTask task(RunnableTask task, TaskTemplateExtension extension);
}
