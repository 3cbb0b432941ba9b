package org.flytekitplugins.kubeflow.resources;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Parts of Kubernetes objects that are plain maps and lists. */
final class PlainObject {
  private PlainObject() {}

  /** An object with one key; more may be put into it. */
  static Map<String, Object> of(String key, Object value) {
    Map<String, Object> object = new TreeMap<>();
    object.put(key, value);
    return object;
  }

  /** The object below a key, which is made if it is not there. */
  @SuppressWarnings("unchecked") // what is below a key of ours or of Kubernetes' is known
  static Map<String, Object> object(Map<String, Object> owner, String key) {
    return (Map<String, Object>) owner.computeIfAbsent(key, name -> new TreeMap<String, Object>());
  }

  /** The list of objects below a key, which is made if it is not there. */
  @SuppressWarnings("unchecked") // what is below a key of ours or of Kubernetes' is known
  static List<Map<String, Object>> list(Map<String, Object> owner, String key) {
    return (List<Map<String, Object>>)
        owner.computeIfAbsent(key, name -> new ArrayList<Map<String, Object>>());
  }

  /** Says something of an object, unless there is nothing to say. */
  static void put(Map<String, Object> owner, String key, @Nullable Object value) {
    boolean isNothing =
        value == null
            || (value instanceof Map && ((Map<?, ?>) value).isEmpty())
            || (value instanceof List && ((List<?>) value).isEmpty());
    if (!isNothing) {
      owner.put(key, value);
    }
  }
}
