package org.flytekitplugins.jflyte.idl;

import flyteidl.core.Tasks;
import flyteidl.core.Tasks.Resources.ResourceEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.flyte.api.v1.Resources;
import org.flyte.api.v1.Resources.ResourceName;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.kubeflow.Quantity;
import org.jspecify.annotations.Nullable;

/** What a container asks for and may use at most; entries in the order of the resource's names. */
final class ResourcesIdl {
  private ResourcesIdl() {}

  static Tasks.Resources toIdl(Resources resources) {
    return Tasks.Resources.newBuilder()
        .addAllRequests(entries("request", resources.requests()))
        .addAllLimits(entries("limit", resources.limits()))
        .build();
  }

  private static List<ResourceEntry> entries(
      String field, @Nullable Map<ResourceName, String> amounts) {
    if (amounts == null || amounts.isEmpty()) {
      return List.of();
    }
    List<ResourceEntry> entries = new ArrayList<>(amounts.size());
    for (Map.Entry<ResourceName, String> amount : new TreeMap<>(amounts).entrySet()) {
      check(field, amount.getKey(), amount.getValue());
      entries.add(
          ResourceEntry.newBuilder()
              .setName(toIdl(amount.getKey()))
              .setValue(amount.getValue())
              .build());
    }
    return entries;
  }

  private static void check(String field, ResourceName name, String amount) {
    Quantity quantity;
    try {
      quantity = Quantity.of(amount);
    } catch (IllegalArgumentException e) {
      throw new JflyteException(
          "the " + name + " " + field + " of a container: " + e.getMessage(), e);
    }
    if (quantity.amount().signum() < 0) {
      throw new JflyteException(
          "the " + name + " " + field + " of a container is " + amount + "; use 0 or more");
    }
  }

  private static Tasks.Resources.ResourceName toIdl(ResourceName name) {
    return switch (name) {
      case UNKNOWN -> Tasks.Resources.ResourceName.UNKNOWN;
      case CPU -> Tasks.Resources.ResourceName.CPU;
      case GPU -> Tasks.Resources.ResourceName.GPU;
      case MEMORY -> Tasks.Resources.ResourceName.MEMORY;
      case STORAGE -> Tasks.Resources.ResourceName.STORAGE;
      case EPHEMERAL_STORAGE -> Tasks.Resources.ResourceName.EPHEMERAL_STORAGE;
      default -> throw UnknownToModel.inModel("ResourceName", name);
    };
  }
}
