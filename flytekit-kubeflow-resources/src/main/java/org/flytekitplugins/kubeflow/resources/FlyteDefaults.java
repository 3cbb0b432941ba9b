package org.flytekitplugins.kubeflow.resources;

import java.util.Map;

/** What Flyte's plugin of stock configuration adds to every pod template. */
final class FlyteDefaults {
  /** The label that names the execution. */
  static final String EXECUTION = "execution-id";

  private static final String SAFE_TO_EVICT = "cluster-autoscaler.kubernetes.io/safe-to-evict";
  private static final String SERVICE_ACCOUNT = "default";

  private FlyteDefaults() {}

  /** A variable that holds the name of the pod. */
  static Map<String, Object> podName(String variable) {
    Map<String, Object> podName = PlainObject.of("name", variable);
    Map<String, Object> from = PlainObject.object(podName, "valueFrom");
    PlainObject.object(from, "fieldRef").put("fieldPath", "metadata.name");
    return podName;
  }

  /** Passes over what the plugin adds to the metadata of pods. */
  static void ignoreIn(FieldReader metadata) {
    FieldReader labels = metadata.object("labels");
    if (labels != null) {
      labels.ignore(EXECUTION);
    }
    FieldReader annotations = metadata.object("annotations");
    if (annotations != null) {
      annotations.ignoreIf(SAFE_TO_EVICT, "false");
    }
  }

  /** Passes over what the plugin adds to pods, and over what the operator replaces. */
  static void ignoreInPod(FieldReader pod) {
    pod.ignore("restartPolicy");
    pod.ignoreIf("serviceAccountName", SERVICE_ACCOUNT);
  }

  /** Adds it to a pod template and to the container that trains, where these do not say it. */
  static void apply(Map<String, Object> template, Map<String, Object> container) {
    Map<String, Object> metadata = PlainObject.object(template, "metadata");
    PlainObject.object(metadata, "annotations").putIfAbsent(SAFE_TO_EVICT, "false");
    Map<String, Object> pod = PlainObject.object(template, "spec");
    pod.putIfAbsent("affinity", Map.of());
    pod.putIfAbsent("restartPolicy", "Never");
    pod.putIfAbsent("serviceAccountName", SERVICE_ACCOUNT);
    container.putIfAbsent("terminationMessagePolicy", "FallbackToLogsOnError");
  }
}
