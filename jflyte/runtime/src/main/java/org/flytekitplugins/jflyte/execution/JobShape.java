package org.flytekitplugins.jflyte.execution;

import java.util.EnumMap;
import java.util.Map;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;

/**
 * Tells replicas on a developer's machine that their job is of another shape than the task's own:
 * how many replicas each role has, what restarts them, and how often. On a cluster nobody sets the
 * variable.
 */
public final class JobShape {
  /** The environment variable, for example {@code worker=3:ON_FAILURE,ps=2:NEVER;10}. */
  public static final String VARIABLE = "JFLYTE_LOCAL_JOB";

  private JobShape() {}

  /** The variable's value for a cluster. */
  public static String write(TrainingCluster cluster) {
    StringBuilder text = new StringBuilder();
    cluster
        .replicas()
        .forEach(
            (type, spec) ->
                text.append(text.length() == 0 ? "" : ",")
                    .append(type.name())
                    .append('=')
                    .append(spec.replicas())
                    .append(':')
                    .append(spec.restartPolicy().name()));
    Integer limit = cluster.runPolicy().backoffLimit();
    return text.append(';').append(limit == null ? "" : limit).toString();
  }

  /** A task's own cluster, or what the variable says instead. */
  static TrainingCluster of(TrainingCluster own, Map<String, String> environment) {
    String text = environment.get(VARIABLE);
    if (text == null || text.isEmpty()) {
      return own;
    }
    int semicolon = text.indexOf(';');
    Map<ReplicaType, ReplicaSpec> replicas = new EnumMap<>(ReplicaType.class);
    for (String role : text.substring(0, semicolon).split(",", -1)) {
      int equals = role.indexOf('=');
      int colon = role.indexOf(':');
      replicas.put(
          ReplicaType.valueOf(role.substring(0, equals)),
          ReplicaSpec.builder()
              .replicas(Integer.parseInt(role.substring(equals + 1, colon)))
              .restartPolicy(RestartPolicy.valueOf(role.substring(colon + 1)))
              .build());
    }
    String limit = text.substring(semicolon + 1);
    RunPolicy policy =
        own.runPolicy().toBuilder()
            .backoffLimit(limit.isEmpty() ? null : Integer.valueOf(limit))
            .build();
    return own.withReplicas(replicas).withRunPolicy(policy);
  }
}
