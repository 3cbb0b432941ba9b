package org.flytekitplugins.kubeflow;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.flyte.api.v1.Struct;
import org.flyte.api.v1.Struct.Value;
import org.flyte.api.v1.Struct.Value.Kind;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.jspecify.annotations.Nullable;

/**
 * Reads the custom field of a training task as Flyte's backend does: unknown keys are passed over,
 * null is unset, and a wrong type is refused.
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

  private final Struct custom;

  CustomReader(Struct custom) {
    this.custom = custom;
  }

  TrainingCluster read(int taskTypeVersion) {
    switch (taskTypeVersion) {
      case 0:
        return readCounts();
      case 1:
        return readCluster();
      default:
        throw new InvalidFieldException(
            "taskTypeVersion", taskTypeVersion, "Flyte knows 0 and 1 only", "use 1");
    }
  }

  private TrainingCluster readCounts() {
    Map<ReplicaType, ReplicaSpec> replicas = new EnumMap<>(ReplicaType.class);
    COUNT_KEYS.forEach(
        (type, key) -> {
          Integer count = integer(custom, key);
          if (count != null) {
            replicas.put(type, within(key, () -> ReplicaSpec.of(count)));
          }
        });
    return TrainingCluster.of(replicas, RunPolicy.empty());
  }

  private TrainingCluster readCluster() {
    Map<ReplicaType, ReplicaSpec> replicas = new EnumMap<>(ReplicaType.class);
    for (ReplicaType type : ReplicaType.values()) {
      Struct group = struct(custom, type.customKey());
      if (group != null) {
        replicas.put(type, within(type.customKey(), () -> replicaSpec(group)));
      }
    }
    Struct runPolicy = struct(custom, "runPolicy");
    return TrainingCluster.of(
        replicas,
        runPolicy == null ? RunPolicy.empty() : within("runPolicy", () -> runPolicy(runPolicy)));
  }

  private static <T> T within(String key, Supplier<T> part) {
    return FieldOwner.of("custom", () -> FieldOwner.of(key, part));
  }

  private static ReplicaSpec replicaSpec(Struct group) {
    // The newer message: when it is there, Flyte does not look at the flat fields at all.
    Struct common = struct(group, "common");
    Struct fields = common == null ? group : common;
    Integer replicas = integer(fields, "replicas");
    ReplicaSpec.Builder spec =
        ReplicaSpec.builder()
            .replicas(replicas == null ? 0 : replicas)
            .image(emptyToNull(string(fields, "image")))
            .restartPolicy(
                enumeration(
                    fields,
                    "restartPolicy",
                    RestartPolicy.values(),
                    RestartPolicy::protoName,
                    RestartPolicy.NEVER));
    Struct resources = struct(fields, "resources");
    if (resources != null) {
      spec.requests(resourceList(resources, "requests")).limits(resourceList(resources, "limits"));
    }
    return spec.build();
  }

  private static ResourceList resourceList(Struct resources, String key) {
    Value list = present(resources, key);
    if (list == null) {
      return ResourceList.empty();
    }
    Map<ResourceName, String> quantities = new EnumMap<>(ResourceName.class);
    for (Value entry : expect(list, Kind.LIST_VALUE, key).listValue()) {
      Struct fields = expect(entry, Kind.STRUCT_VALUE, key).structValue();
      ResourceName name =
          enumeration(
              fields, "name", ResourceName.values(), ResourceName::name, ResourceName.UNKNOWN);
      String value = string(fields, "value");
      quantities.put(name, value == null ? "" : value);
    }
    return FieldOwner.of(key, () -> ResourceList.of(quantities));
  }

  private static RunPolicy runPolicy(Struct fields) {
    return RunPolicy.builder()
        .cleanPodPolicy(
            enumeration(
                fields,
                "cleanPodPolicy",
                CleanPodPolicy.values(),
                CleanPodPolicy::protoName,
                CleanPodPolicy.NONE))
        .ttlAfterFinished(seconds(fields, "ttlSecondsAfterFinished"))
        .activeDeadline(seconds(fields, "activeDeadlineSeconds"))
        .backoffLimit(zeroToNull(integer(fields, "backoffLimit")))
        .build();
  }

  private static @Nullable Duration seconds(Struct fields, String key) {
    Integer seconds = zeroToNull(integer(fields, key));
    return seconds == null ? null : Duration.ofSeconds(seconds);
  }

  private static <E extends Enum<E>> E enumeration(
      Struct fields, String key, E[] values, Function<E, String> protoName, E unset) {
    String name = string(fields, key);
    if (name == null) {
      return unset;
    }
    return Arrays.stream(values)
        .filter(value -> protoName.apply(value).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidFieldException(
                    key,
                    name,
                    "Flyte does not know it",
                    "use one of "
                        + Arrays.stream(values).map(protoName).collect(Collectors.joining(", "))));
  }

  private static @Nullable Struct struct(Struct fields, String key) {
    Value value = present(fields, key);
    return value == null ? null : expect(value, Kind.STRUCT_VALUE, key).structValue();
  }

  private static @Nullable String string(Struct fields, String key) {
    Value value = present(fields, key);
    return value == null ? null : expect(value, Kind.STRING_VALUE, key).stringValue();
  }

  private static @Nullable Integer integer(Struct fields, String key) {
    Value value = present(fields, key);
    if (value == null) {
      return null;
    }
    double number = expect(value, Kind.NUMBER_VALUE, key).numberValue();
    if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
      throw new InvalidFieldException(
          key, number, "it is no whole number of 32 bits", "use a whole number");
    }
    return (int) number;
  }

  private static @Nullable Value present(Struct fields, String key) {
    Value value = fields.fields().get(key);
    return value == null || value.kind() == Kind.NULL_VALUE ? null : value;
  }

  private static Value expect(Value value, Kind kind, String key) {
    if (value.kind() != kind) {
      throw new InvalidFieldException(
          key,
          value,
          "a " + kind + " is expected",
          "check that the task type version is the one this field was written for");
    }
    return value;
  }

  private static @Nullable String emptyToNull(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  private static @Nullable Integer zeroToNull(@Nullable Integer number) {
    return number == null || number == 0 ? null : number;
  }
}
