package org.flytekitplugins.jflyte.explain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.flyte.api.v1.Struct;
import org.flyte.api.v1.Struct.Value;
import org.flyte.api.v1.Struct.Value.Kind;
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
    Value value = custom.fields().get(key);
    return value != null && value.kind() != Kind.NULL_VALUE;
  }

  /** The number that a group of replicas counts, as far as it is one. */
  @Nullable Double replicas(ReplicaType type) {
    Struct group = group(type);
    if (group == null) {
      return null;
    }
    Struct common = struct(group, COMMON);
    Value replicas = (common == null ? group : common).fields().get("replicas");
    return replicas != null && replicas.kind() == Kind.NUMBER_VALUE ? replicas.numberValue() : null;
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
        if (limit != null && !name.equals("GPU") && isAbove(value(entry), limit)) {
          above.put(name, new String[] {value(entry), limit});
        }
      }
    }
    return above;
  }

  /** This field without the requests that are above their limits, which Flyte lowers to these. */
  Struct withinLimits() {
    Struct within = custom;
    for (ReplicaType type : ReplicaType.values()) {
      Map<String, String[]> above = requestsAboveLimits(type);
      if (!above.isEmpty()) {
        UnaryOperator<Struct> lower =
            fields -> edit(fields, RESOURCES, resources -> without(resources, above));
        within =
            edit(
                within,
                key(type),
                group ->
                    struct(group, COMMON) == null
                        ? lower.apply(group)
                        : edit(group, COMMON, lower));
      }
    }
    return within;
  }

  private static Struct without(Struct resources, Map<String, ?> names) {
    List<Value> left =
        entries(resources, REQUESTS).stream()
            .filter(entry -> !names.containsKey(text(entry, "name")))
            .map(Value::ofStructValue)
            .toList();
    return with(resources, REQUESTS, Value.ofListValue(left));
  }

  private @Nullable Struct resources(ReplicaType type) {
    Struct group = group(type);
    if (group == null) {
      return null;
    }
    Struct common = struct(group, COMMON);
    return struct(common == null ? group : common, RESOURCES);
  }

  private @Nullable Struct group(ReplicaType type) {
    return struct(custom, key(type));
  }

  static String key(ReplicaType type) {
    return type.lowerCaseName() + "Replicas";
  }

  private static @Nullable Struct struct(Struct of, String key) {
    Value value = of.fields().get(key);
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

  private static boolean isAbove(String request, String limit) {
    try {
      return Quantity.of(request).compareTo(Quantity.of(limit)) > 0;
    } catch (IllegalArgumentException e) {
      return false; // what is no quantity is told by whoever reads the field
    }
  }

  private static Struct edit(Struct struct, String key, UnaryOperator<Struct> edit) {
    Struct inner = struct(struct, key);
    return inner == null ? struct : with(struct, key, Value.ofStructValue(edit.apply(inner)));
  }

  private static Struct with(Struct struct, String key, Value value) {
    Map<String, Value> fields = new LinkedHashMap<>(struct.fields());
    fields.put(key, value);
    return Struct.of(fields);
  }
}
