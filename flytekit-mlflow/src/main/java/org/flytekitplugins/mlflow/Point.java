package org.flytekitplugins.mlflow;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** A value of a metric. */
final class Point {
  private final String name;
  private final double value;
  private final long step;
  private final long millis;

  Point(String name, double value, long step, long millis) {
    this.name = name;
    this.value = value;
    this.step = step;
    this.millis = millis;
  }

  // What JSON has no number for is a text to MLflow, as to us: "NaN", "-Infinity".
  void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("key", name);
    json.writeNumberField("value", value);
    json.writeNumberField("timestamp", millis);
    json.writeNumberField("step", step);
    json.writeEndObject();
  }

  /** For the log, of one that the server refuses. */
  @Override
  public String toString() {
    return name + "=" + value + " of step " + step;
  }
}
