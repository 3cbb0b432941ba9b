package org.flytekitplugins.jflyte.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.flytekitplugins.jflyte.Distribution;
import org.flytekitplugins.jflyte.explain.Explanation;
import org.flytekitplugins.jflyte.explain.Finding;
import org.flytekitplugins.jflyte.explain.PackageExplanation;
import org.flytekitplugins.jflyte.explain.SourceLine;
import org.flytekitplugins.jflyte.explain.Suppressed;
import org.flytekitplugins.jflyte.explain.internal.Pages;
import org.flytekitplugins.jflyte.explain.internal.Rule;
import org.flytekitplugins.jflyte.explain.internal.Rules;
import org.jspecify.annotations.Nullable;

/**
 * The findings of a package for whoever shows those of static analysis beside the code: one log in
 * SARIF 2.1.0. The log lists all rules; of suppressed findings it has the reason.
 *
 * @see <a href="https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html">SARIF
 *     2.1.0</a>
 */
final class ExplanationSarif {
  private static final String VERSION = "2.1.0";
  private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
  private static final String FINGERPRINT = "ruleTaskField/v1";

  private final JsonGenerator json;
  private final SourceFolders sources;
  private final List<String> ids = new ArrayList<>();

  private ExplanationSarif(JsonGenerator json, SourceFolders sources) {
    this.json = json;
    this.sources = sources;
    Rules.all().forEach(rule -> ids.add(rule.id()));
  }

  static void write(PackageExplanation explanation, SourceFolders sources, PrintWriter out) {
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      new ExplanationSarif(json, sources).write(explanation);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.println();
  }

  private void write(PackageExplanation explanation) throws IOException {
    json.writeStartObject();
    json.writeStringField("$schema", SCHEMA);
    json.writeStringField("version", VERSION);
    json.writeArrayFieldStart("runs");
    json.writeStartObject();
    writeTool();
    json.writeStringField("columnKind", "utf16CodeUnits");
    json.writeArrayFieldStart("results");
    for (Explanation task : explanation.tasks()) {
      for (Finding finding : task.findings()) {
        write(task, finding, null);
      }
      for (Suppressed suppressed : task.suppressed()) {
        write(task, suppressed.finding(), suppressed.reason());
      }
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeTool() throws IOException {
    json.writeObjectFieldStart("tool");
    json.writeObjectFieldStart("driver");
    json.writeStringField("name", "jflyte explain");
    json.writeStringField("version", Distribution.VERSION);
    json.writeStringField("informationUri", Pages.OVERVIEW);
    json.writeArrayFieldStart("rules");
    for (Rule rule : Rules.all()) {
      json.writeStartObject();
      json.writeStringField("id", rule.id());
      writeText("shortDescription", rule.title());
      writeText("fullDescription", rule.background());
      writeText("help", sentence(rule.remedy()));
      json.writeStringField("helpUri", Pages.of(rule.id()));
      json.writeObjectFieldStart("defaultConfiguration");
      json.writeStringField("level", rule.severity().toString());
      json.writeEndObject();
      json.writeObjectFieldStart("properties");
      json.writeStringField("source", rule.source());
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
  }

  private void write(Explanation explanation, Finding finding, @Nullable String reason)
      throws IOException {
    String task = explanation.name();
    json.writeStartObject();
    json.writeStringField("ruleId", finding.id());
    json.writeNumberField("ruleIndex", ids.indexOf(finding.id()));
    json.writeStringField("level", finding.severity().toString());
    writeText(
        "message", finding.field() + ": " + finding.happens() + ". " + sentence(finding.remedy()));
    json.writeArrayFieldStart("locations");
    json.writeStartObject();
    SourceLine line = finding.line();
    if (line != null) {
      writePlace(line);
    }
    json.writeArrayFieldStart("logicalLocations");
    json.writeStartObject();
    json.writeStringField("name", finding.field());
    json.writeStringField("fullyQualifiedName", task + "/" + finding.field());
    json.writeStringField("kind", "member");
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeObjectFieldStart("partialFingerprints");
    json.writeStringField(FINGERPRINT, finding.id() + " " + task + " " + finding.field());
    json.writeEndObject();
    if (reason != null) {
      json.writeArrayFieldStart("suppressions");
      json.writeStartObject();
      json.writeStringField("kind", "inSource");
      json.writeStringField("justification", reason);
      json.writeEndObject();
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private void writePlace(SourceLine line) throws IOException {
    json.writeObjectFieldStart("physicalLocation");
    json.writeObjectFieldStart("artifactLocation");
    json.writeStringField("uri", sources.uri(line));
    json.writeEndObject();
    json.writeObjectFieldStart("region");
    json.writeNumberField("startLine", line.number());
    json.writeEndObject();
    json.writeEndObject();
  }

  private void writeText(String field, String text) throws IOException {
    json.writeObjectFieldStart(field);
    json.writeStringField("text", text);
    json.writeEndObject();
  }

  private static String sentence(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + ".";
  }
}
