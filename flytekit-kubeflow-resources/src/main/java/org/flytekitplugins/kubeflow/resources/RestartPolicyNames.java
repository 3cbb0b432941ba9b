package org.flytekitplugins.kubeflow.resources;

import org.flytekitplugins.kubeflow.RestartPolicy;

/** Restart policies as the operator's resources and the pods name them. */
final class RestartPolicyNames {
  private RestartPolicyNames() {}

  static String of(RestartPolicy policy) {
    switch (policy) {
      case NEVER:
        return "Never";
      case ON_FAILURE:
        return "OnFailure";
      case ALWAYS:
        return "Always";
    }
    throw new IllegalArgumentException(policy.name());
  }
}
