package org.flytekitplugins.kubeflow.resources;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.Quantity;
import org.jspecify.annotations.Nullable;

/**
 * The fields of Kubernetes' pod templates, and what each takes. They are a list, which a test
 * compares with fabric8's model: whoever registers a task needs neither that nor Jackson for it.
 */
final class PodTemplateFields {
  /** A line for each field: the object that has it, its name, its type. */
  static final String LIST = "pod-template-fields.txt";

  private static final String ROOT = "PodTemplateSpec";
  private static final String ELEMENTS = "[]";
  private static final String ENTRIES = "{}";

  /** Read when the first template is. */
  private static final class Known {
    static final Map<String, SortedMap<String, String>> FIELDS = read();
  }

  private PodTemplateFields() {}

  /**
   * Checks a pod template.
   *
   * @param field where it stands
   * @throws InvalidFieldException with the first field that there is not, or that takes another
   *     type of value
   */
  static void check(String field, Object template) {
    check(field, template, ROOT);
  }

  private static void check(String path, Object value, String type) {
    if (type.startsWith(ELEMENTS)) {
      List<?> list = as(List.class, path, value, "a list");
      for (int i = 0; i < list.size(); i++) {
        check(path + "[" + i + "]", list.get(i), type.substring(ELEMENTS.length()));
      }
    } else if (type.startsWith(ENTRIES)) {
      object(path, value)
          .forEach(
              (key, entry) ->
                  check(
                      path + "." + key,
                      Objects.requireNonNull(entry, path),
                      type.substring(ENTRIES.length())));
    } else {
      checkOne(path, value, type);
    }
  }

  private static void checkOne(String path, Object value, String type) {
    switch (type) {
      case "any":
        break;
      case "string":
        as(String.class, path, value, "a text, in quotes if it looks like a number");
        break;
      case "boolean":
        as(Boolean.class, path, value, "true or false");
        break;
      case "integer":
        if (!isWhole(value)) {
          throw refusal(path, value, "a whole number");
        }
        break;
      case "number":
        as(Number.class, path, value, "a number");
        break;
      case "integer-or-string":
        if (!isWhole(value)) {
          as(String.class, path, value, "a whole number or a text");
        }
        break;
      case "quantity":
        if (!isQuantity(value)) {
          throw refusal(path, value, "a quantity such as 500m or 4Gi");
        }
        break;
      default:
        checkObject(path, object(path, value), type);
    }
  }

  private static void checkObject(String path, Map<?, ?> object, String type) {
    SortedMap<String, String> fields = Objects.requireNonNull(Known.FIELDS.get(type), type);
    object.forEach(
        (key, value) -> {
          String name = String.valueOf(key);
          String field = path + "." + name;
          String fieldType = fields.get(name);
          if (fieldType == null) {
            throw new InvalidFieldException(
                field, name, "no field of Kubernetes' is called so there", nearest(name, fields));
          }
          check(field, Objects.requireNonNull(value, field), fieldType);
        });
  }

  private static Map<?, ?> object(String path, Object value) {
    return as(Map.class, path, value, "an object");
  }

  private static <T> T as(Class<T> type, String path, Object value, String expected) {
    if (!type.isInstance(value)) {
      throw refusal(path, value, expected);
    }
    return type.cast(value);
  }

  private static InvalidFieldException refusal(String path, Object value, String expected) {
    Object shown = value instanceof Map || value instanceof List ? String.valueOf(value) : value;
    return new InvalidFieldException(
        path, shown, "Kubernetes takes another type of value there", "write " + expected);
  }

  private static boolean isWhole(Object value) {
    return value instanceof Integer || value instanceof Long || value instanceof BigInteger;
  }

  private static boolean isQuantity(Object value) {
    try {
      return value instanceof Number
          || (value instanceof String && Quantity.of((String) value).amount() != null);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String nearest(String name, SortedMap<String, String> fields) {
    return fields.keySet().stream()
        .min(Comparator.comparingInt(other -> distance(name, other)))
        .filter(other -> distance(name, other) <= Math.max(2, name.length() / 3))
        .map(other -> "write " + other + ", or leave it out")
        .orElse("leave it out");
  }

  /** How many letters have to be put in, taken out or changed to make one of the other. */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }

  private static Map<String, SortedMap<String, String>> read() {
    Map<String, SortedMap<String, String>> fields = new HashMap<>();
    @Nullable InputStream list = PodTemplateFields.class.getResourceAsStream(LIST);
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(Objects.requireNonNull(list, LIST), UTF_8))) {
      lines
          .lines()
          .map(line -> line.split(" ", -1))
          .forEach(
              words ->
                  fields
                      .computeIfAbsent(words[0], owner -> new TreeMap<>())
                      .put(words[1], words[2]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return fields;
  }
}
