package org.flytekitplugins.jflyte.execution.failure;

import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.internal.ClusterInWords;

/**
 * Flyte has run a training job of several replicas as one plain pod, because it has no plugin for
 * the task's type: it falls back without a word.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flytepropeller/pkg/controller/nodes/task/handler.go">ResolvePlugin</a>
 */
public final class PluginNotEnabledException extends RuntimeException {
  static final String CODE = "USER:PluginNotEnabled";

  private static final long serialVersionUID = 1;

  /** Of a task whose job should have been this cluster. */
  public PluginNotEnabledException(String task, String taskType, TrainingCluster cluster) {
    super(
        "task "
            + task
            + " is a "
            + taskType
            + " job of "
            + cluster.size()
            + " replicas ("
            + ClusterInWords.of(cluster)
            + "), but no operator has told this pod of its peers: the backend plugin for task type "
            + taskType
            + " is not enabled, and Flyte fell back to one plain pod. Add it to"
            + " tasks.task-plugins.enabled-plugins and default-for-task-types in Flyte's"
            + " configuration, and install the training operator");
  }
}
