package org.flytekitplugins.kubeflow.resources;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The list of Kubernetes' fields is that of fabric8's model. {@code -Dfields.write=true} writes it
 * anew.
 */
class PodTemplateFieldsTest {
  private static final Path LIST =
      Path.of("src/main/resources")
          .resolve(PodTemplateFields.class.getPackageName().replace('.', '/'))
          .resolve(PodTemplateFields.LIST);

  private static final Map<Class<?>, String> PLAIN =
      Map.of(
          String.class, "string",
          Integer.class, "integer",
          Long.class, "integer",
          Boolean.class, "boolean",
          Double.class, "number",
          Quantity.class, "quantity",
          IntOrString.class, "integer-or-string");

  private final Set<String> lines = new TreeSet<>();
  private final Set<Class<?>> seen = new HashSet<>();
  private final Deque<Class<?>> objects = new ArrayDeque<>();

  @Test
  void theyAreThoseOfTheModel() throws IOException {
    meet(PodTemplateSpec.class);
    while (!objects.isEmpty()) {
      add(objects.remove());
    }
    String expected = String.join("\n", lines) + "\n";
    if (Boolean.getBoolean("fields.write")) {
      Files.createDirectories(LIST.getParent());
      Files.writeString(LIST, expected);
    }

    assertThat(LIST)
        .as("if fabric8's model is newer, -Dfields.write=true writes the list anew")
        .content()
        .isEqualTo(expected);
    assertThat(lines)
        .contains(
            "Container env []EnvVar",
            "PodSpec nodeSelector {}string",
            "ResourceRequirements limits {}quantity",
            "HTTPGetAction port integer-or-string",
            "PodSpec hostNetwork boolean")
        .noneMatch(line -> line.endsWith(" any") && line.startsWith("PodSpec "));
  }

  private void add(Class<?> object) {
    for (Field field : object.getDeclaredFields()) {
      JsonProperty property = field.getAnnotation(JsonProperty.class);
      if (property != null) {
        lines.add(
            object.getSimpleName() + " " + property.value() + " " + name(field.getGenericType()));
      }
    }
  }

  private String name(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      return (generic.getRawType() == List.class ? "[]" : "{}")
          + name(arguments[arguments.length - 1]);
    }
    Class<?> one = (Class<?>) type;
    if (PLAIN.containsKey(one)) {
      return PLAIN.get(one);
    }
    if (one.getDeclaredFields().length == 0
        || !one.getPackageName().equals(PodTemplateSpec.class.getPackageName())) {
      return "any";
    }
    return meet(one);
  }

  private String meet(Class<?> object) {
    if (seen.add(object)) {
      objects.add(object);
    }
    return object.getSimpleName();
  }
}
