package org.flytekitplugins.kubeflow;

import java.util.Map;

/**
 * Where registrars find the project, domain and version of a package. flytekit-java 0.4.35 reads
 * {@code FLYTE_INTERNAL_*}, later versions {@code FLYTE_INTERNAL_TASK_*}.
 */
final class RegistrarVariables {
  private RegistrarVariables() {}

  static String project(Map<String, String> env) {
    return variable(env, "PROJECT");
  }

  static String domain(Map<String, String> env) {
    return variable(env, "DOMAIN");
  }

  static String version(Map<String, String> env) {
    return variable(env, "VERSION");
  }

  private static String variable(Map<String, String> env, String field) {
    String name = "FLYTE_INTERNAL_" + field;
    String newerName = "FLYTE_INTERNAL_TASK_" + field;
    String value = env.getOrDefault(name, env.get(newerName));
    if (value == null) {
      throw new IllegalArgumentException(
          "neither " + name + " nor " + newerName + " is in the environment: set one of them");
    }
    return value;
  }
}
