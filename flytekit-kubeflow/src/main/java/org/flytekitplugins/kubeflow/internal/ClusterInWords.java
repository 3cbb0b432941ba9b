package org.flytekitplugins.kubeflow.internal;

import java.util.Map;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.TrainingCluster;

/** How people speak of the replicas of a job. */
public final class ClusterInWords {
  private ClusterInWords() {}

  /** What a cluster is made of: {@code 1 chief, 2 workers, 1 ps}. */
  public static String of(TrainingCluster cluster) {
    // No streams and no lambdas: each replica of each job says this when it starts.
    StringBuilder words = new StringBuilder();
    for (Map.Entry<ReplicaType, ReplicaSpec> role : cluster.replicas().entrySet()) {
      int replicas = role.getValue().replicas();
      words.append(words.length() == 0 ? "" : ", ").append(replicas).append(' ');
      words.append(counted(replicas, role.getKey()));
    }
    return words.toString();
  }

  /** The name of a role behind a number: {@code worker} after 1, else {@code workers}. */
  public static String counted(int replicas, ReplicaType type) {
    boolean isPlural = replicas != 1 && type != ReplicaType.PS;
    return isPlural ? type.lowerCaseName().concat("s") : type.lowerCaseName();
  }
}
