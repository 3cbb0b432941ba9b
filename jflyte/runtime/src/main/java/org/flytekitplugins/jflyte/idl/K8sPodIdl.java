package org.flytekitplugins.jflyte.idl;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.Value;
import flyteidl.core.Tasks;
import flyteidl.core.Tasks.K8sObjectMetadata;
import flyteidl.core.Tasks.K8sPod;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.kubeflow.internal.FlyteidlField;

/**
 * Pods as the target of a task, in the place of a container.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteidl/protos/flyteidl/core/tasks.proto">tasks.proto</a>
 */
public final class K8sPodIdl {
  /** Where Flyte's plugins look for the name, in the task's configuration. */
  private static final String PRIMARY_CONTAINER_KEY = "primary_container_name";

  private K8sPodIdl() {}

  /**
   * A template with a pod in the place of its container.
   *
   * @param podSpec a pod spec of maps, lists, texts, numbers and truth values
   * @param primaryContainer the name of the container that the task runs in
   */
  public static Tasks.TaskTemplate withPod(
      Tasks.TaskTemplate template,
      Map<String, String> labels,
      Map<String, String> annotations,
      Map<String, Object> podSpec,
      String primaryContainer) {
    K8sPod pod =
        K8sPod.newBuilder()
            .setMetadata(
                K8sObjectMetadata.newBuilder().putAllLabels(labels).putAllAnnotations(annotations))
            .setPodSpec(struct(podSpec))
            .setUnknownFields(
                UnknownFieldSet.newBuilder()
                    .addField(
                        FlyteidlField.K8S_POD_PRIMARY_CONTAINER_NAME,
                        NewerField.of(primaryContainer))
                    .build())
            .build();
    return template.toBuilder()
        .setK8SPod(pod)
        .putConfig(PRIMARY_CONTAINER_KEY, primaryContainer)
        .build();
  }

  private static Struct struct(Map<?, ?> object) {
    Struct.Builder struct = Struct.newBuilder();
    object.forEach((key, value) -> struct.putFields(String.valueOf(key), value(value)));
    return struct.build();
  }

  private static Value value(Object plain) {
    Value.Builder value = Value.newBuilder();
    if (plain instanceof Map<?, ?> object) {
      value.setStructValue(struct(object));
    } else if (plain instanceof List<?> list) {
      ListValue.Builder values = ListValue.newBuilder();
      list.forEach(element -> values.addValues(value(element)));
      value.setListValue(values);
    } else if (plain instanceof Number number) {
      value.setNumberValue(number.doubleValue());
    } else if (plain instanceof Boolean truth) {
      value.setBoolValue(truth);
    } else {
      value.setStringValue(plain.toString());
    }
    return value.build();
  }
}
