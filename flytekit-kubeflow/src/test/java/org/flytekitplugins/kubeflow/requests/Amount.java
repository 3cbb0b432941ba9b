package org.flytekitplugins.kubeflow.requests;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.flytekitplugins.kubeflow.ResourceList;

/** How much of one resource, and which of the two quantities is to be refused, if any. */
public record Amount(String request, String limit, Half refused) {
  /** One of the two quantities. */
  public enum Half {
    REQUEST,
    LIMIT
  }

  private static final Map<ResourceName, String> FIELDS =
      Map.of(
          ResourceName.CPU, "cpu",
          ResourceName.MEMORY, "memory",
          ResourceName.GPU, "gpu",
          ResourceName.EPHEMERAL_STORAGE, "ephemeralStorage");

  /** Asks for the requests. */
  public static void request(ResourceList.Builder list, Map<ResourceName, Amount> resources) {
    setAll(list, resources, Amount::request);
  }

  /** Asks for the limits. */
  public static void limit(ResourceList.Builder list, Map<ResourceName, Amount> resources) {
    setAll(list, resources, Amount::limit);
  }

  /** The quantities that are to be refused, by their fields. */
  public static Set<String> refusedFields(
      String requests, String limits, Map<ResourceName, Amount> resources) {
    Set<String> fields = new HashSet<>();
    resources.forEach(
        (name, amount) -> {
          if (amount.refused != null) {
            fields.add(
                (amount.refused == Half.REQUEST ? requests : limits) + "." + FIELDS.get(name));
          }
        });
    return fields;
  }

  /** The resources in protobuf's text format. */
  static String text(Map<ResourceName, Amount> resources) {
    return entries("requests", resources, Amount::request)
        + entries("limits", resources, Amount::limit);
  }

  private static String entries(
      String list, Map<ResourceName, Amount> resources, Function<Amount, String> half) {
    List<String> entries = new ArrayList<>();
    new EnumMap<>(resources)
        .forEach(
            (name, amount) -> {
              String value = half.apply(amount);
              if (value != null) {
                entries.add(list + " { name: " + name + " value: \"" + value + "\" } ");
              }
            });
    return String.join("", entries);
  }

  private static void setAll(
      ResourceList.Builder list,
      Map<ResourceName, Amount> resources,
      Function<Amount, String> half) {
    resources.forEach(
        (name, amount) -> {
          String quantity = half.apply(amount);
          if (quantity != null) {
            set(list, name, quantity);
          }
        });
  }

  private static void set(ResourceList.Builder list, ResourceName name, String quantity) {
    switch (name) {
      case CPU -> list.cpu(quantity);
      case MEMORY -> list.memory(quantity);
      case GPU -> list.gpu(quantity);
      case EPHEMERAL_STORAGE -> list.ephemeralStorage(quantity);
      case STORAGE, UNKNOWN -> throw new AssertionError("a replica has no such resource");
    }
  }
}
