package org.flytekitplugins.jflyte.execution;

import java.util.Map;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.TrainingCluster;

/**
 * Flyte has run a training job of several replicas as one plain pod, because it has no plugin for
 * the task's type: it falls back without a word.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flytepropeller/pkg/controller/nodes/task/handler.go">ResolvePlugin</a>
 */
final class PluginNotEnabledException extends RuntimeException {
  static final String CODE = "USER:PluginNotEnabled";

  private static final long serialVersionUID = 1;

  PluginNotEnabledException(String task, String taskType, TrainingCluster cluster) {
    super(
        "task "
            + task
            + " is a "
            + taskType
            + " job of "
            + cluster.size()
            + " replicas ("
            + shape(cluster)
            + "), but no operator has told this pod of its peers: the backend plugin for task type "
            + taskType
            + " is not enabled, and Flyte fell back to one plain pod. Add it to"
            + " tasks.task-plugins.enabled-plugins and default-for-task-types in Flyte's"
            + " configuration, and install the training operator");
  }

  private static String shape(TrainingCluster cluster) {
    StringBuilder shape = new StringBuilder();
    for (Map.Entry<ReplicaType, ReplicaSpec> role : cluster.replicas().entrySet()) {
      shape
          .append(shape.length() == 0 ? "" : ", ")
          .append(role.getKey().lowerCaseName())
          .append(' ')
          .append(role.getValue().replicas());
    }
    return shape.toString();
  }
}
