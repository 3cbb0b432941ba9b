package org.flytekitplugins.tensorflow;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.flytekitplugins.kubeflow.CleanPodPolicy;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.tensorflow.JobRequest.Amount;
import org.flytekitplugins.tensorflow.JobRequest.Policy;
import org.flytekitplugins.tensorflow.JobRequest.Role;

/** What was asked for, with the documented defaults, as protobuf's text format writes it. */
final class MessageText {
  private MessageText() {}

  static String of(JobRequest request) {
    Map<ReplicaType, Role> roles = new TreeMap<>(request.newer());
    request
        .older()
        .forEach(
            (type, count) ->
                roles.put(type, new Role(count, null, request.perReplica(), RestartPolicy.NEVER)));
    roles.values().removeIf(role -> role.replicas() == 0);
    StringBuilder text = new StringBuilder();
    roles.forEach(
        (type, role) -> text.append(type.lowerCaseName() + "_replicas { " + textOf(role) + "}\n"));
    String policy = textOf(withDefaults(request.policy(), roles));
    return text.append(policy.isEmpty() ? "" : "run_policy { " + policy + "}\n").toString();
  }

  private static Policy withDefaults(Policy policy, Map<ReplicaType, Role> roles) {
    boolean severalReplicas =
        roles.size() > 1 || roles.values().stream().anyMatch(role -> role.replicas() > 1);
    boolean restarts =
        roles.values().stream().anyMatch(role -> role.restartPolicy() != RestartPolicy.NEVER);
    return new Policy(
        policy.cleanPodPolicy() == null && severalReplicas
            ? CleanPodPolicy.RUNNING
            : policy.cleanPodPolicy(),
        policy.ttl(),
        policy.deadline(),
        policy.backoffLimit() == null && restarts ? Integer.valueOf(3) : policy.backoffLimit());
  }

  private static String textOf(Role role) {
    StringBuilder text = new StringBuilder("replicas: " + role.replicas() + " ");
    if (role.image() != null) {
      text.append("image: \"" + role.image() + "\" ");
    }
    String resources =
        entries("requests", role.resources(), Amount::request)
            + entries("limits", role.resources(), Amount::limit);
    if (!resources.isEmpty()) {
      text.append("resources { " + resources + "} ");
    }
    return text.append("restart_policy: RESTART_POLICY_" + role.restartPolicy() + " ").toString();
  }

  private static String entries(
      String list, Map<ResourceName, Amount> resources, Function<Amount, String> half) {
    List<String> entries = new ArrayList<>();
    new EnumMap<>(resources)
        .forEach(
            (name, amount) -> {
              String value = half.apply(amount);
              if (value != null) {
                entries.add(list + " { name: " + name + " value: \"" + value + "\" } ");
              }
            });
    return String.join("", entries);
  }

  private static String textOf(Policy policy) {
    StringBuilder text = new StringBuilder();
    if (policy.cleanPodPolicy() != null) {
      text.append("clean_pod_policy: CLEANPOD_POLICY_" + policy.cleanPodPolicy() + " ");
    }
    if (policy.ttl() != null) {
      text.append("ttl_seconds_after_finished: " + policy.ttl().toSeconds() + " ");
    }
    if (policy.deadline() != null) {
      text.append("active_deadline_seconds: " + policy.deadline().toSeconds() + " ");
    }
    if (policy.backoffLimit() != null) {
      text.append("backoff_limit: " + policy.backoffLimit() + " ");
    }
    return text.toString();
  }
}
