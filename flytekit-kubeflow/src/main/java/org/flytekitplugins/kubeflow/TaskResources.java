package org.flytekitplugins.kubeflow;

import java.util.EnumMap;
import java.util.Map;
import org.flyte.flytekit.SdkResources;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.jspecify.annotations.Nullable;

/**
 * Writes the task's cpu and memory into the roles that would else lose them. GPUs and ephemeral
 * storage of a task reach every role by themselves, unless the role says its own.
 */
final class TaskResources {
  private static final ResourceName[] REPLACED = {ResourceName.CPU, ResourceName.MEMORY};

  private TaskResources() {}

  static Map<ReplicaType, ReplicaSpec> fill(
      Map<ReplicaType, ReplicaSpec> replicas, SdkResources task) {
    if (!saysCpuOrMemory(task.requests()) && !saysCpuOrMemory(task.limits())) {
      return replicas;
    }
    Map<ReplicaType, ReplicaSpec> filled = new EnumMap<>(ReplicaType.class);
    replicas.forEach((type, spec) -> filled.put(type, loses(spec) ? fill(spec, task) : spec));
    return filled;
  }

  private static boolean loses(ReplicaSpec spec) {
    boolean saysSomething = !spec.requests().isEmpty() || !spec.limits().isEmpty();
    return saysSomething
        && !saysCpuOrMemory(spec.requests().quantities())
        && !saysCpuOrMemory(spec.limits().quantities());
  }

  private static ReplicaSpec fill(ReplicaSpec spec, SdkResources task) {
    try {
      return spec.toBuilder()
          .requests(r -> fill(r, spec.requests(), task.requests()))
          .limits(l -> fill(l, spec.limits(), task.limits()))
          .build();
    } catch (IllegalArgumentException e) {
      // Registration refuses such a task by its own resources, whatever its roles say.
      return spec;
    }
  }

  private static void fill(
      ResourceList.Builder list, ResourceList own, @Nullable Map<ResourceName, String> task) {
    own.quantities().forEach((name, quantity) -> list.set(name, quantity.toString()));
    for (ResourceName name : REPLACED) {
      String quantity = task == null ? null : task.get(name);
      // Flyte drops a quantity of zero.
      if (quantity != null && Quantity.of(quantity).amount().signum() != 0) {
        list.set(name, quantity);
      }
    }
  }

  private static boolean saysCpuOrMemory(@Nullable Map<ResourceName, ?> quantities) {
    return quantities != null
        && (quantities.containsKey(ResourceName.CPU)
            || quantities.containsKey(ResourceName.MEMORY));
  }
}
