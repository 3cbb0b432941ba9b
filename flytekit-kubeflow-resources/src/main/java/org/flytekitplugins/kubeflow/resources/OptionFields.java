package org.flytekitplugins.kubeflow.resources;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.flytekitplugins.kubeflow.ResourceForm;

/** A cluster's options as fields of a resource's {@code spec}. */
final class OptionFields {
  private static final Pattern WHOLE_NUMBER = Pattern.compile("0|-?[1-9][0-9]{0,9}");
  private static final Pattern DOT = Pattern.compile("\\.");

  private OptionFields() {}

  /** The fields of {@code spec}, those within others nested; whole numbers as such. */
  static Map<String, Object> write(ResourceForm form, Map<String, String> options) {
    Map<String, Object> spec = new TreeMap<>();
    form.optionFields()
        .forEach(
            (option, path) -> {
              String value = options.get(option);
              if (value != null) {
                put(spec, DOT.split(path), value);
              }
            });
    return spec;
  }

  private static void put(Map<String, Object> spec, String[] path, String value) {
    Map<String, Object> owner = spec;
    for (int i = 0; i < path.length - 1; i++) {
      @SuppressWarnings("unchecked") // nothing else is put at the beginning of a path
      Map<String, Object> next =
          (Map<String, Object>) owner.computeIfAbsent(path[i], name -> new TreeMap<>());
      owner = next;
    }
    boolean isNumber = WHOLE_NUMBER.matcher(value).matches();
    owner.put(path[path.length - 1], isNumber ? (Object) Long.valueOf(value) : value);
  }
}
