package org.flytekitplugins.kubeflow;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.flyte.api.v1.Struct;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.flytekitplugins.kubeflow.internal.FieldOwner;
import org.jspecify.annotations.Nullable;

/**
 * Reads the custom field of a training task of version 1, as far as it is the same for all kinds of
 * jobs: a group for each role, and the run policy. It has the form in which protobuf writes JSON,
 * and is read as Flyte's backend reads it: unknown keys are passed over, null is unset, and a wrong
 * type is refused; a role with fewer than no replicas has none; a quantity of zero is dropped, and
 * a request above its limit lowered to it. What a {@link ReplicaSpec} or a {@link RunPolicy} cannot
 * have even so is refused as well: no replica would live.
 *
 * @see CustomObject
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteplugins/go/tasks/plugins/k8s/kfoperators/common/common_operator.go">common_operator.go</a>
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
    return read(custom, roles, Set.of());
  }

  /**
   * Reads what all kinds of jobs have in common.
   *
   * @param roles those that Flyte's message for the task type has a group for
   * @param single those of which Flyte's plugin makes one replica, whatever their groups say, and
   *     whether there is one or not
   * @throws InvalidFieldException if something does not have the form of version 1
   */
  public static TrainingCluster read(
      Struct custom, Set<ReplicaType> roles, Set<ReplicaType> single) {
    return FieldOwner.of("custom", () -> cluster(new CustomObject(custom), roles, single));
  }

  private static TrainingCluster cluster(
      CustomObject custom, Set<ReplicaType> roles, Set<ReplicaType> single) {
    Map<ReplicaType, ReplicaSpec> replicas = new EnumMap<>(ReplicaType.class);
    single.forEach(type -> replicas.put(type, ReplicaSpec.of(1)));
    for (ReplicaType type : roles) {
      CustomObject group = custom.object(type.customKey());
      if (group != null) {
        replicas.put(
            type,
            FieldOwner.of(type.customKey(), () -> replicaGroup(group, single.contains(type))));
      }
    }
    CustomObject policy = custom.object("runPolicy");
    return TrainingCluster.of(
        replicas,
        policy == null ? RunPolicy.empty() : FieldOwner.of("runPolicy", () -> runPolicy(policy)));
  }

  // The newer message is common: when it is there, Flyte does not look at what the flat fields say.
  private static ReplicaSpec replicaGroup(CustomObject group, boolean isSingle) {
    checkTypes(group);
    CustomObject common = group.object("common");
    if (common == null) {
      return replicaSpec(group, isSingle);
    }
    return FieldOwner.of(
        "common",
        () -> {
          checkTypes(common);
          return replicaSpec(common, isSingle);
        });
  }

  /** Flyte reads the whole field before it looks at any of it. */
  private static void checkTypes(CustomObject fields) {
    fields.integer("replicas");
    fields.string("image");
    restartPolicy(fields);
    entries(fields, "requests", (name, value) -> {});
    entries(fields, "limits", (name, value) -> {});
  }

  private static ReplicaSpec replicaSpec(CustomObject fields, boolean isSingle) {
    Integer said = fields.integer("replicas");
    int replicas = isSingle ? 1 : Math.max(0, said == null ? 0 : said);
    if (replicas == 0) {
      return ReplicaSpec.of(0); // Flyte does not look at what its pods would be.
    }
    ReplicaSpec.Builder spec =
        ReplicaSpec.builder()
            .replicas(replicas)
            .image(fields.string("image"))
            .restartPolicy(restartPolicy(fields));
    Map<ResourceName, String> requests = quantities(fields, "requests");
    Map<ResourceName, String> limits = quantities(fields, "limits");
    return FieldOwner.of("resources", () -> addResources(spec, requests, limits)).build();
  }

  private static RestartPolicy restartPolicy(CustomObject fields) {
    RestartPolicy policy =
        fields.enumeration("restartPolicy", RestartPolicy.values(), RestartPolicy::protoName);
    return policy == null ? RestartPolicy.NEVER : policy;
  }

  // Of a resource that is said twice the last quantity counts, unless it is zero.
  private static Map<ResourceName, String> quantities(CustomObject fields, String key) {
    Map<ResourceName, String> quantities = new EnumMap<>(ResourceName.class);
    entries(
        fields,
        key,
        (name, value) -> {
          if (!ResourceRules.isDropped(name, value)) {
            quantities.put(name, value);
          }
        });
    return quantities;
  }

  private static void entries(
      CustomObject fields, String key, BiConsumer<ResourceName, String> use) {
    CustomObject resources = fields.object("resources");
    if (resources != null) {
      FieldOwner.of("resources", () -> entries(resources.objects(key), key, use));
    }
  }

  private static int entries(
      List<CustomObject> entries, String key, BiConsumer<ResourceName, String> use) {
    for (int i = 0; i < entries.size(); i++) {
      CustomObject entry = entries.get(i);
      String place = CustomObject.place(key, i);
      ResourceName name = FieldOwner.of(place, () -> name(entry));
      String value = FieldOwner.of(place, () -> value(entry));
      FieldOwner.of(
          key,
          () -> {
            use.accept(name, value);
            return name;
          });
    }
    return entries.size();
  }

  private static ReplicaSpec.Builder addResources(
      ReplicaSpec.Builder spec,
      Map<ResourceName, String> saidRequests,
      Map<ResourceName, String> saidLimits) {
    ResourceList limits = FieldOwner.of("limits", () -> ResourceList.ofCustom(saidLimits));
    saidRequests.replaceAll((name, request) -> lowered(request, limits.quantities().get(name)));
    return spec.limits(limits)
        .requests(FieldOwner.of("requests", () -> ResourceList.ofCustom(saidRequests)));
  }

  /** A request, or the limit that it is above. */
  private static String lowered(String request, @Nullable Quantity limit) {
    return limit != null && Quantity.of(request).compareTo(limit) > 0 ? limit.toString() : request;
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
    RunPolicy policy =
        RunPolicy.builder()
            .cleanPodPolicy(
                fields.enumeration(
                    "cleanPodPolicy", CleanPodPolicy.values(), CleanPodPolicy::protoName))
            .ttlAfterFinished(seconds(fields.integer("ttlSecondsAfterFinished")))
            .activeDeadline(seconds(fields.integer("activeDeadlineSeconds")))
            .backoffLimit(fields.integer("backoffLimit"))
            .build();
    // Flyte hands on a clean pod policy with every run policy, also with one that says nothing.
    return policy.equals(RunPolicy.empty())
        ? policy.toBuilder().cleanPodPolicy(CleanPodPolicy.NONE).build()
        : policy;
  }

  private static @Nullable Duration seconds(@Nullable Integer seconds) {
    return seconds == null ? null : Duration.ofSeconds(seconds);
  }
}
