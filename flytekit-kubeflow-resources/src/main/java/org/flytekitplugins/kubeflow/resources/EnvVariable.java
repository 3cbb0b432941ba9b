package org.flytekitplugins.kubeflow.resources;

import java.util.Map;

/** A variable of a container, as a plain object. */
final class EnvVariable {
  private EnvVariable() {}

  static Map<String, Object> of(String name, String value) {
    Map<String, Object> variable = PlainObject.of("name", name);
    variable.put("value", value);
    return variable;
  }
}
