package org.flytekitplugins.kubeflow.internal;

import java.util.Map;
import java.util.function.Function;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RestartPolicy;

/**
 * What the roles of a job of any kind must keep to together; each role has kept to its own rules
 * before.
 */
public final class JobRules {
  private final Map<ReplicaType, ReplicaSpec> replicas;
  private final Function<ReplicaType, String> countField;

  /**
   * The rules for a job.
   *
   * @param replicas the roles with at least one replica
   * @param countField the field that holds the count of a role
   */
  public JobRules(
      Map<ReplicaType, ReplicaSpec> replicas, Function<ReplicaType, String> countField) {
    this.replicas = replicas;
    this.countField = countField;
  }

  /** Who counts the replicas of a job does so in 32 bits. */
  public void checkSum() {
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

  /** The job has succeeded when its leader has ended, which one that always restarts never does. */
  public void checkLeaderEnds(ReplicaType leader) {
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

  private int count(ReplicaType type) {
    ReplicaSpec spec = replicas.get(type);
    return spec == null ? 0 : spec.replicas();
  }
}
