package org.flytekitplugins.jflyte.explain.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.flyte.api.v1.Struct;
import org.flyte.api.v1.Struct.Value;
import org.flyte.api.v1.Struct.Value.Kind;
import org.flytekitplugins.kubeflow.CustomObject;
import org.flytekitplugins.kubeflow.Quantity;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.jspecify.annotations.Nullable;

/** A custom field that somebody may have written by hand, past our builders. */
final class RawCustom {
  private static final String COMMON = "common";
  private static final String RESOURCES = "resources";
  private static final String REQUESTS = "requests";
  private static final String LIMITS = "limits";

  private final Struct custom;

  RawCustom(Struct custom) {
    this.custom = custom;
  }

  boolean has(String key) {
    Value value = CustomObject.value(custom, key);
    return value != null && value.kind() != Kind.NULL_VALUE;
  }

  /** The number that a group of replicas counts, as far as it is one. */
  @Nullable Double replicas(ReplicaType type) {
    Struct members = members(type);
    Value replicas = members == null ? null : CustomObject.value(members, "replicas");
    return replicas != null && replicas.kind() == Kind.NUMBER_VALUE ? replicas.numberValue() : null;
  }

  /** The fields that count replicas of a role, of whichever version, and count less than none. */
  List<String> negativeCounts(ReplicaType type) {
    List<String> negative = new ArrayList<>();
    Double replicas = replicas(type);
    if (replicas != null && replicas < 0) {
      negative.add(key(type) + ".replicas");
    }
    String older = type == ReplicaType.WORKER ? "workers" : key(type);
    Value count = CustomObject.value(custom, older);
    if (count != null && count.kind() == Kind.NUMBER_VALUE && count.numberValue() < 0) {
      negative.add(older);
    }
    return negative;
  }

  /** The quantities of a group that Flyte drops, by their field: zeros, and those of storage. */
  Map<String, String> droppedQuantities(ReplicaType type) {
    Map<String, String> dropped = new LinkedHashMap<>();
    Struct resources = resources(type);
    if (resources != null) {
      for (String list : List.of(REQUESTS, LIMITS)) {
        for (Struct entry : entries(resources, list)) {
          String name = text(entry, "name").toLowerCase(Locale.ROOT);
          if (name.equals("storage") || isZero(value(entry))) {
            dropped.put(list + "." + name, value(entry));
          }
        }
      }
    }
    return dropped;
  }

  /** All that stands where Flyte expects a whole number, and is a number. */
  List<Double> numbers() {
    List<Double> numbers = new ArrayList<>();
    addNumbers(custom, numbers);
    for (ReplicaType type : ReplicaType.values()) {
      addNumbers(members(type), numbers);
    }
    addNumbers(struct(custom, "runPolicy"), numbers);
    addNumbers(struct(custom, "elasticConfig"), numbers);
    return numbers;
  }

  private static void addNumbers(@Nullable Struct to, List<Double> numbers) {
    if (to != null) {
      to.fields().values().stream()
          .filter(value -> value.kind() == Kind.NUMBER_VALUE)
          .forEach(value -> numbers.add(value.numberValue()));
    }
  }

  /** All that stands where Flyte expects a quantity. */
  List<String> quantities() {
    List<String> quantities = new ArrayList<>();
    for (ReplicaType type : ReplicaType.values()) {
      Struct resources = resources(type);
      if (resources != null) {
        entries(resources, REQUESTS).forEach(entry -> quantities.add(value(entry)));
        entries(resources, LIMITS).forEach(entry -> quantities.add(value(entry)));
      }
    }
    return quantities;
  }

  /** Whether a group says something twice, of which Flyte takes what stands in {@code common}. */
  boolean isInBothForms(ReplicaType type) {
    Struct group = group(type);
    return group != null && struct(group, COMMON) != null && group.fields().size() > 1;
  }

  /** Whether a group names resources and says none. */
  boolean hasEmptyResources(ReplicaType type) {
    Struct resources = resources(type);
    return resources != null
        && entries(resources, REQUESTS).isEmpty()
        && entries(resources, LIMITS).isEmpty();
  }

  /** What a group requests above its own limits: the request and the limit by resource. */
  Map<String, String[]> requestsAboveLimits(ReplicaType type) {
    Map<String, String[]> above = new LinkedHashMap<>();
    Struct resources = resources(type);
    if (resources != null) {
      Map<String, String> limits = new LinkedHashMap<>();
      entries(resources, LIMITS).forEach(entry -> limits.put(text(entry, "name"), value(entry)));
      for (Struct entry : entries(resources, REQUESTS)) {
        String name = text(entry, "name");
        String limit = limits.get(name);
        if (limit != null && !isZero(limit) && isAbove(value(entry), limit)) {
          above.put(name, new String[] {value(entry), limit});
        }
      }
    }
    return above;
  }

  private @Nullable Struct resources(ReplicaType type) {
    Struct members = members(type);
    return members == null ? null : struct(members, RESOURCES);
  }

  /** What Flyte looks at of a group: if there is {@code common}, nothing beside it. */
  private @Nullable Struct members(ReplicaType type) {
    Struct group = group(type);
    if (group == null) {
      return null;
    }
    Struct common = struct(group, COMMON);
    return common == null ? group : common;
  }

  private @Nullable Struct group(ReplicaType type) {
    return struct(custom, key(type));
  }

  static String key(ReplicaType type) {
    return type.lowerCaseName() + "Replicas";
  }

  private static @Nullable Struct struct(Struct of, String key) {
    Value value = CustomObject.value(of, key);
    return value != null && value.kind() == Kind.STRUCT_VALUE ? value.structValue() : null;
  }

  private static List<Struct> entries(Struct resources, String key) {
    Value list = resources.fields().get(key);
    List<Struct> entries = new ArrayList<>();
    if (list != null && list.kind() == Kind.LIST_VALUE) {
      for (Value entry : list.listValue()) {
        if (entry.kind() == Kind.STRUCT_VALUE) {
          entries.add(entry.structValue());
        }
      }
    }
    return entries;
  }

  private static String value(Struct entry) {
    return text(entry, "value");
  }

  private static String text(Struct of, String key) {
    Value value = of.fields().get(key);
    return value != null && value.kind() == Kind.STRING_VALUE ? value.stringValue() : "";
  }

  private static boolean isZero(String quantity) {
    try {
      return Quantity.of(quantity).amount().signum() == 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isAbove(String request, String limit) {
    try {
      return Quantity.of(request).compareTo(Quantity.of(limit)) > 0;
    } catch (IllegalArgumentException e) {
      return false; // what is no quantity is told by whoever reads the field
    }
  }
}
