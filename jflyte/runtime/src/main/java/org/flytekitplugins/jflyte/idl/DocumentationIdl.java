package org.flytekitplugins.jflyte.idl;

import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import flyteidl.admin.TaskOuterClass.TaskSpec;
import flyteidl.admin.WorkflowOuterClass.WorkflowSpec;
import java.net.URI;
import org.flytekitplugins.kubeflow.internal.FlyteidlField;
import org.flytekitplugins.spi.Documentation;

/**
 * Description entities, which flyteidl 0.4.35 does not know at all.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteidl/protos/flyteidl/admin/description_entity.proto">description_entity.proto</a>
 */
public final class DocumentationIdl {
  private DocumentationIdl() {}

  /** What a TaskSpec carries of it. */
  public static UnknownFieldSet ofTask(Documentation documentation) {
    return field(FlyteidlField.TASK_SPEC_DESCRIPTION, documentation);
  }

  /** What a WorkflowSpec carries of it. */
  public static UnknownFieldSet ofWorkflow(Documentation documentation) {
    return field(FlyteidlField.WORKFLOW_SPEC_DESCRIPTION, documentation);
  }

  private static UnknownFieldSet field(int number, Documentation documentation) {
    UnknownFieldSet.Builder entity =
        UnknownFieldSet.newBuilder()
            .addField(
                FlyteidlField.DESCRIPTION_ENTITY_SHORT_DESCRIPTION,
                NewerField.of(documentation.shortDescription()));
    String longDescription = documentation.longDescription();
    if (longDescription != null) {
      UnknownFieldSet description =
          UnknownFieldSet.newBuilder()
              .addField(FlyteidlField.DESCRIPTION_VALUE, NewerField.of(longDescription))
              .addField(FlyteidlField.DESCRIPTION_FORMAT, format(documentation.format()))
              .build();
      entity.addField(
          FlyteidlField.DESCRIPTION_ENTITY_LONG_DESCRIPTION, NewerField.of(description));
    }
    URI link = documentation.sourceLink();
    if (link != null) {
      UnknownFieldSet source =
          UnknownFieldSet.newBuilder()
              .addField(FlyteidlField.SOURCE_CODE_LINK, NewerField.of(link.toString()))
              .build();
      entity.addField(FlyteidlField.DESCRIPTION_ENTITY_SOURCE_CODE, NewerField.of(source));
    }
    return UnknownFieldSet.newBuilder().addField(number, NewerField.of(entity.build())).build();
  }

  /** The short description that a task says of itself; empty if it says none. */
  public static String shortDescription(TaskSpec task) {
    return shortDescription(task.getUnknownFields(), FlyteidlField.TASK_SPEC_DESCRIPTION);
  }

  /** The short description that a workflow says of itself; empty if it says none. */
  public static String shortDescription(WorkflowSpec workflow) {
    return shortDescription(workflow.getUnknownFields(), FlyteidlField.WORKFLOW_SPEC_DESCRIPTION);
  }

  private static String shortDescription(UnknownFieldSet spec, int number) {
    return NewerField.message(spec, number)
        .map(entity -> NewerField.text(entity, FlyteidlField.DESCRIPTION_ENTITY_SHORT_DESCRIPTION))
        .orElse("");
  }

  private static Field format(Documentation.Format format) {
    int number =
        switch (format) {
          case MARKDOWN -> 1;
          case HTML -> 2;
          case RST -> 3;
        };
    return Field.newBuilder().addVarint(number).build();
  }
}
