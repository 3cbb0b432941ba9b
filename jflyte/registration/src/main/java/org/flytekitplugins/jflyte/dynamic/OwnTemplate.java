package org.flytekitplugins.jflyte.dynamic;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.Tasks.TaskTemplate;
import java.util.HashMap;
import java.util.Map;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.closure.NamedImages;
import org.flytekitplugins.jflyte.loading.ExecutionVariables;

/**
 * The template of the task that runs, from which it is known what the tasks that it makes run with:
 * the image and, under the key {@code jflyte} of the custom field, names of more images.
 */
record OwnTemplate(TaskTemplate template) {
  /**
   * Reads a template.
   *
   * @param source where it is from, to begin a sentence with
   * @throws JflyteException if it is none
   */
  static OwnTemplate parse(byte[] bytes, String source) {
    try {
      return new OwnTemplate(TaskTemplate.parseFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw new JflyteException(
          "task template "
              + source
              + " cannot be understood ("
              + e.getMessage()
              + "): register"
              + " the package again",
          e);
    }
  }

  /**
   * The images that tasks may name, and one for those that name none: that of the package, or of
   * this task if the package has none.
   */
  NamedImages images() {
    Map<String, String> images = new HashMap<>();
    jflyte()
        .getFieldsOrDefault("images", Value.getDefaultInstance())
        .getStructValue()
        .getFieldsMap()
        .forEach((name, image) -> images.put(name, image.getStringValue()));
    String own = template.getContainer().getImage();
    if (!own.isEmpty()) {
      images.putIfAbsent(NamedImages.DEFAULT, own);
    }
    return NamedImages.of(images);
  }

  /**
   * The project, domain and version that the package is registered with.
   *
   * @param environment says so if the template does not
   */
  ExecutionVariables variables(Map<String, String> environment) {
    Identifier id = template.getId();
    return new ExecutionVariables(
        or(id.getProject(), environment, "PROJECT"),
        or(id.getDomain(), environment, "DOMAIN"),
        or(id.getVersion(), environment, "VERSION"));
  }

  private static String or(String value, Map<String, String> environment, String field) {
    if (!value.isEmpty()) {
      return value;
    }
    String found = ExecutionVariables.find(environment, field);
    if (found != null) {
      return found;
    }
    throw new JflyteException(
        "the task template has no identifier and "
            + ExecutionVariables.TASK_PREFIX
            + field
            + " is not set: register the package again");
  }

  private Struct jflyte() {
    return template
        .getCustom()
        .getFieldsOrDefault("jflyte", Value.getDefaultInstance())
        .getStructValue();
  }
}
