package org.flytekitplugins.kubeflow.resources;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** The text of a pod template as maps, lists, texts, numbers and truth values. */
final class PodTemplateYaml {
  static final String FIELD = "podTemplate";

  private PodTemplateYaml() {}

  /** Reads it; what is null is not there. */
  @SuppressWarnings("unchecked") // keys are made texts
  static Map<String, Object> read(String yaml) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    List<Object> documents = new ArrayList<>();
    try {
      new Yaml(new SafeConstructor(options)).loadAll(yaml).forEach(documents::add);
    } catch (YAMLException e) {
      InvalidFieldException refusal =
          new InvalidFieldException(
              FIELD,
              yaml,
              "it is no YAML (" + String.valueOf(e.getMessage()).replaceAll("\\s+", " ") + ")",
              "mend it there");
      refusal.initCause(e);
      throw refusal;
    }
    if (documents.size() != 1 || !(documents.get(0) instanceof Map)) {
      throw new InvalidFieldException(
          FIELD, yaml, "it is to be one object", "write spec: and what the pods have below it");
    }
    Object plain = plain(FIELD, documents.get(0));
    return (Map<String, Object>) plain;
  }

  private static Object plain(String path, Object value) {
    if (value instanceof Map) {
      Map<String, Object> object = new TreeMap<>();
      ((Map<?, ?>) value)
          .forEach(
              (key, member) -> {
                String name = String.valueOf(key);
                if (member != null) {
                  object.put(name, plain(path + "." + name, member));
                }
              });
      return object;
    }
    if (value instanceof List) {
      return elements(path, (List<?>) value);
    }
    if (value instanceof String || value instanceof Number || value instanceof Boolean) {
      return value;
    }
    throw new InvalidFieldException(
        path, String.valueOf(value), "Kubernetes has no such type", "put it into quotes");
  }

  private static List<Object> elements(String path, List<?> values) {
    List<Object> list = new ArrayList<>();
    for (@Nullable Object element : values) {
      String place = path + "[" + list.size() + "]";
      if (element == null) {
        throw new InvalidFieldException(place, null, "nothing is there", "take it out");
      }
      list.add(plain(place, element));
    }
    return list;
  }
}
