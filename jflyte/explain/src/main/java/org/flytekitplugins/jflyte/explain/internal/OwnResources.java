package org.flytekitplugins.jflyte.explain.internal;

import java.util.EnumMap;
import java.util.Map;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.flytekitplugins.kubeflow.Quantity;
import org.flytekitplugins.kubeflow.ResourceList;
import org.jspecify.annotations.Nullable;

/** What a task itself requests and is limited to, and what Flyte has against it. */
final class OwnResources {
  private OwnResources() {}

  /** Adds it to a task; null is nothing, as flytekit-java has it. */
  static DeclaredTask.Builder addTo(
      DeclaredTask.Builder task,
      @Nullable Map<ResourceName, String> requestTexts,
      @Nullable Map<ResourceName, String> limitTexts) {
    try {
      ResourceList requests = list(requestTexts);
      ResourceList limits = list(limitTexts);
      return task.requests(requests).limits(limits).resourceProblem(problem(requests, limits));
    } catch (IllegalArgumentException e) {
      return task.resourceProblem(e.getMessage());
    }
  }

  private static ResourceList list(@Nullable Map<ResourceName, String> quantities) {
    Map<ResourceName, String> texts = new EnumMap<>(ResourceName.class);
    if (quantities == null) {
      return ResourceList.empty();
    }
    quantities.forEach(
        (name, text) -> {
          // Flyte drops a quantity of zero, and has no room for storage in a pod.
          if (name != ResourceName.STORAGE && Quantity.of(text).amount().signum() != 0) {
            texts.put(name, text);
          }
        });
    return ResourceList.of(texts);
  }

  private static @Nullable String problem(ResourceList requests, ResourceList limits) {
    for (Map.Entry<ResourceName, Quantity> request : requests.quantities().entrySet()) {
      Quantity limit = limits.quantities().get(request.getKey());
      if (limit == null) {
        continue;
      }
      int order = request.getValue().compareTo(limit);
      boolean isShared = request.getKey() != ResourceName.GPU;
      if (order > 0 || (!isShared && order != 0)) {
        return String.format(
            "it requests %s %s, and its limit is %s",
            request.getValue(), Amount.name(request.getKey()), limit);
      }
    }
    return null;
  }
}
