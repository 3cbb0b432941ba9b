package org.flytekitplugins.kubeflow;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flyte.api.v1.Struct;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.flytekitplugins.kubeflow.internal.FieldOwner;
import org.jspecify.annotations.Nullable;

/**
 * Reads the custom field of a training task of version 1, as far as it is the same for all kinds of
 * jobs: a group for each role, and the run policy. It has the form in which protobuf writes JSON,
 * and is read as Flyte's backend reads it: unknown keys are passed over, null is unset, and a wrong
 * type is refused. What a {@link ReplicaSpec} or a {@link RunPolicy} cannot have is refused as
 * well.
 *
 * @see CustomObject
 */
public final class CustomReader {
  private CustomReader() {}

  /**
   * Reads what all kinds of jobs have in common.
   *
   * @param roles those that Flyte's message for the task type has a group for
   * @throws InvalidFieldException if something does not have the form of version 1
   */
  public static TrainingCluster read(Struct custom, Set<ReplicaType> roles) {
    return FieldOwner.of("custom", () -> cluster(new CustomObject(custom), roles));
  }

  private static TrainingCluster cluster(CustomObject custom, Set<ReplicaType> roles) {
    Map<ReplicaType, ReplicaSpec> replicas = new EnumMap<>(ReplicaType.class);
    for (ReplicaType type : roles) {
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
