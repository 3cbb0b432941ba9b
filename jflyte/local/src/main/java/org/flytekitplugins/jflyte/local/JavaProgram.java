package org.flytekitplugins.jflyte.local;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.RunnableTask;
import org.flytekitplugins.jflyte.execution.process.LogPrefix;
import org.flytekitplugins.jflyte.local.internal.attempt.AttemptFolders;
import org.flytekitplugins.localcluster.Program;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.jspecify.annotations.Nullable;

/** A process that runs Java code of the package by {@code jflyte execute}, in place of a pod. */
record JavaProgram(
    RunnableTask task,
    @Nullable TaskTemplateExtension extension,
    LocalPackage localPackage,
    TaskSettings settings) {
  /** The variables that are set for it: a map of the caller's own. */
  Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    // Here every process has a file of its own, or its name before the line already.
    environment.put(LogPrefix.VARIABLE, "false");
    if (extension != null) {
      environment.putAll(extension.getEnv());
    }
    return environment;
  }

  /**
   * The program.
   *
   * @param replicas how many of them share the machine
   * @param environment what is set beside the variables of this process
   */
  Program program(
      int replicas, TaskInputs inputs, AttemptFolders attempt, Map<String, String> environment) {
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
        .program(ReplicaProgram.jvmOptions(replicas, wholeEnvironment, jvmOptions));
  }
}
