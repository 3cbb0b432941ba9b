package org.flytekitplugins.kubeflow.requests;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.RestartPolicy;

/** What a user asks of one role, good or bad, before anything has looked at it. */
public record RoleRequest(
    int replicas, String image, Map<ResourceName, Amount> resources, RestartPolicy restartPolicy) {
  /** Asks for it, count and all. */
  public void applyTo(ReplicaSpec.Builder spec) {
    spec.replicas(replicas);
    applyBesideCountTo(spec);
  }

  /** Asks for everything but a count. */
  public void applyBesideCountTo(ReplicaSpec.Builder spec) {
    spec.image(image)
        .requests(r -> Amount.request(r, resources))
        .limits(l -> Amount.limit(l, resources))
        .restartPolicy(restartPolicy);
  }

  /** Every field of the role with something wrong in itself. */
  public Set<String> refusedFields(String role) {
    Set<String> fields =
        new HashSet<>(Amount.refusedFields(role + ".requests", role + ".limits", resources));
    if (replicas < 0) {
      fields.add(role + ".replicas");
    }
    if (image != null && RequestParts.MALFORMED_IMAGES.contains(image)) {
      fields.add(role + ".image");
    }
    return fields;
  }

  /** The role with so many replicas, in protobuf's text format. */
  public String text(int replicas) {
    StringBuilder text = new StringBuilder("replicas: " + replicas + " ");
    if (image != null) {
      text.append("image: \"" + image + "\" ");
    }
    String resourcesText = Amount.text(resources);
    if (!resourcesText.isEmpty()) {
      text.append("resources { " + resourcesText + "} ");
    }
    return text.append("restart_policy: RESTART_POLICY_" + restartPolicy + " ").toString();
  }
}
