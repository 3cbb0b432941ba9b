package org.flytekitplugins.report.internal.usage;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.flytekitplugins.report.usage.ReplicaUsage;
import org.flytekitplugins.report.usage.StepTimes;
import org.flytekitplugins.report.usage.StepUsage;

/** What a replica has used, in its progress line. What is not known is left out. */
public final class UsageJson {
  private UsageJson() {}

  /** Writes an object. */
  public static void write(ReplicaUsage usage, JsonGenerator json) throws IOException {
    json.writeStartObject();
    write("memoryBytes", usage.memoryBytes(), json);
    write("peakMemoryBytes", usage.peakMemoryBytes(), json);
    write("memoryLimitBytes", usage.memoryLimitBytes(), json);
    write("cpuSeconds", usage.cpuSeconds(), json);
    write("gcSeconds", usage.gcSeconds(), json);
    write("upSeconds", usage.upSeconds(), json);
    if (usage.steps().isPresent()) {
      StepUsage steps = usage.steps().get();
      json.writeObjectFieldStart("steps");
      json.writeNumberField("seconds", steps.seconds());
      write("peerSeconds", steps.peerSeconds(), json);
      json.writeNumberField("storageSeconds", steps.storageSeconds());
      json.writeNumberField("batchSeconds", steps.batchSeconds());
      json.writeNumberField("examples", steps.examples());
      json.writeObjectFieldStart("times");
      for (Map.Entry<Integer, Long> bucket : steps.times().counts().entrySet()) {
        json.writeNumberField(bucket.getKey().toString(), bucket.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  /** Writes a figure, if it is known. */
  public static void write(String field, OptionalLong value, JsonGenerator json)
      throws IOException {
    if (value.isPresent()) {
      json.writeNumberField(field, value.getAsLong());
    }
  }

  /** Writes a figure, if it is known. */
  public static void write(String field, OptionalDouble value, JsonGenerator json)
      throws IOException {
    if (value.isPresent()) {
      json.writeNumberField(field, value.getAsDouble());
    }
  }

  /**
   * Reads an object at whose start the parser is. Fields that nobody knows are passed over.
   *
   * @throws IOException if it is none of ours
   */
  public static ReplicaUsage read(JsonParser json) throws IOException {
    ReplicaUsage.Builder usage = ReplicaUsage.builder();
    require(json, JsonToken.START_OBJECT);
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "memoryBytes":
          usage.memoryBytes(json.getLongValue());
          break;
        case "peakMemoryBytes":
          usage.peakMemoryBytes(json.getLongValue());
          break;
        case "memoryLimitBytes":
          usage.memoryLimitBytes(json.getLongValue());
          break;
        case "cpuSeconds":
          usage.cpuSeconds(json.getDoubleValue());
          break;
        case "gcSeconds":
          usage.gcSeconds(json.getDoubleValue());
          break;
        case "upSeconds":
          usage.upSeconds(json.getDoubleValue());
          break;
        case "steps":
          usage.steps(readSteps(json));
          break;
        default:
          json.skipChildren();
      }
    }
    return usage.build();
  }

  private static StepUsage readSteps(JsonParser json) throws IOException {
    double seconds = 0;
    OptionalDouble peerSeconds = OptionalDouble.empty();
    double storageSeconds = 0;
    double batchSeconds = 0;
    long examples = 0;
    StepTimes times = StepTimes.none();
    require(json, JsonToken.START_OBJECT);
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "seconds":
          seconds = json.getDoubleValue();
          break;
        case "peerSeconds":
          peerSeconds = OptionalDouble.of(json.getDoubleValue());
          break;
        case "storageSeconds":
          storageSeconds = json.getDoubleValue();
          break;
        case "batchSeconds":
          batchSeconds = json.getDoubleValue();
          break;
        case "examples":
          examples = json.getLongValue();
          break;
        case "times":
          times = readTimes(json);
          break;
        default:
          json.skipChildren();
      }
    }
    return StepUsage.of(times, seconds, peerSeconds, storageSeconds, batchSeconds, examples);
  }

  private static StepTimes readTimes(JsonParser json) throws IOException {
    Map<Integer, Long> counts = new TreeMap<>();
    require(json, JsonToken.START_OBJECT);
    try {
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        int bucket = Integer.parseInt(json.currentName());
        json.nextToken();
        counts.put(bucket, json.getLongValue());
      }
      return StepTimes.of(counts);
    } catch (IllegalArgumentException e) {
      throw new IOException("its step times are not ours: " + e.getMessage(), e);
    }
  }

  private static void require(JsonParser json, JsonToken token) throws IOException {
    if (json.currentToken() != token) {
      throw new IOException("\"" + json.getText() + "\" is no object");
    }
  }
}
