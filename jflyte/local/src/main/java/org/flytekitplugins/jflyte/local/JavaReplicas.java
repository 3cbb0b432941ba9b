package org.flytekitplugins.jflyte.local;

import java.util.Map;
import org.flytekitplugins.jflyte.execution.JobShape;
import org.flytekitplugins.jflyte.local.internal.attempt.AttemptFolders;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.localcluster.Program;

/** Replicas that run Java code of the package, each by {@code jflyte execute}. */
record JavaReplicas(JavaProgram java) implements ReplicaCommand {
  @Override
  public Map<String, String> environment() {
    Map<String, String> environment = java.environment();
    TrainingCluster changed = java.settings().clusters().get(java.task().getName());
    if (changed != null) {
      environment.put(JobShape.VARIABLE, JobShape.write(changed));
    }
    return environment;
  }

  @Override
  public Program program(
      TrainingCluster cluster,
      TaskInputs inputs,
      AttemptFolders attempt,
      Map<String, String> environment) {
    return java.program(cluster.size(), inputs, attempt, environment);
  }
}
