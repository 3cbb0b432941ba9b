package org.flytekitplugins.tensorflow;

import org.flyte.flytekit.SdkStruct;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;

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
   * @throws IllegalStateException if the job asks for more, which stock jflyte would lose
   */
  static SdkStruct custom(TfJob job) {
    job.replicas().forEach(StockJflyte::checkOnlyCounts);
    if (!job.runPolicy().equals(RunPolicy.empty())) {
      throw tooMuch("runPolicy");
    }
    TrainingCluster cluster = job.cluster();
    SdkStruct.Builder counts = SdkStruct.builder();
    addCount(counts, "workers", cluster.size(ReplicaType.WORKER));
    addCount(counts, "psReplicas", cluster.size(ReplicaType.PS));
    addCount(counts, "chiefReplicas", cluster.size(ReplicaType.CHIEF));
    addCount(counts, "evaluatorReplicas", cluster.size(ReplicaType.EVALUATOR));
    return counts.build();
  }

  private static void checkOnlyCounts(ReplicaType type, ReplicaSpec spec) {
    if (!spec.equals(ReplicaSpec.of(spec.replicas()))) {
      throw tooMuch(type.lowerCaseName() + "'s image, resources or restart policy");
    }
  }

  private static void addCount(SdkStruct.Builder counts, String key, int count) {
    if (count > 0) {
      counts.addIntegerField(key, (long) count);
    }
  }

  private static IllegalStateException tooMuch(String what) {
    return new IllegalStateException(
        "stock jflyte records task type version 0, which carries replica counts only and would lose "
            + what
            + ": register with the jflyte of flytekit-jflyte, or leave that out");
  }
}
