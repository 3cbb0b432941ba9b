package org.flytekitplugins.tensorflow.internal;

import java.util.EnumMap;
import java.util.Map;
import org.flyte.api.v1.Struct;
import org.flytekitplugins.kubeflow.CustomObject;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.internal.FieldOwner;

/**
 * The custom field of version 0, which counts replicas and says nothing else of them: Flyte's
 * {@code flyteidl.plugins.DistributedTensorflowTrainingTask}.
 */
final class ReplicaCounts {
  private static final Map<ReplicaType, String> KEYS =
      new EnumMap<>(
          Map.of(
              ReplicaType.CHIEF, "chiefReplicas",
              ReplicaType.WORKER, "workers",
              ReplicaType.PS, "psReplicas",
              ReplicaType.EVALUATOR, "evaluatorReplicas"));

  private ReplicaCounts() {}

  static TrainingCluster read(Struct custom) {
    return FieldOwner.of("custom", () -> read(new CustomObject(custom)));
  }

  private static TrainingCluster read(CustomObject custom) {
    Map<ReplicaType, ReplicaSpec> replicas = new EnumMap<>(ReplicaType.class);
    KEYS.forEach(
        (type, key) -> {
          Integer count = custom.integer(key);
          if (count != null) {
            replicas.put(type, FieldOwner.of(key, () -> ReplicaSpec.of(count)));
          }
        });
    return TrainingCluster.of(replicas, RunPolicy.empty());
  }
}
