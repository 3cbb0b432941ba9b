package org.flytekitplugins.jflyte.command;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flytekitplugins.client.Execution;
import org.flytekitplugins.client.ExecutionId;
import org.flytekitplugins.client.ExecutionStatus;
import org.flytekitplugins.client.LaunchPlanVersion;
import org.flytekitplugins.jflyte.local.literal.LiteralText;
import org.jspecify.annotations.Nullable;

/** Executions and launch plans for machines. Keys are only ever added. */
final class ExecutionJson {
  private ExecutionJson() {}

  /** What has been started. */
  static void write(Execution execution, PrintWriter out) {
    JsonDocument.print(
        out,
        json -> {
          writeId(json, execution.id());
          json.writeStringField("url", execution.consoleUrl());
        });
  }

  /** What has ended. */
  static void write(
      Execution execution,
      ExecutionStatus status,
      @Nullable FailedNode failed,
      @Nullable Map<String, Literal> outputs,
      @Nullable Map<String, String> reports,
      PrintWriter out) {
    JsonDocument.print(
        out,
        json -> {
          writeStatus(json, status);
          json.writeStringField("url", execution.consoleUrl());
          if (failed != null) {
            json.writeStringField("failedNode", failed.node());
            json.writeStringField("code", failed.failure().code());
            json.writeStringField("message", failed.failure().message());
          }
          if (outputs != null) {
            json.writeFieldName("outputs");
            json.writeRawValue(LiteralText.json(outputs));
          }
          if (reports != null) {
            json.writeObjectFieldStart("reports");
            for (Map.Entry<String, String> report : reports.entrySet()) {
              json.writeStringField(report.getKey(), report.getValue());
            }
            json.writeEndObject();
          }
        });
  }

  static void write(List<ExecutionStatus> executions, PrintWriter out) {
    JsonDocument.print(
        out,
        json -> {
          json.writeArrayFieldStart("executions");
          for (ExecutionStatus one : executions) {
            json.writeStartObject();
            writeStatus(json, one);
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  static void writeLaunchPlans(List<LaunchPlanVersion> plans, PrintWriter out) {
    JsonDocument.print(
        out,
        json -> {
          json.writeArrayFieldStart("launchPlans");
          for (LaunchPlanVersion plan : plans) {
            json.writeStartObject();
            json.writeStringField("name", plan.name());
            json.writeStringField("version", plan.version());
            json.writeStringField("workflow", plan.workflow());
            json.writeBooleanField("active", plan.isActive());
            json.writeStringField("schedule", plan.schedule());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private static void writeStatus(JsonGenerator json, ExecutionStatus status) throws IOException {
    writeId(json, status.id());
    json.writeStringField("phase", status.phase().name().toLowerCase(Locale.ROOT));
    json.writeStringField("entity", status.entity());
    json.writeStringField("version", status.version());
    if (status.startedAt() != null) {
      json.writeStringField("startedAt", status.startedAt().toString());
    }
    Duration ran = status.duration();
    if (ran != null) {
      json.writeNumberField("seconds", ran.toMillis() / 1000.0);
    }
    if (status.abortCause() != null) {
      json.writeStringField("abortCause", status.abortCause());
    }
  }

  private static void writeId(JsonGenerator json, ExecutionId id) throws IOException {
    json.writeStringField("project", id.project());
    json.writeStringField("domain", id.domain());
    json.writeStringField("name", id.name());
  }
}
