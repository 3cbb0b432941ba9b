package org.flytekitplugins.localcluster;

import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.TrainingCluster;

/** The operator of TFJobs. */
final class TfJobOperator implements TrainingOperator {
  private final TfJobRules rules;

  TfJobOperator(String namespace, String name, TrainingCluster cluster) {
    rules = new TfJobRules(namespace, name, cluster);
  }

  @Override
  public Map<String, String> variables(Replica replica, SortedMap<Replica, String> addresses) {
    return addresses.size() == 1
        ? Map.of()
        : Map.of(TfConfigWriter.VARIABLE, TfConfigWriter.write(replica, addresses));
  }

  @Override
  public JobStatus created() {
    return rules.created();
  }

  @Override
  public Reconciliation reconcile(JobStatus status, Map<Replica, PodStatus> pods, Duration active) {
    return rules.reconcile(status, pods, active);
  }
}
