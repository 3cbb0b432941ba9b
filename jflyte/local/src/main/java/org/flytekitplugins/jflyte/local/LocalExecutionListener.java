package org.flytekitplugins.jflyte.local;

import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.localcluster.JobListener;

/**
 * Is told what happens to an execution on this machine, by the thread that runs it, which waits.
 */
public interface LocalExecutionListener {
  /** A node is known now, or came into another state. */
  default void changed(NodeStatus node) {}

  /** A node has begun, with these inputs. */
  default void started(NodeStatus node, Map<String, Literal> inputs) {}

  /** A node has ended well, with these outputs. */
  default void succeeded(NodeStatus node, Map<String, Literal> outputs) {}

  /** An attempt of a node has failed, whether or not another follows. */
  default void attemptFailed(NodeStatus node, AttemptFailure failure) {}

  /**
   * An attempt of a node has failed and another follows.
   *
   * @param failure why it failed, in one sentence
   */
  default void retrying(NodeStatus node, String failure) {}

  /**
   * An attempt of a training task is about to start as a cluster.
   *
   * @param attempt says at any time, from any thread, what has happened until then
   */
  default void trainingStarted(NodeStatus node, TrainingAttempt attempt) {}

  /** A training task is about to start as a cluster; whoever is returned is told what happens. */
  default List<JobListener> jobListeners(NodeStatus node, TrainingCluster cluster) {
    return List.of();
  }
}
