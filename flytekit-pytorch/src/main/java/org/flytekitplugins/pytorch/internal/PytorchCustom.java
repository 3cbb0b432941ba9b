package org.flytekitplugins.pytorch.internal;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.flyte.api.v1.Struct;
import org.flyte.flytekit.SdkStruct;
import org.flytekitplugins.kubeflow.CustomObject;
import org.flytekitplugins.kubeflow.CustomReader;
import org.flytekitplugins.kubeflow.CustomWriter;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.internal.FieldOwner;
import org.flytekitplugins.kubeflow.internal.ReplicaCounts;

/**
 * The custom field of a PyTorchJob. As in Flyte's plugin, the job has exactly one master, whatever
 * the field says of it, unless it is elastic, when it has none.
 */
final class PytorchCustom {
  private static final Set<ReplicaType> ROLES = Set.of(ReplicaType.MASTER, ReplicaType.WORKER);

  private PytorchCustom() {}

  /** Version 1: a group for each role, the run policy, what makes the job elastic. */
  static TrainingCluster read(Struct custom) {
    // The plugin makes a master whatever the job is, and takes it out of one that is elastic.
    TrainingCluster led = CustomReader.read(custom, ROLES, Set.of(ReplicaType.MASTER));
    return elastic(custom)
        .map(elastic -> withoutMaster(led).withOptions(elastic.options()))
        .orElse(led);
  }

  /** Version 0: the number of workers, and what makes the job elastic. */
  static TrainingCluster readVersionZero(Struct custom) {
    TrainingCluster counted = replicaCounts().read(custom);
    Optional<ElasticConfig> elastic = elastic(custom);
    if (elastic.isPresent()) {
      return counted.withOptions(elastic.get().options());
    }
    Map<ReplicaType, ReplicaSpec> replicas = new EnumMap<>(ReplicaType.class);
    replicas.putAll(counted.replicas());
    replicas.put(ReplicaType.MASTER, ReplicaSpec.of(1));
    return counted.withReplicas(replicas);
  }

  /** Version 0, as far as it counts replicas: the master is not counted. */
  static ReplicaCounts replicaCounts() {
    return new ReplicaCounts(Map.of(ReplicaType.WORKER, "workers"));
  }

  static SdkStruct write(TrainingCluster cluster) {
    SdkStruct.Builder custom = CustomWriter.write(cluster);
    ElasticConfig.of(cluster).ifPresent(elastic -> elastic.write(custom));
    return custom.build();
  }

  private static Optional<ElasticConfig> elastic(Struct custom) {
    return FieldOwner.of("custom", () -> ElasticConfig.read(new CustomObject(custom)));
  }

  private static TrainingCluster withoutMaster(TrainingCluster cluster) {
    Map<ReplicaType, ReplicaSpec> replicas = new EnumMap<>(ReplicaType.class);
    replicas.putAll(cluster.replicas());
    replicas.remove(ReplicaType.MASTER);
    return cluster.withReplicas(replicas);
  }
}
