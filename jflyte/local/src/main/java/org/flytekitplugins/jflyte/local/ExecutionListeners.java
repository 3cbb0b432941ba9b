package org.flytekitplugins.jflyte.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.localcluster.JobListener;

/** Several listeners as one. */
record ExecutionListeners(List<LocalExecutionListener> all) implements LocalExecutionListener {
  @Override
  public void changed(NodeStatus node) {
    all.forEach(listener -> listener.changed(node));
  }

  @Override
  public void started(NodeStatus node, Map<String, Literal> inputs) {
    all.forEach(listener -> listener.started(node, inputs));
  }

  @Override
  public void succeeded(NodeStatus node, Map<String, Literal> outputs) {
    all.forEach(listener -> listener.succeeded(node, outputs));
  }

  @Override
  public void attemptFailed(NodeStatus node, AttemptFailure failure) {
    all.forEach(listener -> listener.attemptFailed(node, failure));
  }

  @Override
  public void retrying(NodeStatus node, String failure) {
    all.forEach(listener -> listener.retrying(node, failure));
  }

  @Override
  public void trainingStarted(NodeStatus node, TrainingAttempt attempt) {
    all.forEach(listener -> listener.trainingStarted(node, attempt));
  }

  @Override
  public List<JobListener> jobListeners(NodeStatus node, TrainingCluster cluster) {
    List<JobListener> listeners = new ArrayList<>();
    all.forEach(listener -> listeners.addAll(listener.jobListeners(node, cluster)));
    return listeners;
  }
}
