package org.flytekitplugins.jflyte.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.flytekitplugins.jflyte.registration.Activation;
import org.flytekitplugins.jflyte.registration.Difference;
import org.flytekitplugins.jflyte.registration.EntityId;
import org.flytekitplugins.jflyte.registration.EntityReport;
import org.flytekitplugins.jflyte.registration.EntityResult;
import org.flytekitplugins.jflyte.registration.RegistrationPlan;
import org.flytekitplugins.jflyte.registration.RegistrationReport;
import org.jspecify.annotations.Nullable;

/** What a registration has done, or would do, for machines: one JSON object on one line. */
final class RegistrationJson {
  private interface Writing {
    void to(JsonGenerator json) throws IOException;
  }

  private RegistrationJson() {}

  static void write(RegistrationReport report, FindingsNotice findings, PrintWriter out) {
    write(
        out,
        json -> {
          json.writeBooleanField("complete", report.isComplete());
          json.writeNumberField("seconds", report.took().toMillis() / 1000.0);
          json.writeArrayFieldStart("entities");
          for (EntityReport entity : report.entities()) {
            json.writeStartObject();
            writeId(json, entity.id());
            writeResult(json, entity.result());
            writeActivation(json, entity.activation());
            json.writeEndObject();
          }
          json.writeEndArray();
          findings.writeField(json);
        });
  }

  static void write(RegistrationPlan plan, FindingsNotice findings, PrintWriter out) {
    write(
        out,
        json -> {
          json.writeBooleanField("differs", plan.differs());
          json.writeArrayFieldStart("entities");
          for (RegistrationPlan.PlannedEntity entity : plan.entities()) {
            json.writeStartObject();
            writeId(json, entity.id());
            json.writeStringField("action", entity.action().name().toLowerCase(Locale.ROOT));
            json.writeArrayFieldStart("differences");
            for (Difference difference : entity.differences()) {
              json.writeStartObject();
              json.writeStringField("path", difference.path());
              json.writeStringField("registered", difference.registered());
              json.writeStringField("here", difference.here());
              json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("words");
            for (String words : entity.words()) {
              json.writeString(words);
            }
            json.writeEndArray();
            writeActivation(json, entity.activation());
            json.writeEndObject();
          }
          json.writeEndArray();
          findings.writeField(json);
        });
  }

  /** What keeps a package from being registered. */
  static void writeRefusal(FindingsNotice findings, PrintWriter out) {
    write(
        out,
        json -> {
          json.writeBooleanField("complete", false);
          json.writeArrayFieldStart("entities");
          json.writeEndArray();
          findings.writeField(json);
        });
  }

  private static void writeActivation(JsonGenerator json, @Nullable Activation activation)
      throws IOException {
    if (activation != null) {
      json.writeObjectFieldStart("activation");
      json.writeBooleanField("changed", activation.isChange());
      json.writeStringField("before", activation.before());
      json.writeEndObject();
    }
  }

  private static void write(PrintWriter out, Writing writing) {
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.writeStartObject();
      writing.to(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.println();
  }

  private static void writeId(JsonGenerator json, EntityId id) throws IOException {
    json.writeStringField("kind", id.kind().toString());
    json.writeStringField("project", id.project());
    json.writeStringField("domain", id.domain());
    json.writeStringField("name", id.name());
    json.writeStringField("version", id.version());
  }

  private static void writeResult(JsonGenerator json, EntityResult result) throws IOException {
    if (result instanceof EntityResult.Failed failed) {
      json.writeStringField("outcome", "failed");
      json.writeStringField("message", failed.sentence());
    } else if (result instanceof EntityResult.NotActivated inactive) {
      json.writeStringField("outcome", "not_activated");
      json.writeStringField("message", inactive.sentence());
    } else if (result instanceof EntityResult.Skipped skipped) {
      json.writeStringField("outcome", "skipped");
      json.writeStringField("message", skipped.because());
    } else {
      json.writeStringField(
          "outcome", result instanceof EntityResult.Created ? "created" : "present");
    }
  }
}
