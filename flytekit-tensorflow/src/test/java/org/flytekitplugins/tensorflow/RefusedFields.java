package org.flytekitplugins.tensorflow;

import static org.flytekitplugins.kubeflow.ReplicaType.CHIEF;
import static org.flytekitplugins.kubeflow.ReplicaType.EVALUATOR;
import static org.flytekitplugins.kubeflow.ReplicaType.PS;
import static org.flytekitplugins.kubeflow.ReplicaType.WORKER;
import static org.flytekitplugins.kubeflow.RestartPolicy.ALWAYS;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.tensorflow.JobRequest.Amount;
import org.flytekitplugins.tensorflow.JobRequest.Half;
import org.flytekitplugins.tensorflow.JobRequest.Policy;
import org.flytekitplugins.tensorflow.JobRequest.Role;

/** The rules of a TFJob once more, as a user would check them with a finger on each field. */
final class RefusedFields {
  private static final Map<ReplicaType, String> OLDER =
      Map.of(
          CHIEF, "numChiefReplicas",
          WORKER, "numWorkers",
          PS, "numPsReplicas",
          EVALUATOR, "numEvaluatorReplicas");
  private static final Map<ResourceName, String> RESOURCES =
      Map.of(
          ResourceName.CPU, "cpu",
          ResourceName.MEMORY, "memory",
          ResourceName.GPU, "gpu",
          ResourceName.EPHEMERAL_STORAGE, "ephemeralStorage");

  private final JobRequest request;
  private final Set<String> fields = new HashSet<>();

  private RefusedFields(JobRequest request) {
    this.request = request;
  }

  /** Every field with something wrong: a refusal names one of them. */
  static Set<String> of(JobRequest request) {
    RefusedFields refused = new RefusedFields(request);
    request.newer().forEach(refused::checkRole);
    request.older().forEach(refused::checkCount);
    refused.checkResources("perReplicaRequests", "perReplicaLimits", request.perReplica());
    refused.checkPerReplicaIsUsed();
    refused.checkTogether();
    refused.checkPolicy(request.policy());
    return refused.fields;
  }

  private void checkRole(ReplicaType type, Role role) {
    String name = type.lowerCaseName();
    refuseIf(role.replicas() < 0, name + ".replicas");
    refuseIf(
        role.image() != null && JobRequests.MALFORMED_IMAGES.contains(role.image()),
        name + ".image");
    checkResources(name + ".requests", name + ".limits", role.resources());
  }

  private void checkCount(ReplicaType type, int count) {
    refuseIf(count < 0 || request.newer().containsKey(type), OLDER.get(type));
  }

  private void checkResources(String requests, String limits, Map<ResourceName, Amount> resources) {
    resources.forEach(
        (name, amount) -> {
          refuseIf(amount.refused() == Half.REQUEST, requests + "." + RESOURCES.get(name));
          refuseIf(amount.refused() == Half.LIMIT, limits + "." + RESOURCES.get(name));
        });
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
    Role role = request.newer().get(leader);
    refuseIf(
        role != null && role.restartPolicy() == ALWAYS, leader.lowerCaseName() + ".restartPolicy");
  }

  private int count(ReplicaType type) {
    Role role = request.newer().get(type);
    return role != null ? role.replicas() : request.older().getOrDefault(type, 0);
  }

  private String countField(ReplicaType type) {
    return request.older().containsKey(type) ? OLDER.get(type) : type.lowerCaseName() + ".replicas";
  }

  private void checkPolicy(Policy policy) {
    refuseIf(isNoJobsDuration(policy.ttl()), "runPolicy.ttlAfterFinished");
    refuseIf(isNoJobsDuration(policy.deadline()), "runPolicy.activeDeadline");
    refuseIf(Objects.requireNonNullElse(policy.backoffLimit(), 1) < 1, "runPolicy.backoffLimit");
  }

  private static boolean isNoJobsDuration(Duration duration) {
    return duration != null
        && (duration.toNanos() % 1_000_000_000 != 0
            || duration.toSeconds() < 1
            || duration.toSeconds() > Integer.MAX_VALUE);
  }

  private void refuseIf(boolean wrong, String field) {
    if (wrong) {
      fields.add(field);
    }
  }
}
