package org.flytekitplugins.jflyte.local;

import java.util.Map;
import org.flytekitplugins.jflyte.local.internal.attempt.AttemptFolders;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.localcluster.Program;

/** Replicas that run the command line of a container task. */
record ContainerReplicas(ContainerCommand command) implements ReplicaCommand {
  @Override
  public Map<String, String> environment() {
    return command.environment();
  }

  @Override
  public Program program(
      TrainingCluster cluster,
      TaskInputs inputs,
      AttemptFolders attempt,
      Map<String, String> environment) {
    return Program.command(command.words(inputs, attempt, environment));
  }
}
