package org.flytekitplugins.jflyte.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.localcluster.FaultPlan;
import org.flytekitplugins.localcluster.LogOutput;

/**
 * How tasks are run.
 *
 * @param singleProcess whether training tasks run alone, and not as clusters
 * @param separateProcesses whether plain tasks run in processes of their own, and not in this one
 * @param restartDelayScale what the kubelet's waits before restarts of replicas are multiplied by
 * @param replacements what runs in place of a task, by the task's name
 * @param clusters the shape of a training task's cluster, by the task's name, where it is not the
 *     task's own
 * @param faults what goes wrong in a training task's first attempt, by the task's name
 * @param containerPrograms what a container task runs in place of what its container starts, by the
 *     task's name
 * @param jvmOptions options of every replica's JVM
 * @param environment what replicas and containers find in their environment besides that of this
 *     process
 * @param logs where the lines of replicas and containers are shown
 */
record TaskSettings(
    boolean singleProcess,
    boolean separateProcesses,
    double restartDelayScale,
    Map<String, TaskReplacement> replacements,
    Map<String, TrainingCluster> clusters,
    Map<String, FaultPlan> faults,
    Map<String, Path> containerPrograms,
    List<String> jvmOptions,
    Map<String, String> environment,
    LogOutput logs) {
  TaskSettings {
    replacements = Map.copyOf(replacements);
    clusters = Map.copyOf(clusters);
    faults = Map.copyOf(faults);
    containerPrograms = Map.copyOf(containerPrograms);
    jvmOptions = List.copyOf(jvmOptions);
    environment = Map.copyOf(environment);
  }
}
