package org.flytekitplugins.tensorflow;

import static org.flytekitplugins.kubeflow.ReplicaType.CHIEF;
import static org.flytekitplugins.kubeflow.ReplicaType.EVALUATOR;
import static org.flytekitplugins.kubeflow.ReplicaType.PS;
import static org.flytekitplugins.kubeflow.ReplicaType.WORKER;
import static org.flytekitplugins.kubeflow.RestartPolicy.ALWAYS;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.requests.Amount;
import org.flytekitplugins.kubeflow.requests.RoleRequest;

/** The rules of a TFJob once more, as a user would check them with a finger on each field. */
final class RefusedFields {
  private static final Map<ReplicaType, String> OLDER =
      Map.of(
          CHIEF, "numChiefReplicas",
          WORKER, "numWorkers",
          PS, "numPsReplicas",
          EVALUATOR, "numEvaluatorReplicas");

  private final JobRequest request;
  private final Set<String> fields = new HashSet<>();

  private RefusedFields(JobRequest request) {
    this.request = request;
  }

  /** Every field with something wrong: a refusal names one of them. */
  static Set<String> of(JobRequest request) {
    RefusedFields refused = new RefusedFields(request);
    request
        .newer()
        .forEach((type, role) -> refused.fields.addAll(role.refusedFields(type.lowerCaseName())));
    request.older().forEach(refused::checkCount);
    refused.fields.addAll(
        Amount.refusedFields("perReplicaRequests", "perReplicaLimits", request.perReplica()));
    refused.checkPerReplicaIsUsed();
    refused.checkTogether();
    refused.fields.addAll(request.policy().refusedFields());
    return refused.fields;
  }

  private void checkCount(ReplicaType type, int count) {
    refuseIf(count < 0 || request.newer().containsKey(type), OLDER.get(type));
  }

  private void checkPerReplicaIsUsed() {
    if (request.older().isEmpty()) {
      for (Amount amount : request.perReplica().values()) {
        refuseIf(amount.request() != null, "perReplicaRequests");
        refuseIf(amount.limit() != null, "perReplicaLimits");
      }
    }
  }

  private void checkTogether() {
    refuseIf(count(WORKER) == 0, countField(WORKER));
    refuseIf(count(CHIEF) > 1, countField(CHIEF));
    long sum = 0;
    for (ReplicaType type : OLDER.keySet()) {
      sum += Math.max(0, count(type));
    }
    for (ReplicaType type : OLDER.keySet()) {
      refuseIf(sum > Integer.MAX_VALUE && count(type) > 0, countField(type));
    }
    ReplicaType leader = count(CHIEF) > 0 ? CHIEF : WORKER;
    RoleRequest role = request.newer().get(leader);
    refuseIf(
        role != null && role.restartPolicy() == ALWAYS, leader.lowerCaseName() + ".restartPolicy");
  }

  private int count(ReplicaType type) {
    RoleRequest role = request.newer().get(type);
    return role != null ? role.replicas() : request.older().getOrDefault(type, 0);
  }

  private String countField(ReplicaType type) {
    return request.older().containsKey(type) ? OLDER.get(type) : type.lowerCaseName() + ".replicas";
  }

  private void refuseIf(boolean wrong, String field) {
    if (wrong) {
      fields.add(field);
    }
  }
}
