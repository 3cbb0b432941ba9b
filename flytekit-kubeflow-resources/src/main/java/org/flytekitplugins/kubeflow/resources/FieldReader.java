package org.flytekitplugins.kubeflow.resources;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.jspecify.annotations.Nullable;

/**
 * An object of a resource, with the path at which it stands, and what of it nobody has read. What
 * is null or empty is not there.
 */
final class FieldReader {
  /** What is shown of a value that is not plain. */
  private enum Form {
    OBJECT("an object"),
    LIST("a list");

    private final String words;

    Form(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  private final String path;
  private final Map<String, Object> values;
  private final Set<String> read = new LinkedHashSet<>();
  private final Map<String, FieldReader> objects = new LinkedHashMap<>();

  FieldReader(String path, Map<?, ?> values) {
    this.path = path;
    this.values = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> {
          if (value != null && !isEmpty(value)) {
            this.values.put(String.valueOf(key), value);
          }
        });
  }

  private static boolean isEmpty(Object value) {
    return (value instanceof Map && ((Map<?, ?>) value).isEmpty())
        || (value instanceof Collection && ((Collection<?>) value).isEmpty());
  }

  /** Where the object stands. */
  String path() {
    return path;
  }

  /** Where a field stands. */
  String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** The names of the fields that are there. */
  Set<String> keys() {
    return values.keySet();
  }

  /** Counts fields as read that nobody needs to hear of. */
  void ignore(String... keys) {
    read.addAll(List.of(keys));
  }

  /** The fields that were not read, by their paths; within objects that were read as well. */
  List<String> unread() {
    List<String> unread = new ArrayList<>();
    for (String key : values.keySet()) {
      FieldReader object = objects.get(key);
      if (object != null) {
        unread.addAll(object.unread());
      } else if (!read.contains(key)) {
        unread.add(at(key));
      }
    }
    return unread;
  }

  @Nullable FieldReader object(String key) {
    Object value = value(key);
    if (value == null) {
      return null;
    }
    if (!(value instanceof Map)) {
      throw refuse(key, value, "an object");
    }
    return objects.computeIfAbsent(key, name -> new FieldReader(at(name), (Map<?, ?>) value));
  }

  /** The objects of a list. */
  List<FieldReader> objects(String key) {
    List<FieldReader> found = new ArrayList<>();
    for (Object element : list(key)) {
      String place = key + "[" + found.size() + "]";
      if (!(element instanceof Map)) {
        throw refuse(place, element, "an object");
      }
      found.add(new FieldReader(at(place), (Map<?, ?>) element));
    }
    return found;
  }

  /** The strings of a list. */
  List<String> texts(String key) {
    List<String> found = new ArrayList<>();
    for (Object element : list(key)) {
      if (!(element instanceof String)) {
        throw refuse(key + "[" + found.size() + "]", element, "a string");
      }
      found.add((String) element);
    }
    return found;
  }

  @Nullable String text(String key) {
    Object value = value(key);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw refuse(key, value, "a string");
  }

  /** A string or a number, as a quantity is written. */
  @Nullable String textOrNumber(String key) {
    Object value = value(key);
    if (value instanceof Number) {
      return new BigDecimal(value.toString()).toPlainString();
    }
    return text(key);
  }

  @Nullable Integer integer(String key) {
    Object value = value(key);
    if (value == null || value instanceof Integer) {
      return (Integer) value;
    }
    throw refuse(key, value, "a whole number of 32 bits");
  }

  /** Counts a field as read if it has a value that says nothing new. */
  void ignoreIf(String key, Object value) {
    if (value.equals(values.get(key))) {
      read.add(key);
    }
  }

  /** Why a field cannot be what it is. */
  InvalidFieldException refuse(String key, Object value, String expected) {
    Object shown = value instanceof Map ? Form.OBJECT : value instanceof List ? Form.LIST : value;
    return new InvalidFieldException(
        at(key), shown, "it is to be " + expected, "write it as the operator takes it");
  }

  private List<?> list(String key) {
    Object value = value(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List)) {
      throw refuse(key, value, "a list");
    }
    return ((List<?>) value)
        .stream().map(element -> element == null ? "" : element).collect(Collectors.toList());
  }

  private @Nullable Object value(String key) {
    read.add(key);
    return values.get(key);
  }
}
