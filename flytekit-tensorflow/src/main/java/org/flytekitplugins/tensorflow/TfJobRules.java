package org.flytekitplugins.tensorflow;

import java.util.Map;
import java.util.function.Function;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.internal.JobRules;

/** What the roles of a TFJob must keep to together; each role has kept to its own rules before. */
final class TfJobRules {
  private final Map<ReplicaType, ReplicaSpec> replicas;
  private final Function<ReplicaType, String> countField;

  /**
   * The rules for a job.
   *
   * @param replicas the roles with at least one replica
   * @param countField the field that holds the count of a role
   */
  TfJobRules(Map<ReplicaType, ReplicaSpec> replicas, Function<ReplicaType, String> countField) {
    this.replicas = replicas;
    this.countField = countField;
  }

  void check() {
    checkWorkers();
    checkChief();
    JobRules rules = new JobRules(replicas, countField);
    rules.checkSum();
    rules.checkLeaderEnds(
        replicas.containsKey(ReplicaType.CHIEF) ? ReplicaType.CHIEF : ReplicaType.WORKER);
  }

  // Flyte: "number of workers must be greater than 0", a permanent failure.
  private void checkWorkers() {
    if (!replicas.containsKey(ReplicaType.WORKER)) {
      throw new InvalidFieldException(
          countField.apply(ReplicaType.WORKER),
          0,
          "Flyte runs no TFJob without a worker",
          "ask for 1 or more");
    }
  }

  // TensorFlow's cluster resolvers take one chief at most; nobody before them looks.
  private void checkChief() {
    ReplicaSpec chief = replicas.get(ReplicaType.CHIEF);
    if (chief != null && chief.replicas() > 1) {
      throw new InvalidFieldException(
          countField.apply(ReplicaType.CHIEF),
          chief.replicas(),
          "TensorFlow takes one chief at most",
          "ask for 1, and for more workers");
    }
  }
}
