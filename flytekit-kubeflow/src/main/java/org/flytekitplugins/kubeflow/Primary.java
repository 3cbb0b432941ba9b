package org.flytekitplugins.kubeflow;

import java.util.List;

/** Which role leads a job: the first of these that has a replica. */
final class Primary {
  static final List<ReplicaType> ORDER =
      List.of(ReplicaType.CHIEF, ReplicaType.MASTER, ReplicaType.WORKER);

  private Primary() {}
}
