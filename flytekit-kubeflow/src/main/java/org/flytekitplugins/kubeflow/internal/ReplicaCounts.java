package org.flytekitplugins.kubeflow.internal;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.flyte.api.v1.Struct;
import org.flyte.flytekit.SdkStruct;
import org.flytekitplugins.kubeflow.CustomObject;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;

/**
 * The custom field of version 0, which counts replicas and says nothing else of them: Flyte's
 * messages of {@code flyteidl.plugins}, before those of {@code flyteidl.plugins.kubeflow}.
 */
public final class ReplicaCounts {
  private final Map<ReplicaType, String> keys;

  /**
   * The form of a task type.
   *
   * @param keys the field that counts a role, for each role that Flyte's message counts
   */
  public ReplicaCounts(Map<ReplicaType, String> keys) {
    this.keys = Collections.unmodifiableMap(new EnumMap<>(keys));
  }

  /** Reads the counts. */
  public TrainingCluster read(Struct custom) {
    return FieldOwner.of("custom", () -> read(new CustomObject(custom)));
  }

  private TrainingCluster read(CustomObject custom) {
    Map<ReplicaType, ReplicaSpec> replicas = new EnumMap<>(ReplicaType.class);
    keys.forEach(
        (type, key) -> {
          Integer count = custom.integer(key);
          // Fewer than none are none for Flyte.
          if (count != null && count > 0) {
            replicas.put(type, ReplicaSpec.of(count));
          }
        });
    return TrainingCluster.of(replicas, RunPolicy.empty());
  }

  /** Writes the counts of the roles that are counted. */
  SdkStruct write(Map<ReplicaType, ReplicaSpec> replicas) {
    SdkStruct.Builder counts = SdkStruct.builder();
    replicas.forEach(
        (type, spec) -> {
          String key = keys.get(type);
          if (key != null) {
            counts.addIntegerField(key, (long) spec.replicas());
          }
        });
    return counts.build();
  }
}
