package org.flytekitplugins.kubeflow.resources;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What to do in Flyte about fields of a resource that it has no place for, by their names. */
final class Remedies {
  // Their names have dots.
  private static final Pattern METADATA = Pattern.compile("\\.metadata\\.(labels|annotations)\\.");

  private static final String POD_TEMPLATE =
      "put it into a pod template that the task names (getPodTemplateName), for all roles alike";
  private static final String QUEUE =
      "queues, gangs and priorities are the cluster's own in Flyte; " + POD_TEMPLATE;

  private static final Map<String, String> BY_FIELD =
      Map.ofEntries(
          Map.entry(
              "successPolicy",
              "the job ends with its primary; let that one wait for the workers before it returns"),
          Map.entry(
              "enableDynamicWorker",
              "the number of workers is fixed while an attempt runs; leave it"),
          Map.entry("schedulingPolicy", QUEUE),
          Map.entry("suspend", "an execution is not suspended, but started when it is to run"),
          Map.entry("managedBy", "Flyte hands every job to the training operator; leave it"),
          Map.entry(
              "nodeSelector",
              "for a GPU of some kind the task says getAccelerator; for anything else, "
                  + POD_TEMPLATE),
          Map.entry(
              "tolerations",
              "for spot nodes the task says getInterruptible, for GPUs getAccelerator; for anything"
                  + " else, "
                  + POD_TEMPLATE),
          Map.entry("affinity", POD_TEMPLATE),
          Map.entry("volumes", POD_TEMPLATE),
          Map.entry("initContainers", "do it in run(), or " + POD_TEMPLATE),
          Map.entry("serviceAccountName", "a launch plan or an execution says as whom it runs"),
          Map.entry("schedulerName", QUEUE),
          Map.entry("priorityClassName", QUEUE),
          Map.entry("labels", "a launch plan says the labels of an execution, which all pods have"),
          Map.entry(
              "annotations",
              "a launch plan says the annotations of an execution, which all pods have"),
          Map.entry("envFrom", "write variables into getEnv, and secrets into getSecrets"),
          Map.entry(
              "ports", "pods have the operator's port only; listen there, or " + POD_TEMPLATE),
          Map.entry("lifecycle", "do it in run() and in a shutdown hook"),
          Map.entry("workingDir", "start from the image's own folder, or change it in the image"));

  static final String SIDECAR =
      "a sidecar keeps a pod from ending; do it in run(), or " + POD_TEMPLATE;
  static final String SHARED_MEMORY = "the task says getSharedMemory";
  static final String SECRET = "the task says getSecrets";
  static final String DATA =
      "read and write through the task's inputs and outputs, or " + POD_TEMPLATE;
  static final String CONTEXT = "TrainingContext says it";
  static final String VALUE = "write the value itself into getEnv";
  static final String OPERATOR = "the operator sets this variable; leave it";
  static final String ALIKE =
      "all replicas have the same; let the code branch on TrainingContext.type()";
  static final String EXIT_CODE =
      "a role restarts after every failure, or never; ON_FAILURE is taken, and what must not be tried"
          + " again is told by the exception that is thrown";
  static final String ZERO = "Flyte takes 0 for unset; use 1 or more, or leave it out";
  static final String CHIEF = "Flyte calls this role chief, and so does the job";
  static final String DOCUMENT = "create it beside Flyte, as before";
  static final String RESOURCE =
      "a role asks for cpu, memory, GPUs and ephemeral storage; for anything else, " + POD_TEMPLATE;

  private Remedies() {}

  static String of(String field) {
    Matcher metadata = METADATA.matcher(field);
    if (metadata.find()) {
      return of(metadata.group(1));
    }
    return BY_FIELD.getOrDefault(field.substring(field.lastIndexOf('.') + 1), POD_TEMPLATE);
  }
}
