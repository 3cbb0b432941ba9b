package org.flytekitplugins.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;

/**
 * Makes lines of the progress file. It keeps what it makes them with, since the thread that trains
 * waits for each: to begin anew takes as long as the line itself. Not safe for use by several
 * threads, nor after a line that failed.
 */
final class ProgressLineWriter {
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final JsonGenerator json;
  private final TimeText times = new TimeText();

  ProgressLineWriter() throws IOException {
    json = new JsonFactory().createGenerator(line);
    json.setRootValueSeparator(null);
  }

  /** What a line says besides the step and the time. */
  interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  byte[] line(long step, Fields fields, Instant time) throws IOException {
    line.reset();
    json.writeStartObject();
    json.writeNumberField("step", step);
    fields.write(json);
    json.writeStringField("time", times.of(time));
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
    return line.toByteArray();
  }
}
