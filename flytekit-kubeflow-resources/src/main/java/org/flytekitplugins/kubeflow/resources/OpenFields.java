package org.flytekitplugins.kubeflow.resources;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.internal.FlyteTemplates;
import org.jspecify.annotations.Nullable;

/**
 * What of a resource only registration or an execution decides, and what stands there until then.
 */
final class OpenFields {
  private final @Nullable String name;
  private final @Nullable String namespace;
  private final FlyteNames flytes;
  private final List<InvalidFieldException> refusals = new ArrayList<>();

  OpenFields(@Nullable String name, @Nullable String namespace, FlyteNames flytes) {
    this.name = name;
    this.namespace = namespace;
    this.flytes = flytes;
    if (name == null) {
      refuse("name", flytes.job(), "Flyte names a job after its execution", "set a name");
    }
    if (namespace == null && !flytes.isOneNamespace()) {
      refuse(
          "namespace", flytes.namespace(), "Flyte takes that of the execution", "set a namespace");
    }
  }

  OpenFields images(Map<ReplicaType, String> images) {
    images.forEach(
        (type, image) -> {
          String field = type.lowerCaseName() + ".image";
          if (image.isEmpty()) {
            refuse(
                field, image, "every container needs an image", "set that of the task's container");
          } else if (image.contains("{{")) {
            refuse(field, image, "registration says which image that is", "name the image itself");
          }
        });
    return this;
  }

  OpenFields texts(String field, List<String> texts) {
    for (int i = 0; i < texts.size(); i++) {
      if (FlyteTemplates.isIn(texts.get(i))) {
        refuse(
            field + "[" + i + "]",
            texts.get(i),
            "only an execution of Flyte's fills that in",
            "give the template a value, or another argument");
      }
    }
    return this;
  }

  String name() {
    return name == null ? flytes.job() : name;
  }

  String namespace() {
    return namespace == null ? flytes.namespace() : namespace;
  }

  /** What Flyte writes on the pods that it makes. */
  Map<String, String> labels() {
    return flytes.labels(name);
  }

  List<InvalidFieldException> refusals() {
    return Collections.unmodifiableList(refusals);
  }

  List<String> inWords() {
    List<String> words = new ArrayList<>();
    refusals.forEach(refusal -> words.add(refusal.getMessage()));
    return List.copyOf(words);
  }

  private void refuse(String field, String value, String rule, String remedy) {
    refusals.add(new InvalidFieldException(field, value, rule, remedy));
  }
}
