package org.flytekitplugins.kubeflow;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Struct;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.jspecify.annotations.Nullable;

/**
 * Reads the custom field of a training task, in the form in which protobuf writes JSON, as Flyte's
 * backend reads it: unknown keys are passed over, null is unset, and a wrong type is refused. What
 * a {@link ReplicaSpec} or a {@link RunPolicy} cannot have is refused as well.
 */
final class CustomReader {
  // Version 0: replica counts only, DistributedTensorflowTrainingTask in flyteidl.plugins.
  private static final Map<ReplicaType, String> COUNT_KEYS =
      new EnumMap<>(
          Map.of(
              ReplicaType.CHIEF, "chiefReplicas",
              ReplicaType.WORKER, "workers",
              ReplicaType.PS, "psReplicas",
              ReplicaType.EVALUATOR, "evaluatorReplicas"));

  private final CustomObject custom;

  CustomReader(Struct custom) {
    this.custom = new CustomObject(custom);
  }

  TrainingCluster read(int taskTypeVersion) {
    switch (taskTypeVersion) {
      case 0:
        return FieldOwner.of("custom", this::readCounts);
      case 1:
        return FieldOwner.of("custom", this::readCluster);
      default:
        throw new InvalidFieldException(
            "taskTypeVersion", taskTypeVersion, "Flyte knows 0 and 1 only", "use 1");
    }
  }

  private TrainingCluster readCounts() {
    Map<ReplicaType, ReplicaSpec> replicas = new EnumMap<>(ReplicaType.class);
    COUNT_KEYS.forEach(
        (type, key) -> {
          Integer count = custom.integer(key);
          if (count != null) {
            replicas.put(type, FieldOwner.of(key, () -> ReplicaSpec.of(count)));
          }
        });
    return TrainingCluster.of(replicas, RunPolicy.empty());
  }

  private TrainingCluster readCluster() {
    Map<ReplicaType, ReplicaSpec> replicas = new EnumMap<>(ReplicaType.class);
    for (ReplicaType type : ReplicaType.values()) {
      CustomObject group = custom.object(type.customKey());
      if (group != null) {
        replicas.put(type, FieldOwner.of(type.customKey(), () -> replicaGroup(group)));
      }
    }
    CustomObject policy = custom.object("runPolicy");
    return TrainingCluster.of(
        replicas,
        policy == null ? RunPolicy.empty() : FieldOwner.of("runPolicy", () -> runPolicy(policy)));
  }

  // The newer message is common: when it is there, Flyte does not look at the flat fields at all.
  private static ReplicaSpec replicaGroup(CustomObject group) {
    CustomObject common = group.object("common");
    return common == null ? replicaSpec(group) : FieldOwner.of("common", () -> replicaSpec(common));
  }

  private static ReplicaSpec replicaSpec(CustomObject fields) {
    Integer replicas = fields.integer("replicas");
    RestartPolicy restartPolicy =
        fields.enumeration("restartPolicy", RestartPolicy.values(), RestartPolicy::protoName);
    ReplicaSpec.Builder spec =
        ReplicaSpec.builder()
            .replicas(replicas == null ? 0 : replicas)
            .image(fields.string("image"))
            .restartPolicy(restartPolicy == null ? RestartPolicy.NEVER : restartPolicy);
    CustomObject resources = fields.object("resources");
    if (resources != null) {
      FieldOwner.of(
          "resources",
          () ->
              spec.requests(resourceList(resources, "requests"))
                  .limits(resourceList(resources, "limits")));
    }
    return spec.build();
  }

  private static ResourceList resourceList(CustomObject resources, String key) {
    Map<ResourceName, String> quantities = new EnumMap<>(ResourceName.class);
    List<CustomObject> entries = resources.objects(key);
    for (int i = 0; i < entries.size(); i++) {
      CustomObject entry = entries.get(i);
      FieldOwner.of(CustomObject.place(key, i), () -> quantities.put(name(entry), value(entry)));
    }
    return FieldOwner.of(key, () -> ResourceList.of(quantities));
  }

  private static ResourceName name(CustomObject entry) {
    ResourceName name = entry.enumeration("name", ResourceName.values(), ResourceName::name);
    return name == null ? ResourceName.UNKNOWN : name;
  }

  private static String value(CustomObject entry) {
    String value = entry.string("value");
    return value == null ? "" : value;
  }

  private static RunPolicy runPolicy(CustomObject fields) {
    return RunPolicy.builder()
        .cleanPodPolicy(
            fields.enumeration(
                "cleanPodPolicy", CleanPodPolicy.values(), CleanPodPolicy::protoName))
        .ttlAfterFinished(seconds(fields.integer("ttlSecondsAfterFinished")))
        .activeDeadline(seconds(fields.integer("activeDeadlineSeconds")))
        .backoffLimit(fields.integer("backoffLimit"))
        .build();
  }

  private static @Nullable Duration seconds(@Nullable Integer seconds) {
    return seconds == null ? null : Duration.ofSeconds(seconds);
  }
}
