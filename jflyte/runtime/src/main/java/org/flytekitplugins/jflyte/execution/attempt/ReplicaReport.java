package org.flytekitplugins.jflyte.execution.attempt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flytekitplugins.jflyte.ExitCode;
import org.flytekitplugins.report.Progress;
import org.flytekitplugins.report.deck.JobRecord;
import org.flytekitplugins.report.internal.Thinned;
import org.flytekitplugins.report.internal.usage.UsageJson;
import org.flytekitplugins.report.usage.ReplicaUsage;

/**
 * What a replica leaves in the folder of its attempt for whoever draws the deck, since pods do not
 * see each other: a line of JSON for its processes and what they have used, and one for each step
 * and checkpoint that it keeps, as in a progress file.
 *
 * @param processes of all its processes the latest, the earlier first
 * @param progress some of its steps, and then of its checkpoints
 * @param usage what its processes have used together
 */
public record ReplicaReport(
    List<Run> processes, List<Progress> progress, Optional<ReplicaUsage> usage) {
  /** A curve of some hundred pixels has no room for more. */
  public static final int MOST_POINTS = 257;

  private static final int MOST_PROCESSES = 20;
  private static final JsonFactory FACTORY = new JsonFactory();

  /**
   * One process of a replica.
   *
   * @param seen when it ended, or was last heard of
   * @param exitCode how it ended, as {@link JobRecord.Run} has it
   * @param lastLines what it printed last, of one that has failed
   */
  public record Run(Instant start, Instant seen, int exitCode, List<String> lastLines) {
    /** Whether it has told how it ended. */
    public boolean hasEnded() {
      return exitCode != JobRecord.LAST_HEARD;
    }
  }

  /** Whether it has told how it ended; one that exits to be started again has not. */
  public boolean hasEnded() {
    if (processes.isEmpty()) {
      return false;
    }
    Run last = processes.get(processes.size() - 1);
    return last.hasEnded() && last.exitCode != ExitCode.FAILURE;
  }

  /**
   * The same once another process of the replica has started: there would be none if one of these
   * were still there, and one that has not told how it ended has failed.
   */
  public ReplicaReport ended() {
    List<Run> all = new ArrayList<>();
    for (Run process : processes) {
      all.add(
          process.hasEnded()
              ? process
              : new Run(process.start, process.seen, JobRecord.FAILED, process.lastLines));
    }
    return new ReplicaReport(List.copyOf(all), progress, usage);
  }

  /** This and what the next process of the replica has left. */
  public ReplicaReport then(ReplicaReport next) {
    List<Run> all = new ArrayList<>(ended().processes);
    all.addAll(next.processes);
    List<Progress> both = new ArrayList<>(progress);
    both.addAll(next.progress);
    return new ReplicaReport(
        List.copyOf(all.subList(Math.max(0, all.size() - MOST_PROCESSES), all.size())),
        thinned(both),
        usage.isPresent() && next.usage.isPresent()
            ? usage.map(own -> own.then(next.usage.get()))
            : next.usage.isPresent() ? next.usage : usage);
  }

  private static List<Progress> thinned(List<Progress> all) {
    Thinned<Progress> steps = new Thinned<>(MOST_POINTS);
    Thinned<Progress> checkpoints = new Thinned<>(MOST_POINTS);
    all.forEach(one -> (one.isCheckpoint() ? checkpoints : steps).add(one));
    List<Progress> kept = new ArrayList<>(steps.kept());
    kept.addAll(checkpoints.kept());
    return kept;
  }

  /** The file. */
  public byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      writeProcesses(json);
      for (Progress one : progress) {
        json.writeRaw('\n');
        write(one, json);
      }
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private void writeProcesses(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("processes");
    for (Run process : processes) {
      json.writeStartObject();
      json.writeStringField("start", process.start.toString());
      json.writeStringField("seen", process.seen.toString());
      json.writeNumberField("exitCode", process.exitCode);
      json.writeArrayFieldStart("lastLines");
      for (String line : process.lastLines) {
        json.writeString(line);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    if (usage.isPresent()) {
      json.writeFieldName("usage");
      UsageJson.write(usage.get(), json);
    }
    json.writeEndObject();
  }

  private static void write(Progress one, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("step", one.step());
    if (one.isCheckpoint()) {
      json.writeBooleanField("checkpoint", true);
    } else {
      json.writeObjectFieldStart("metrics");
      for (Map.Entry<String, Double> metric : one.metrics().entrySet()) {
        json.writeNumberField(metric.getKey(), metric.getValue());
      }
      json.writeEndObject();
    }
    json.writeStringField("time", one.time());
    json.writeEndObject();
  }

  /**
   * Reads a file. Lines that are no progress, and fields that nobody knows, are passed over.
   *
   * @throws IOException if it is none of ours
   */
  public static ReplicaReport read(byte[] bytes) throws IOException {
    List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
    if (lines.isEmpty()) {
      throw new IOException("it is empty");
    }
    List<Progress> progress = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      add(line, progress);
    }
    List<Run> processes = new ArrayList<>();
    Optional<ReplicaUsage> usage = Optional.empty();
    try (JsonParser json = FACTORY.createParser(lines.get(0))) {
      require(json.nextToken(), JsonToken.START_OBJECT);
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        switch (field) {
          case "processes" -> readProcesses(json, processes);
          case "usage" -> usage = Optional.of(UsageJson.read(json));
          default -> json.skipChildren();
        }
      }
    }
    return new ReplicaReport(List.copyOf(processes), List.copyOf(progress), usage);
  }

  private static void add(String line, List<Progress> progress) {
    try {
      progress.add(Progress.parse(line));
    } catch (IOException e) {
      // Of a launcher that knows more.
      return;
    }
  }

  private static void readProcesses(JsonParser json, List<Run> processes) throws IOException {
    require(json.currentToken(), JsonToken.START_ARRAY);
    while (json.nextToken() == JsonToken.START_OBJECT) {
      processes.add(readRun(json));
    }
  }

  private static Run readRun(JsonParser json) throws IOException {
    Instant start = Instant.EPOCH;
    Instant seen = Instant.EPOCH;
    int exitCode = JobRecord.LAST_HEARD;
    List<String> lastLines = new ArrayList<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "start" -> start = time(json);
        case "seen" -> seen = time(json);
        case "exitCode" -> exitCode = json.getIntValue();
        case "lastLines" -> {
          while (json.nextToken() == JsonToken.VALUE_STRING) {
            lastLines.add(json.getText());
          }
        }
        default -> json.skipChildren();
      }
    }
    return new Run(start, seen, exitCode, List.copyOf(lastLines));
  }

  private static Instant time(JsonParser json) throws IOException {
    try {
      return Instant.parse(json.getText());
    } catch (DateTimeException e) {
      throw new IOException("\"" + json.getText() + "\" is no time", e);
    }
  }

  private static void require(JsonToken found, JsonToken wanted) throws IOException {
    if (found != wanted) {
      throw new IOException("it has " + found + " where it should have " + wanted);
    }
  }
}
