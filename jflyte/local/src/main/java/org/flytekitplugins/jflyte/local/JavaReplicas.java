package org.flytekitplugins.jflyte.local;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.RunnableTask;
import org.flytekitplugins.jflyte.execution.JobShape;
import org.flytekitplugins.jflyte.execution.process.LogPrefix;
import org.flytekitplugins.jflyte.local.internal.attempt.AttemptFolders;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.localcluster.Program;
import org.flytekitplugins.spi.TaskTemplateExtension;

/** Replicas that run Java code of the package, each by {@code jflyte execute}. */
record JavaReplicas(
    RunnableTask task,
    TaskTemplateExtension extension,
    LocalPackage localPackage,
    TaskSettings settings)
    implements ReplicaCommand {
  @Override
  public Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    // Here every replica has a file of its own, or its name before the line already.
    environment.put(LogPrefix.VARIABLE, "false");
    environment.putAll(extension.getEnv());
    TrainingCluster changed = settings.clusters().get(task.getName());
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
    Map<String, String> wholeEnvironment = new HashMap<>(System.getenv());
    wholeEnvironment.putAll(environment);
    List<String> jvmOptions = new ArrayList<>(settings.jvmOptions());
    jvmOptions.addAll(task.getCustomJavaToolOptions());
    return new ReplicaProgram(
            task.getName(),
            localPackage.classPath(),
            inputs.file(),
            attempt.folder(),
            attempt.previous())
        .program(ReplicaProgram.jvmOptions(cluster.size(), wholeEnvironment, jvmOptions));
  }
}
