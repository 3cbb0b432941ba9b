package org.flytekitplugins.jflyte.local;

import java.util.Map;
import org.flytekitplugins.jflyte.local.internal.attempt.AttemptFolders;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.localcluster.Program;

/** What the replicas of a training task run. */
interface ReplicaCommand {
  /** What the task's pods find in their environment, whatever the attempt. */
  Map<String, String> environment();

  /**
   * What every replica of one attempt runs.
   *
   * @param environment what the replicas find in their environment besides that of this process
   */
  Program program(
      TrainingCluster cluster,
      TaskInputs inputs,
      AttemptFolders attempt,
      Map<String, String> environment);
}
