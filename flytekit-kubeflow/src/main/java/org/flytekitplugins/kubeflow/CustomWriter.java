package org.flytekitplugins.kubeflow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.flyte.flytekit.SdkStruct;

/**
 * Writes the custom field of a training task of version 1, as far as it is the same for all kinds
 * of jobs: the JSON form of Flyte's distributed training task messages.
 *
 * <p>Replica groups use the flat fields, which old and new backends read, and never {@code common}
 * beside them. Nothing empty is written: some backends take {@code "resources": {}} for a wish to
 * have the platform's defaults.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteidl/protos/flyteidl/plugins/kubeflow/common.proto">common.proto</a>
 */
public final class CustomWriter {
  private CustomWriter() {}

  /** The field with the groups and the run policy; a kind of job may add its own. */
  public static SdkStruct.Builder write(TrainingCluster cluster) {
    SdkStruct.Builder custom = SdkStruct.builder();
    cluster
        .replicas()
        .forEach((type, spec) -> custom.addStructField(type.customKey(), replicaGroup(spec)));
    if (!cluster.runPolicy().equals(RunPolicy.empty())) {
      custom.addStructField("runPolicy", runPolicy(cluster.runPolicy()));
    }
    return custom;
  }

  private static SdkStruct replicaGroup(ReplicaSpec spec) {
    SdkStruct.Builder group =
        SdkStruct.builder().addIntegerField("replicas", (long) spec.replicas());
    if (spec.image() != null) {
      group.addStringField("image", spec.image());
    }
    if (!spec.requests().isEmpty() || !spec.limits().isEmpty()) {
      group.addStructField("resources", resources(spec));
    }
    if (spec.restartPolicy() != RestartPolicy.NEVER) { // the message's default
      group.addStringField("restartPolicy", spec.restartPolicy().protoName());
    }
    return group.build();
  }

  private static SdkStruct resources(ReplicaSpec spec) {
    SdkStruct.Builder resources = SdkStruct.builder();
    if (!spec.requests().isEmpty()) {
      resources.addStructCollectionField("requests", entries(spec.requests()));
    }
    if (!spec.limits().isEmpty()) {
      resources.addStructCollectionField("limits", entries(spec.limits()));
    }
    return resources.build();
  }

  private static List<SdkStruct> entries(ResourceList list) {
    List<SdkStruct> entries = new ArrayList<>();
    list.quantities()
        .forEach(
            (name, quantity) ->
                entries.add(
                    SdkStruct.builder()
                        .addStringField("name", name.name())
                        .addStringField("value", quantity.toString())
                        .build()));
    return entries;
  }

  private static SdkStruct runPolicy(RunPolicy policy) {
    SdkStruct.Builder struct = SdkStruct.builder();
    if (policy.cleanPodPolicy() != null) {
      struct.addStringField("cleanPodPolicy", policy.cleanPodPolicy().protoName());
    }
    Duration ttl = policy.ttlAfterFinished();
    if (ttl != null) {
      struct.addIntegerField("ttlSecondsAfterFinished", ttl.toSeconds());
    }
    Duration deadline = policy.activeDeadline();
    if (deadline != null) {
      struct.addIntegerField("activeDeadlineSeconds", deadline.toSeconds());
    }
    Integer backoffLimit = policy.backoffLimit();
    if (backoffLimit != null) {
      struct.addIntegerField("backoffLimit", backoffLimit.longValue());
    }
    return struct.build();
  }
}
