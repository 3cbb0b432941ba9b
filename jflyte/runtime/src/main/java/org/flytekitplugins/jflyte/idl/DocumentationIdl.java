package org.flytekitplugins.jflyte.idl;

import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import flyteidl.admin.TaskOuterClass.TaskSpec;
import flyteidl.admin.WorkflowOuterClass.WorkflowSpec;
import java.net.URI;
import org.flytekitplugins.spi.Documentation;

/**
 * Description entities, which flyteidl 0.4.35 does not know at all.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteidl/protos/flyteidl/admin/description_entity.proto">description_entity.proto</a>
 */
public final class DocumentationIdl {
  /** Of TaskSpec. */
  private static final int TASK_DESCRIPTION = 2;

  /** Of WorkflowSpec. */
  private static final int WORKFLOW_DESCRIPTION = 3;

  /** Of DescriptionEntity. */
  private static final int SHORT_DESCRIPTION = 2;

  private static final int LONG_DESCRIPTION = 3;
  private static final int SOURCE_CODE = 4;

  /** Of Description. */
  private static final int VALUE = 1;

  private static final int FORMAT = 3;

  /** Of SourceCode. */
  private static final int LINK = 1;

  private DocumentationIdl() {}

  /** What a TaskSpec carries of it. */
  public static UnknownFieldSet ofTask(Documentation documentation) {
    return field(TASK_DESCRIPTION, documentation);
  }

  /** What a WorkflowSpec carries of it. */
  public static UnknownFieldSet ofWorkflow(Documentation documentation) {
    return field(WORKFLOW_DESCRIPTION, documentation);
  }

  private static UnknownFieldSet field(int number, Documentation documentation) {
    UnknownFieldSet.Builder entity =
        UnknownFieldSet.newBuilder()
            .addField(SHORT_DESCRIPTION, NewerField.of(documentation.shortDescription()));
    String longDescription = documentation.longDescription();
    if (longDescription != null) {
      UnknownFieldSet description =
          UnknownFieldSet.newBuilder()
              .addField(VALUE, NewerField.of(longDescription))
              .addField(FORMAT, format(documentation.format()))
              .build();
      entity.addField(LONG_DESCRIPTION, NewerField.of(description));
    }
    URI link = documentation.sourceLink();
    if (link != null) {
      UnknownFieldSet source =
          UnknownFieldSet.newBuilder().addField(LINK, NewerField.of(link.toString())).build();
      entity.addField(SOURCE_CODE, NewerField.of(source));
    }
    return UnknownFieldSet.newBuilder().addField(number, NewerField.of(entity.build())).build();
  }

  /** The short description that a task says of itself; empty if it says none. */
  public static String shortDescription(TaskSpec task) {
    return shortDescription(task.getUnknownFields(), TASK_DESCRIPTION);
  }

  /** The short description that a workflow says of itself; empty if it says none. */
  public static String shortDescription(WorkflowSpec workflow) {
    return shortDescription(workflow.getUnknownFields(), WORKFLOW_DESCRIPTION);
  }

  private static String shortDescription(UnknownFieldSet spec, int number) {
    return NewerField.message(spec, number)
        .map(entity -> NewerField.text(entity, SHORT_DESCRIPTION))
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
