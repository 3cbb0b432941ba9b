package org.flytekitplugins.kubeflow.resources;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.flytekitplugins.kubeflow.ReplicaType;

/**
 * Plain objects in fabric8's model, and back. Whoever only writes YAML needs neither the model nor
 * Jackson: no other class of this package loads them.
 */
final class KubernetesModel {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> PLAIN = new TypeReference<>() {};

  private KubernetesModel() {}

  static GenericKubernetesResource resource(Map<String, Object> object) {
    return MAPPER.convertValue(object, GenericKubernetesResource.class);
  }

  static List<Pod> pods(List<Map<String, Object>> objects) {
    return all(objects, Pod.class);
  }

  static List<Service> services(List<Map<String, Object>> objects) {
    return all(objects, Service.class);
  }

  /** A pod template as somebody's edits leave it. */
  static Map<String, Object> edited(
      Map<String, Object> template,
      ReplicaType type,
      List<BiConsumer<ReplicaType, PodTemplateSpecBuilder>> edits) {
    PodTemplateSpecBuilder builder =
        new PodTemplateSpecBuilder(MAPPER.convertValue(template, PodTemplateSpec.class));
    edits.forEach(edit -> edit.accept(type, builder));
    return plain(builder.build());
  }

  static Map<String, Object> plain(Object model) {
    return MAPPER.convertValue(model, PLAIN);
  }

  private static <T> List<T> all(List<Map<String, Object>> objects, Class<T> type) {
    List<T> all = new ArrayList<>();
    objects.forEach(object -> all.add(MAPPER.convertValue(object, type)));
    return all;
  }
}
