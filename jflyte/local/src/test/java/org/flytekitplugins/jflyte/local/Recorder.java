package org.flytekitplugins.jflyte.local;

import java.util.ArrayList;
import java.util.List;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.internal.ClusterInWords;
import org.flytekitplugins.localcluster.JobListener;

/** Writes down what an execution tells. */
final class Recorder implements LocalExecutionListener {
  final List<String> events = new ArrayList<>();

  @Override
  public void changed(NodeStatus node) {
    if (node.state() != NodeState.PENDING) {
      events.add(node.name() + " " + node.kind() + " " + node.state());
    }
  }

  @Override
  public void retrying(NodeStatus node, String failure) {
    events.add(node.name() + " attempt " + node.attempt() + ": " + failure);
  }

  @Override
  public List<JobListener> jobListeners(NodeStatus node, TrainingCluster cluster) {
    events.add(node.name() + " cluster of " + ClusterInWords.of(cluster));
    return List.of();
  }
}
