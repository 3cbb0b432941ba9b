package org.flytekitplugins.examples.command;

import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.localcluster.Fault;
import org.flytekitplugins.localcluster.FaultPlan;

/** Refuses faults that would not happen to the training of digits. */
final class DigitsFaults {
  private DigitsFaults() {}

  /**
   * Checks faults.
   *
   * @throws IllegalArgumentException if a fault names a replica that is not there, a step of a
   *     parameter server, or a step that the training does not have
   */
  static void check(TrainingCluster cluster, FaultPlan faults, int steps) {
    for (Fault fault : faults.faults()) {
      Replica replica = fault.replica();
      Long step = fault.step();
      if (replica.index() >= cluster.size(replica.type())) {
        throw refused(fault, "the job has no " + replica, "name a replica that it has");
      }
      if (step != null && replica.type() == ReplicaType.PS) {
        throw refused(
            fault, "a parameter server reports no steps", "say when, as in " + replica + "@5s");
      }
      if (step != null && step > steps) {
        throw refused(fault, "the training has " + steps + " steps", "name an earlier one");
      }
    }
  }

  private static IllegalArgumentException refused(Fault fault, String rule, String remedy) {
    return new IllegalArgumentException("kill is \"" + fault + "\", but " + rule + ": " + remedy);
  }
}
