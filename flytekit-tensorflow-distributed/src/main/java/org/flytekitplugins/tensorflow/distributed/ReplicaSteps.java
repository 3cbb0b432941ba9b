package org.flytekitplugins.tensorflow.distributed;

import java.util.SortedMap;
import org.flytekitplugins.kubeflow.Replica;

/** How many steps each replica has done, whoever counts them. */
interface ReplicaSteps {
  /**
   * The steps of each replica.
   *
   * @param step the step of the job
   */
  SortedMap<Replica, Long> read(TrainingSession session, long step);
}
