package org.flytekitplugins.kubeflow.internal;

import java.util.ArrayList;
import java.util.List;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.TrainingCluster;

/** The replicas of a cluster by name, where the cluster counts them by role. */
public final class Replicas {
  private Replicas() {}

  /** By role, then by index. */
  public static List<Replica> of(TrainingCluster cluster) {
    List<Replica> replicas = new ArrayList<>();
    cluster
        .replicas()
        .forEach(
            (type, spec) -> {
              for (int index = 0; index < spec.replicas(); index++) {
                replicas.add(Replica.of(type, index));
              }
            });
    return replicas;
  }
}
