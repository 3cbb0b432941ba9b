package org.flytekitplugins.tensorflow;

import java.util.Map;
import java.util.TreeMap;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.kubeflow.requests.RoleRequest;

/** What was asked for, with the documented defaults, as protobuf's text format writes it. */
final class MessageText {
  private MessageText() {}

  static String of(JobRequest request) {
    Map<ReplicaType, RoleRequest> roles = new TreeMap<>(request.newer());
    request
        .older()
        .forEach(
            (type, count) ->
                roles.put(
                    type, new RoleRequest(count, null, request.perReplica(), RestartPolicy.NEVER)));
    roles.values().removeIf(role -> role.replicas() == 0);
    StringBuilder text = new StringBuilder();
    roles.forEach(
        (type, role) ->
            text.append(
                type.lowerCaseName() + "_replicas { " + role.text(role.replicas()) + "}\n"));
    boolean severalReplicas =
        roles.size() > 1 || roles.values().stream().anyMatch(role -> role.replicas() > 1);
    boolean restarts =
        roles.values().stream().anyMatch(role -> role.restartPolicy() != RestartPolicy.NEVER);
    return text.append(request.policy().text(severalReplicas, restarts)).toString();
  }
}
