package org.flytekitplugins.client.internal.flyte2;

import com.google.auto.value.AutoValue;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import flyteidl.core.Interface.Parameter;
import flyteidl.core.Tasks.TaskTemplate;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What Flyte 2 keeps of a version of a task: a TaskSpec.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/main/flyteidl2/task/task_definition.proto">task_definition.proto</a>
 */
@AutoValue
public abstract class DeployedTask {
  private static final int TEMPLATE = 1;
  private static final int DEFAULT_INPUTS = 2;
  private static final int SHORT_NAME = 3;
  private static final int LONGEST_SHORT_NAME = 63;
  private static final int NAME = 1;
  private static final int PARAMETER = 2;

  DeployedTask() {}

  /**
   * A task.
   *
   * @param defaults of its inputs that have one, by their names; Flyte 2 gives them to a run that
   *     says nothing of them
   */
  public static DeployedTask of(TaskTemplate template, Map<String, Parameter> defaults) {
    return new AutoValue_DeployedTask(
        template, Collections.unmodifiableMap(new TreeMap<>(defaults)));
  }

  /**
   * The task of a TaskSpec, without what stands in its command line for Flyte 2 alone.
   *
   * @throws MalformedMessageException if the bytes are none
   */
  static DeployedTask parse(ByteString spec) {
    Fields fields = Fields.parse(spec);
    Map<String, Parameter> defaults = new TreeMap<>();
    try {
      for (Fields input : fields.messages(DEFAULT_INPUTS)) {
        defaults.put(input.text(NAME), Parameter.parseFrom(input.messageBytes(PARAMETER)));
      }
      return of(
          TemplatePath.asked(TaskTemplate.parseFrom(fields.messageBytes(TEMPLATE))), defaults);
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedMessageException(e);
    }
  }

  /** The template. */
  public abstract TaskTemplate template();

  /** The defaults of inputs, by their names. */
  public abstract Map<String, Parameter> defaults();

  /** The TaskSpec; equal tasks have equal bytes. */
  public ByteString toSpec() {
    Fields.Builder spec = Fields.builder().message(TEMPLATE, template());
    defaults()
        .forEach(
            (name, parameter) ->
                spec.message(
                    DEFAULT_INPUTS,
                    Fields.builder().text(NAME, name).message(PARAMETER, parameter).build()));
    String name = template().getId().getName();
    String brief = name.substring(name.lastIndexOf('.') + 1);
    return spec.text(
            SHORT_NAME,
            brief.length() <= LONGEST_SHORT_NAME ? brief : brief.substring(0, LONGEST_SHORT_NAME))
        .build()
        .toByteString();
  }
}
