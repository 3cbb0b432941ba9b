package org.flytekitplugins.jflyte.staging;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import flyteidl.core.Tasks.TaskTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.jflyte.artifact.Artifact;

/** The files that task templates record for their pods: {@code custom.jflyte.artifacts}. */
public final class RecordedArtifacts {
  private static final String JFLYTE = "jflyte";
  private static final String ARTIFACTS = "artifacts";
  private static final String NAME = "name";
  private static final String LOCATION = "location";

  private RecordedArtifacts() {}

  /** The files, in their order; none if the template records none. */
  public static List<Artifact> of(TaskTemplate template) {
    List<Artifact> artifacts = new ArrayList<>();
    for (Value artifact : recorded(template).getValuesList()) {
      Map<String, Value> fields = artifact.getStructValue().getFieldsMap();
      artifacts.add(new Artifact(text(fields, NAME), text(fields, LOCATION)));
    }
    return artifacts;
  }

  /**
   * The same template with files elsewhere.
   *
   * @param locations URIs by the names of files; those that are not in it stay where they are
   */
  public static TaskTemplate relocated(TaskTemplate template, Map<String, String> locations) {
    ListValue.Builder artifacts = ListValue.newBuilder();
    for (Value artifact : recorded(template).getValuesList()) {
      Struct.Builder fields = artifact.getStructValue().toBuilder();
      String location = locations.get(text(fields.getFieldsMap(), NAME));
      if (location != null) {
        fields.putFields(LOCATION, Value.newBuilder().setStringValue(location).build());
      }
      artifacts.addValues(Value.newBuilder().setStructValue(fields));
    }
    if (artifacts.getValuesCount() == 0) {
      return template;
    }
    Struct.Builder jflyte = jflyte(template).toBuilder();
    jflyte.putFields(ARTIFACTS, Value.newBuilder().setListValue(artifacts).build());
    TaskTemplate.Builder relocated = template.toBuilder();
    relocated
        .getCustomBuilder()
        .putFields(JFLYTE, Value.newBuilder().setStructValue(jflyte).build());
    return relocated.build();
  }

  private static ListValue recorded(TaskTemplate template) {
    return jflyte(template)
        .getFieldsOrDefault(ARTIFACTS, Value.getDefaultInstance())
        .getListValue();
  }

  private static Struct jflyte(TaskTemplate template) {
    return template
        .getCustom()
        .getFieldsOrDefault(JFLYTE, Value.getDefaultInstance())
        .getStructValue();
  }

  private static String text(Map<String, Value> fields, String name) {
    return fields.getOrDefault(name, Value.getDefaultInstance()).getStringValue();
  }
}
