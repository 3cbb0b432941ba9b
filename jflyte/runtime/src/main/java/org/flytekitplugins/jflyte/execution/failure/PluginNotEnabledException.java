package org.flytekitplugins.jflyte.execution.failure;

import org.flytekitplugins.jflyte.Flyte;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.internal.ClusterInWords;

/**
 * Flyte has run a training job of several replicas as one plain pod. Flyte 1 falls back to that
 * without a word where it has no plugin for the task's type. Flyte 2 has the plugins, and goes by
 * the type under which somebody has deployed the task.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flytepropeller/pkg/controller/nodes/task/handler.go">ResolvePlugin</a>
 */
public final class PluginNotEnabledException extends RuntimeException {
  static final String CODE = "USER:PluginNotEnabled";

  private static final long serialVersionUID = 1;

  /** Of a task whose job should have been this cluster. */
  public PluginNotEnabledException(
      String task, String taskType, TrainingCluster cluster, Flyte flyte) {
    super(
        "task "
            + task
            + " is a "
            + taskType
            + " job of "
            + cluster.size()
            + " replicas ("
            + ClusterInWords.of(cluster)
            + ")"
            + (flyte == Flyte.TWO ? otherType(taskType) : noPlugin(taskType)));
  }

  private static String noPlugin(String taskType) {
    return ", but no operator has told this pod of its peers: the backend plugin for task type "
        + taskType
        + " is not enabled, and Flyte fell back to one plain pod. Add it to"
        + " tasks.task-plugins.enabled-plugins and default-for-task-types in Flyte's"
        + " configuration, and install the training operator";
  }

  private static String otherType(String taskType) {
    return ", but no operator has told this pod of its peers: Flyte 2 runs task type "
        + taskType
        + " as a job, so this version of the task was deployed under another type. Register it with"
        + " jflyte register under a new version, and start that";
  }
}
