package org.flytekitplugins.jflyte.driver;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanSpec;
import flyteidl.admin.WorkflowOuterClass.WorkflowSpec;
import flyteidl.core.Tasks.TaskTemplate;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.idl.StableBytes;
import org.jspecify.annotations.Nullable;

/**
 * The workflow that a task drives, in the task's own template: under {@code jflyte} of its custom
 * field the messages that flyteadmin would have got, compressed. So a driver walks what was
 * registered with it, and needs nothing of the package.
 */
final class PlanDocument {
  private static final String JFLYTE = "jflyte";
  private static final String WORKFLOW = "workflow";
  private static final String LAUNCH_PLAN = "launchPlan";

  private PlanDocument() {}

  /**
   * The custom field.
   *
   * @param launchPlan what a launch plan says of the workflow's inputs; empty for nothing
   */
  static Struct write(WorkflowSpec workflow, LaunchPlanSpec launchPlan) {
    Struct.Builder fields = Struct.newBuilder().putFields(WORKFLOW, pack(workflow));
    if (!launchPlan.equals(LaunchPlanSpec.getDefaultInstance())) {
      fields.putFields(LAUNCH_PLAN, pack(launchPlan));
    }
    return Struct.newBuilder()
        .putFields(JFLYTE, Value.newBuilder().setStructValue(fields).build())
        .build();
  }

  /**
   * Reads it.
   *
   * @throws JflyteException if there is none
   */
  static Plan read(TaskTemplate template) {
    Struct fields =
        template
            .getCustom()
            .getFieldsOrDefault(JFLYTE, Value.getDefaultInstance())
            .getStructValue();
    if (!fields.containsFields(WORKFLOW)) {
      throw unusable(template, "drives no workflow", null);
    }
    try {
      WorkflowSpec workflow = WorkflowSpec.parseFrom(unpack(fields.getFieldsOrThrow(WORKFLOW)));
      LaunchPlanSpec launchPlan =
          fields.containsFields(LAUNCH_PLAN)
              ? LaunchPlanSpec.parseFrom(unpack(fields.getFieldsOrThrow(LAUNCH_PLAN)))
              : LaunchPlanSpec.getDefaultInstance();
      return Plan.of(workflow.getTemplate(), workflow.getSubWorkflowsList(), launchPlan);
    } catch (InvalidProtocolBufferException | IllegalArgumentException | UncheckedIOException e) {
      throw unusable(template, "has a workflow that cannot be understood (" + e + ")", e);
    }
  }

  private static JflyteException unusable(
      TaskTemplate template, String problem, @Nullable Throwable cause) {
    return new JflyteException(
        "task " + template.getId().getName() + " " + problem + ": register the package again",
        cause);
  }

  private static Value pack(MessageLite message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(StableBytes.of(message));
    } catch (IOException e) {
      throw new UncheckedIOException("memory is never closed", e);
    }
    return Value.newBuilder()
        .setStringValue(Base64.getEncoder().encodeToString(bytes.toByteArray()))
        .build();
  }

  private static byte[] unpack(Value value) {
    byte[] bytes = Base64.getDecoder().decode(value.getStringValue());
    try (GZIPInputStream zip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return zip.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
