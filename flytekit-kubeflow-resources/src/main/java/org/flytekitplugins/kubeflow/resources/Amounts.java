package org.flytekitplugins.kubeflow.resources;

import java.util.EnumMap;
import java.util.Map;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.flytekitplugins.kubeflow.Quantity;
import org.flytekitplugins.kubeflow.ResourceList;
import org.jspecify.annotations.Nullable;

/** Quantities by resource while they are worked out. */
final class Amounts {
  private final Map<ResourceName, Quantity> quantities;

  private Amounts(Map<ResourceName, Quantity> quantities) {
    this.quantities = quantities;
  }

  static Amounts of(ResourceList list) {
    Map<ResourceName, Quantity> quantities = new EnumMap<>(ResourceName.class);
    quantities.putAll(list.quantities());
    return new Amounts(quantities);
  }

  /** What one list says, and another where the first does not. */
  static ResourceList over(ResourceList under, ResourceList list) {
    Amounts merged = of(under);
    list.quantities().forEach(merged::put);
    return merged.toList();
  }

  @Nullable Quantity get(ResourceName name) {
    return quantities.get(name);
  }

  void put(ResourceName name, @Nullable Quantity quantity) {
    if (quantity != null) {
      quantities.put(name, quantity);
    }
  }

  ResourceList toList() {
    Map<ResourceName, String> texts = new EnumMap<>(ResourceName.class);
    quantities.forEach((name, quantity) -> texts.put(name, quantity.toString()));
    return ResourceList.ofCustom(texts);
  }
}
