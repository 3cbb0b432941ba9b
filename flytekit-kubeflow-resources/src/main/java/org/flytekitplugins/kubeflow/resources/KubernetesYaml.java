package org.flytekitplugins.kubeflow.resources;

import io.fabric8.kubernetes.api.model.KubernetesResource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Writes Kubernetes resources as YAML. Equal resources give equal bytes: keys are in the order of
 * their letters, and a text is without quotes only where no version of YAML could take it for
 * anything else.
 */
public final class KubernetesYaml {
  private KubernetesYaml() {}

  /** One resource. */
  public static String write(KubernetesResource resource) {
    return YamlText.write(KubernetesModel.plain(resource));
  }

  /** Resources, a document each. */
  public static String write(Collection<? extends KubernetesResource> resources) {
    List<Map<String, Object>> documents = new ArrayList<>();
    resources.forEach(resource -> documents.add(KubernetesModel.plain(resource)));
    return YamlText.write(documents);
  }
}
