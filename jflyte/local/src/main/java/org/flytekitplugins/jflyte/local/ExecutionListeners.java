package org.flytekitplugins.jflyte.local;

import java.util.ArrayList;
import java.util.List;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.localcluster.JobListener;

/** Several listeners as one. */
record ExecutionListeners(List<LocalExecutionListener> all) implements LocalExecutionListener {
  @Override
  public void changed(NodeStatus node) {
    all.forEach(listener -> listener.changed(node));
  }

  @Override
  public void retrying(NodeStatus node, String failure) {
    all.forEach(listener -> listener.retrying(node, failure));
  }

  @Override
  public List<JobListener> jobListeners(NodeStatus node, TrainingCluster cluster) {
    List<JobListener> listeners = new ArrayList<>();
    all.forEach(listener -> listeners.addAll(listener.jobListeners(node, cluster)));
    return listeners;
  }
}
