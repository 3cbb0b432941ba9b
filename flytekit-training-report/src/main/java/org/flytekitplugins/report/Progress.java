package org.flytekitplugins.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.auto.value.AutoValue;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.flytekitplugins.report.internal.usage.UsageJson;
import org.flytekitplugins.report.usage.ReplicaUsage;
import org.jspecify.annotations.Nullable;

/**
 * How far the training of a replica is, as the replica reports it.
 *
 * @see ProgressLog
 */
@AutoValue
public abstract class Progress {
  private static final JsonFactory FACTORY = new JsonFactory();

  Progress() {}

  /** How many steps the replica has done. */
  public abstract long step();

  /** Numbers by name, in the order in which the replica wrote them. */
  public abstract Map<String, Double> metrics();

  /** Whether it tells of a checkpoint of this step, and not of a step and its numbers. */
  public abstract boolean isCheckpoint();

  /** When it was, as the replica wrote it; empty if it did not. */
  public abstract String time();

  /** What the replica's process has used so far; now and then it says so. */
  public abstract Optional<ReplicaUsage> usage();

  /**
   * When it was, as the replica wrote it.
   *
   * @param otherwise the answer if the replica wrote no time, or none that can be read
   */
  public final Instant timeOr(Instant otherwise) {
    try {
      return Instant.parse(time());
    } catch (DateTimeParseException e) {
      return otherwise;
    }
  }

  /**
   * Reads one line of a progress file. Keys that nobody knows are passed over.
   *
   * @throws IOException if it is no progress
   */
  public static Progress parse(String line) throws IOException {
    long step = -1;
    Map<String, Double> metrics = Map.of();
    boolean isCheckpoint = false;
    String time = "";
    @Nullable ReplicaUsage usage = null;
    try (JsonParser json = FACTORY.createParser(line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("it is not an object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        switch (field) {
          case "step":
            step = json.getLongValue();
            break;
          case "metrics":
            metrics = metrics(json);
            break;
          case "checkpoint":
            isCheckpoint = json.getBooleanValue();
            break;
          case "time":
            time = json.getText();
            break;
          case "usage":
            usage = UsageJson.read(json);
            break;
          default:
            json.skipChildren();
        }
      }
    }
    if (step < 0) {
      throw new IOException("it has no step from 0 up");
    }
    return new AutoValue_Progress(step, metrics, isCheckpoint, time, Optional.ofNullable(usage));
  }

  private static Map<String, Double> metrics(JsonParser json) throws IOException {
    Map<String, Double> metrics = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      metrics.put(name, number(json));
    }
    return Collections.unmodifiableMap(metrics);
  }

  private static double number(JsonParser json) throws IOException {
    try {
      return json.currentToken() == JsonToken.VALUE_STRING
          ? Double.parseDouble(json.getText())
          : json.getDoubleValue();
    } catch (NumberFormatException e) {
      throw new IOException("\"" + json.getText() + "\" is no number", e);
    }
  }
}
