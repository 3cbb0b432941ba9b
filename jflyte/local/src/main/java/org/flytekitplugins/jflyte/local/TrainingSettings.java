package org.flytekitplugins.jflyte.local;

import java.util.List;
import java.util.Map;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.localcluster.FaultPlan;
import org.flytekitplugins.localcluster.LogOutput;

/**
 * How training tasks are run as clusters.
 *
 * @param clusters the shape of a task's cluster, by the task's name, where it is not the task's own
 * @param faults what goes wrong in a task's first attempt, by the task's name
 * @param jvmOptions options of every replica's JVM
 * @param environment what replicas find in their environment besides that of this process
 * @param logs where the replicas' lines are shown
 */
record TrainingSettings(
    Map<String, TrainingCluster> clusters,
    Map<String, FaultPlan> faults,
    List<String> jvmOptions,
    Map<String, String> environment,
    LogOutput logs) {
  TrainingSettings {
    clusters = Map.copyOf(clusters);
    faults = Map.copyOf(faults);
    jvmOptions = List.copyOf(jvmOptions);
    environment = Map.copyOf(environment);
  }
}
