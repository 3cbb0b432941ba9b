package org.flytekitplugins.jflyte.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.util.Collection;
import java.util.Map;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.flytekitplugins.jflyte.Flyte;
import org.flytekitplugins.jflyte.explain.Consequence;
import org.flytekitplugins.jflyte.explain.Explanation;
import org.flytekitplugins.jflyte.explain.Finding;
import org.flytekitplugins.jflyte.explain.JobPicture;
import org.flytekitplugins.jflyte.explain.PackageExplanation;
import org.flytekitplugins.jflyte.explain.RolePicture;
import org.flytekitplugins.jflyte.explain.Severity;
import org.flytekitplugins.jflyte.explain.Suppressed;
import org.flytekitplugins.jflyte.explain.TaskPicture;
import org.flytekitplugins.jflyte.explain.internal.Amount;
import org.flytekitplugins.kubeflow.Quantity;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.spi.Documentation;
import org.jspecify.annotations.Nullable;

/** What a cluster makes of training tasks, for machines: one JSON object on one line. */
final class ExplanationJson {
  private final JsonGenerator json;

  private ExplanationJson(JsonGenerator json) {
    this.json = json;
  }

  static void write(PackageExplanation explanation, PrintWriter out) {
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      new ExplanationJson(json).write(explanation);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.println();
  }

  private void write(PackageExplanation explanation) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("platform");
    json.writeStringField("name", explanation.platform().name());
    json.writeBooleanField("assumed", explanation.platform().isAssumed());
    json.writeNumberField("flyte", explanation.platform().flyte() == Flyte.TWO ? 2 : 1);
    json.writeEndObject();
    for (Severity severity : Severity.values()) {
      json.writeNumberField(severity + "s", explanation.count(severity));
    }
    json.writeArrayFieldStart("tasks");
    for (Explanation task : explanation.tasks()) {
      write(task);
    }
    json.writeEndArray();
    writeTexts("leftBehind", explanation.leftBehind());
    json.writeEndObject();
  }

  private void write(Explanation task) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", task.name());
    json.writeStringField("taskType", task.task().taskType());
    json.writeObjectFieldStart("says");
    write(task.task());
    json.writeEndObject();
    JobPicture job = task.job().orElse(null);
    if (job != null) {
      json.writeObjectFieldStart("job");
      write(job);
      json.writeEndObject();
    }
    json.writeArrayFieldStart("findings");
    for (Finding finding : task.findings()) {
      json.writeStartObject();
      FindingJson.write(finding, json);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("suppressed");
    for (Suppressed suppressed : task.suppressed()) {
      json.writeStartObject();
      FindingJson.write(suppressed.finding(), json);
      json.writeStringField("reason", suppressed.reason());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void write(TaskPicture task) throws IOException {
    writeText("image", task.image());
    Documentation documentation = task.documentation();
    if (documentation == null) {
      json.writeNullField("documentation");
    } else {
      json.writeObjectFieldStart("documentation");
      write(documentation);
      json.writeEndObject();
    }
    writeText("deprecation", task.deprecation());
    writeTexts("workflows", task.workflows());
    json.writeBooleanField("cached", task.isCached());
    writeText("cacheVersion", task.cacheVersion());
    writeTexts("cacheIgnoredInputs", task.cacheIgnoredInputs());
    json.writeObjectFieldStart("pluginConfig");
    for (Map.Entry<String, String> entry : task.pluginConfig().entrySet()) {
      json.writeStringField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
    writeText("podTemplateName", task.podTemplateName());
    writeTexts("podTemplate", task.podTemplate());
  }

  private void write(Documentation documentation) throws IOException {
    json.writeStringField("short", documentation.shortDescription());
    writeText("long", documentation.longDescription());
    json.writeStringField("format", documentation.format().name());
    URI link = documentation.sourceLink();
    writeText("source", link == null ? null : link.toString());
  }

  private void write(JobPicture job) throws IOException {
    json.writeStringField("kind", job.kubernetesKind());
    json.writeStringField("name", job.name());
    json.writeStringField("namespace", job.namespace());
    json.writeArrayFieldStart("roles");
    for (RolePicture role : job.roles()) {
      write(role);
    }
    json.writeEndArray();
    Replica leader = job.leader();
    writeText("leader", leader == null ? null : leader.toString());
    json.writeStringField("end", job.end());
    json.writeArrayFieldStart("failures");
    for (Consequence consequence : job.consequences()) {
      json.writeStartObject();
      json.writeStringField("event", consequence.event());
      json.writeStringField("then", consequence.then());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("attempts", job.attempts());
    json.writeObjectFieldStart("total");
    for (Map.Entry<ResourceName, BigDecimal> total : job.total().entrySet()) {
      json.writeStringField(
          Amount.name(total.getKey()), total.getValue().stripTrailingZeros().toPlainString());
    }
    json.writeEndObject();
    json.writeObjectFieldStart("options");
    for (Map.Entry<String, String> option : job.options().entrySet()) {
      json.writeStringField(option.getKey(), option.getValue());
    }
    json.writeEndObject();
  }

  private void write(RolePicture role) throws IOException {
    json.writeStartObject();
    json.writeStringField("role", role.type().lowerCaseName());
    json.writeNumberField("replicas", role.replicas());
    writeText("image", role.image());
    write("requests", role.requests().quantities());
    write("limits", role.limits().quantities());
    write("asked", role.asked());
    json.writeStringField("restartPolicy", role.restartPolicy().name());
    json.writeBooleanField("leads", role.leads());
    json.writeEndObject();
  }

  private void write(String field, Map<ResourceName, Quantity> quantities) throws IOException {
    json.writeObjectFieldStart(field);
    for (Map.Entry<ResourceName, Quantity> quantity : quantities.entrySet()) {
      json.writeStringField(Amount.name(quantity.getKey()), quantity.getValue().toString());
    }
    json.writeEndObject();
  }

  private void writeTexts(String field, Collection<String> texts) throws IOException {
    json.writeArrayFieldStart(field);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  private void writeText(String field, @Nullable String text) throws IOException {
    if (text == null) {
      json.writeNullField(field);
    } else {
      json.writeStringField(field, text);
    }
  }
}
