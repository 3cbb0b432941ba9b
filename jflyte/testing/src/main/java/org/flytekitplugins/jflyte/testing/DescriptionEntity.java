package org.flytekitplugins.jflyte.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import flyteidl.admin.TaskOuterClass.TaskSpec;
import flyteidl.admin.WorkflowOuterClass.WorkflowSpec;
import flyteidl.core.IdentifierOuterClass.Identifier;
import java.util.List;
import java.util.Optional;
import org.flytekitplugins.kubeflow.internal.FlyteidlField;

/**
 * What flyteadmin keeps for people of a task or a workflow, once it is created. The flyteidl-protos
 * on the class path do not know it, so it is read by its numbers.
 *
 * @param id of the task or workflow
 * @param shortDescription a line; empty if none was sent
 * @param longDescription all of it; empty if none was sent
 * @param format how the long description is written
 * @param sourceLink where the source code is; empty if none was sent
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteidl/protos/flyteidl/admin/description_entity.proto">description_entity.proto</a>
 */
public record DescriptionEntity(
    Identifier id,
    String shortDescription,
    String longDescription,
    Format format,
    String sourceLink) {
  /** How a long description is written. */
  public enum Format {
    /** Nobody said. */
    UNKNOWN,
    /** Markdown. */
    MARKDOWN,
    /** HTML. */
    HTML,
    /** reStructuredText. */
    RST
  }

  static Optional<DescriptionEntity> of(Identifier id, TaskSpec spec) {
    return of(id, spec.getUnknownFields(), FlyteidlField.TASK_SPEC_DESCRIPTION);
  }

  static Optional<DescriptionEntity> of(Identifier id, WorkflowSpec spec) {
    return of(id, spec.getUnknownFields(), FlyteidlField.WORKFLOW_SPEC_DESCRIPTION);
  }

  private static Optional<DescriptionEntity> of(Identifier id, UnknownFieldSet spec, int number) {
    if (!spec.hasField(number)) {
      return Optional.empty();
    }
    UnknownFieldSet entity = message(spec, number);
    UnknownFieldSet description =
        message(entity, FlyteidlField.DESCRIPTION_ENTITY_LONG_DESCRIPTION);
    return Optional.of(
        new DescriptionEntity(
            id,
            text(entity, FlyteidlField.DESCRIPTION_ENTITY_SHORT_DESCRIPTION),
            text(description, FlyteidlField.DESCRIPTION_VALUE),
            format(description),
            text(
                message(entity, FlyteidlField.DESCRIPTION_ENTITY_SOURCE_CODE),
                FlyteidlField.SOURCE_CODE_LINK)));
  }

  private static Format format(UnknownFieldSet description) {
    List<Long> values = description.getField(FlyteidlField.DESCRIPTION_FORMAT).getVarintList();
    return values.isEmpty() ? Format.UNKNOWN : Format.values()[values.get(0).intValue()];
  }

  private static String text(UnknownFieldSet of, int number) {
    return bytes(of, number).toStringUtf8();
  }

  private static UnknownFieldSet message(UnknownFieldSet of, int number) {
    try {
      return UnknownFieldSet.parseFrom(bytes(of, number));
    } catch (InvalidProtocolBufferException e) {
      throw Refusals.invalidArgument("field " + number + " of a description is no message");
    }
  }

  private static ByteString bytes(UnknownFieldSet of, int number) {
    List<ByteString> values = of.getField(number).getLengthDelimitedList();
    return values.isEmpty() ? ByteString.EMPTY : values.get(values.size() - 1);
  }
}
