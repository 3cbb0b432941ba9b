package org.flytekitplugins.jflyte.command;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.flytekitplugins.jflyte.explain.Finding;
import org.flytekitplugins.jflyte.explain.SourceLine;
import org.flytekitplugins.jflyte.explain.internal.Pages;

/** A finding for machines. */
final class FindingJson {
  private FindingJson() {}

  /** Writes it as fields of the JSON object that is being written. */
  static void write(Finding finding, JsonGenerator json) throws IOException {
    json.writeStringField("id", finding.id());
    json.writeStringField("severity", finding.severity().toString());
    json.writeStringField("field", finding.field());
    json.writeStringField("happens", finding.happens());
    json.writeStringField("remedy", finding.remedy());
    json.writeStringField("source", finding.source());
    json.writeStringField("page", Pages.of(finding.id()));
    SourceLine line = finding.line();
    if (line == null) {
      json.writeNullField("line");
    } else {
      json.writeObjectFieldStart("line");
      json.writeStringField("class", line.className());
      json.writeStringField("file", line.path());
      json.writeNumberField("number", line.number());
      json.writeEndObject();
    }
  }
}
