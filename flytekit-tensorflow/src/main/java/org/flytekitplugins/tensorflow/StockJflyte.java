package org.flytekitplugins.tensorflow;

import org.flyte.flytekit.SdkStruct;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.ResourceList;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.jspecify.annotations.Nullable;

/**
 * The custom field as stock jflyte needs it. It records task type version 0 whatever the task says,
 * and of that version Flyte reads replica counts only.
 */
final class StockJflyte {
  private static final String CALLER = "org.flyte.jflyte.utils.ProjectClosure";

  private StockJflyte() {}

  /** Whether stock jflyte is asking: its closure of a project is among the callers. */
  static boolean isCalling() {
    return StackWalker.getInstance()
        .walk(frames -> frames.anyMatch(frame -> frame.getClassName().equals(CALLER)));
  }

  /**
   * The replica counts of a job that asks for nothing else.
   *
   * @throws InvalidFieldException if the job asks for more, which stock jflyte would lose
   */
  static SdkStruct custom(TfJob job) {
    job.replicas().forEach(StockJflyte::checkReplicas);
    checkRunPolicy(job.runPolicy());
    TrainingCluster cluster = job.cluster();
    SdkStruct.Builder counts = SdkStruct.builder();
    addCount(counts, "workers", cluster.size(ReplicaType.WORKER));
    addCount(counts, "psReplicas", cluster.size(ReplicaType.PS));
    addCount(counts, "chiefReplicas", cluster.size(ReplicaType.CHIEF));
    addCount(counts, "evaluatorReplicas", cluster.size(ReplicaType.EVALUATOR));
    return counts.build();
  }

  private static void checkReplicas(ReplicaType type, ReplicaSpec spec) {
    String role = type.lowerCaseName();
    checkUnset(role + ".image", spec.image());
    checkUnset(role + ".requests", emptyToNull(spec.requests()));
    checkUnset(role + ".limits", emptyToNull(spec.limits()));
    if (spec.restartPolicy() != RestartPolicy.NEVER) { // what version 0 means
      checkUnset(role + ".restartPolicy", spec.restartPolicy());
    }
  }

  private static void checkRunPolicy(RunPolicy policy) {
    checkUnset("runPolicy.cleanPodPolicy", policy.cleanPodPolicy());
    checkUnset("runPolicy.ttlAfterFinished", policy.ttlAfterFinished());
    checkUnset("runPolicy.activeDeadline", policy.activeDeadline());
    checkUnset("runPolicy.backoffLimit", policy.backoffLimit());
  }

  private static void checkUnset(String field, @Nullable Object value) {
    if (value != null) {
      throw new InvalidFieldException(
          field,
          value,
          "stock jflyte records task type version 0, which carries replica counts only",
          "register with the jflyte of flytekit-jflyte, or leave it out");
    }
  }

  private static void addCount(SdkStruct.Builder counts, String key, int count) {
    if (count > 0) {
      counts.addIntegerField(key, (long) count);
    }
  }

  private static @Nullable ResourceList emptyToNull(ResourceList resources) {
    return resources.isEmpty() ? null : resources;
  }
}
