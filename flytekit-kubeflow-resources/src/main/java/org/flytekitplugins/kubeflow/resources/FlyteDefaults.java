package org.flytekitplugins.kubeflow.resources;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;

/** What Flyte's plugin of stock configuration adds to every pod template. */
final class FlyteDefaults {
  /** The label that names the execution. */
  static final String EXECUTION = "execution-id";

  private static final String SAFE_TO_EVICT = "cluster-autoscaler.kubernetes.io/safe-to-evict";
  private static final String SERVICE_ACCOUNT = "default";

  private FlyteDefaults() {}

  /** A variable that holds the name of the pod. */
  static EnvVar podName(String variable) {
    return new EnvVarBuilder()
        .withName(variable)
        .withNewValueFrom()
        .withNewFieldRef()
        .withFieldPath("metadata.name")
        .endFieldRef()
        .endValueFrom()
        .build();
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

  /** Adds it. */
  static void apply(PodTemplateSpecBuilder template) {
    template
        .editOrNewMetadata()
        .addToAnnotations(SAFE_TO_EVICT, "false")
        .endMetadata()
        .editSpec()
        .withAffinity(new Affinity())
        .withRestartPolicy("Never")
        .withServiceAccountName(SERVICE_ACCOUNT)
        .editFirstContainer()
        .withTerminationMessagePolicy("FallbackToLogsOnError")
        .endContainer()
        .endSpec();
  }
}
