package org.flytekitplugins.jflyte.testing;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Messages as flyteadmin compares them: with the fields that it knows. Those of Flyte 1.16.8 that
 * the flyteidl-protos on the class path lack are known by their numbers; any other field is kept,
 * but makes no difference.
 */
final class ServerFields {
  private static final Map<String, Set<Integer>> NEWER =
      Map.of(
          "flyteidl.core.TaskTemplate", Set.of(9),
          "flyteidl.core.TaskMetadata", Set.of(11, 12, 13, 14, 15, 16),
          "flyteidl.core.K8sPod", Set.of(3, 4),
          "flyteidl.core.Secret", Set.of(5),
          "flyteidl.core.Node", Set.of(9, 10),
          "flyteidl.core.NodeMetadata", Set.of(7, 8, 9, 10),
          "flyteidl.core.TaskNodeOverrides", Set.of(2, 3, 4),
          "flyteidl.core.Variable", Set.of(3, 4),
          "flyteidl.core.Parameter", Set.of(4, 5),
          "flyteidl.admin.LaunchPlanSpec", Set.of(19, 20, 21, 22, 23));

  private ServerFields() {}

  static boolean equal(Message one, Message other) {
    return one.equals(other) || known(one).equals(known(other));
  }

  private static Message known(Message of) {
    Message.Builder known = of.toBuilder();
    for (Map.Entry<FieldDescriptor, Object> field : of.getAllFields().entrySet()) {
      if (field.getKey().getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
        continue;
      }
      if (field.getKey().isRepeated()) {
        List<?> values = (List<?>) field.getValue();
        for (int i = 0; i < values.size(); i++) {
          known.setRepeatedField(field.getKey(), i, known((Message) values.get(i)));
        }
      } else {
        known.setField(field.getKey(), known((Message) field.getValue()));
      }
    }
    Set<Integer> newer = NEWER.getOrDefault(of.getDescriptorForType().getFullName(), Set.of());
    UnknownFieldSet.Builder unknown = UnknownFieldSet.newBuilder();
    of.getUnknownFields()
        .asMap()
        .forEach(
            (number, value) -> {
              if (newer.contains(number)) {
                unknown.addField(number, value);
              }
            });
    return known.setUnknownFields(unknown.build()).build();
  }
}
