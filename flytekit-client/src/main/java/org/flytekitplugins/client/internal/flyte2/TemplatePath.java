package org.flytekitplugins.client.internal.flyte2;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import flyteidl.core.Tasks.Container;
import flyteidl.core.Tasks.TaskTemplate;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a pod is told that its task's template is. Flyte 1 writes the template to storage and says
 * where; Flyte 2 says {@code inline://taskTemplate}, which nobody can read, so there the template
 * is uploaded when it is registered, and its address stands in the command line.
 */
final class TemplatePath {
  private static final String FLAG = "--taskTemplatePath";
  private static final String ASKED = "{{.taskTemplatePath}}";

  private TemplatePath() {}

  /** Whether its pods want to know. */
  static boolean isIn(TaskTemplate template) {
    return !withUri(template, "").equals(template);
  }

  /** The template as it is for Flyte 1. */
  static TaskTemplate asked(TaskTemplate template) {
    return withUri(template, ASKED);
  }

  /** The template with an address in its command line. */
  static TaskTemplate withUri(TaskTemplate template, String uri) {
    TaskTemplate.Builder changed = template.toBuilder();
    if (template.hasContainer()) {
      Container container = template.getContainer();
      changed.setContainer(
          container.toBuilder().clearArgs().addAllArgs(args(container.getArgsList(), uri)));
    }
    if (template.hasK8SPod()) {
      Struct pod = template.getK8SPod().getPodSpec();
      if (pod.containsFields("containers")) {
        ListValue.Builder containers = ListValue.newBuilder();
        pod.getFieldsOrThrow("containers")
            .getListValue()
            .getValuesList()
            .forEach(container -> containers.addValues(container(container, uri)));
        changed
            .getK8SPodBuilder()
            .getPodSpecBuilder()
            .putFields("containers", Value.newBuilder().setListValue(containers).build());
      }
    }
    return changed.build();
  }

  private static Value container(Value container, String uri) {
    Struct fields = container.getStructValue();
    if (!fields.containsFields("args")) {
      return container;
    }
    List<String> words = new ArrayList<>();
    fields
        .getFieldsOrThrow("args")
        .getListValue()
        .getValuesList()
        .forEach(word -> words.add(word.getStringValue()));
    ListValue.Builder changed = ListValue.newBuilder();
    args(words, uri).forEach(word -> changed.addValues(Value.newBuilder().setStringValue(word)));
    return Value.newBuilder()
        .setStructValue(
            fields.toBuilder().putFields("args", Value.newBuilder().setListValue(changed).build()))
        .build();
  }

  private static List<String> args(List<String> words, String uri) {
    List<String> changed = new ArrayList<>(words);
    for (int i = 1; i < changed.size(); i++) {
      if (changed.get(i - 1).equals(FLAG)) {
        changed.set(i, uri);
      }
    }
    return changed;
  }
}
