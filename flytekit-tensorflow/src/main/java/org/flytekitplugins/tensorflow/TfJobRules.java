package org.flytekitplugins.tensorflow;

import java.util.Map;
import java.util.function.Function;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RestartPolicy;

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
    checkSum();
    checkLeaderEnds();
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

  // Who counts the replicas of a job does so in 32 bits.
  private void checkSum() {
    long sum = 0;
    ReplicaType largest = ReplicaType.WORKER;
    for (Map.Entry<ReplicaType, ReplicaSpec> role : replicas.entrySet()) {
      sum += role.getValue().replicas();
      if (role.getValue().replicas() > count(largest)) {
        largest = role.getKey();
      }
    }
    if (sum > Integer.MAX_VALUE) {
      throw new InvalidFieldException(
          countField.apply(largest),
          count(largest),
          "that makes " + sum + " replicas in all, and a job has at most " + Integer.MAX_VALUE,
          "ask for fewer");
    }
  }

  private int count(ReplicaType type) {
    ReplicaSpec spec = replicas.get(type);
    return spec == null ? 0 : spec.replicas();
  }

  // The job has succeeded when its leader has ended, which this leader never does.
  private void checkLeaderEnds() {
    ReplicaType leader =
        replicas.containsKey(ReplicaType.CHIEF) ? ReplicaType.CHIEF : ReplicaType.WORKER;
    ReplicaSpec spec = replicas.get(leader);
    if (spec != null && spec.restartPolicy() == RestartPolicy.ALWAYS) {
      throw new InvalidFieldException(
          leader.lowerCaseName() + ".restartPolicy",
          RestartPolicy.ALWAYS,
          leader.lowerCaseName()
              + "-0 leads the job, and a job whose leader always restarts never succeeds",
          "use ON_FAILURE or NEVER");
    }
  }
}
