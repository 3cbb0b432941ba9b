package org.flytekitplugins.mlflow;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.spi.TrackedTraining;

/** A run at a tracking server. */
final class Run {
  private static final String EXPERIMENT_ID = "MLFLOW_EXPERIMENT_ID";
  private static final String EXPERIMENT_NAME = "MLFLOW_EXPERIMENT_NAME";

  /** The experiment of whoever names none. */
  private static final String DEFAULT = "0";

  private final TrackingServer server;
  private final String experiment;
  private final String id;

  private Run(TrackingServer server, String experiment, String id) {
    this.server = server;
    this.experiment = experiment;
    this.id = id;
  }

  /** The run of an attempt: a new one, unless an earlier process of the attempt has made it. */
  static Run open(TrackingServer server, TrackedTraining training, Instant start, Deadline deadline)
      throws IOException {
    String experiment = experiment(server, training.environment(), deadline);
    String found = find(server, experiment, RunTags.folder(training), deadline.left());
    if (found.isEmpty()) {
      String id = create(server, experiment, training, start, deadline.left());
      return new Run(server, experiment, id);
    }
    Run run = new Run(server, experiment, found);
    run.update(RunStatus.RUNNING, deadline.left());
    return run;
  }

  private static String experiment(
      TrackingServer server, Map<String, String> environment, Deadline deadline)
      throws IOException {
    String id = environment.getOrDefault(EXPERIMENT_ID, "").strip();
    String name = environment.getOrDefault(EXPERIMENT_NAME, "").strip();
    if (name.isEmpty()) {
      return id.isEmpty() ? DEFAULT : id;
    }
    try {
      return experimentOfName(server, name, deadline.left());
    } catch (RefusedException e) {
      if (!e.is("RESOURCE_DOES_NOT_EXIST")) {
        throw e;
      }
    }
    try {
      String made = Json.object(json -> json.writeStringField("name", name));
      return said(
          server.post("experiments/create", made, deadline.left()),
          "experiment_id",
          "an experiment");
    } catch (RefusedException e) {
      if (!e.is("RESOURCE_ALREADY_EXISTS")) {
        throw e;
      }
      // Another job has made it just now.
      return experimentOfName(server, name, deadline.left());
    }
  }

  private static String experimentOfName(TrackingServer server, String name, Duration atMost)
      throws IOException {
    String path = "experiments/get-by-name?experiment_name=" + URLEncoder.encode(name, UTF_8);
    return said(server.get(path, atMost), "experiment_id", "an experiment");
  }

  private static String find(
      TrackingServer server, String experiment, String folder, Duration atMost) throws IOException {
    String query =
        Json.object(
            json -> {
              json.writeArrayFieldStart("experiment_ids");
              json.writeString(experiment);
              json.writeEndArray();
              json.writeStringField("filter", "tags.`" + RunTags.FOLDER + "` = '" + folder + "'");
              json.writeNumberField("max_results", 1);
            });
    return Json.find(server.post("runs/search", query, atMost), "run_id");
  }

  private static String create(
      TrackingServer server,
      String experiment,
      TrackedTraining training,
      Instant start,
      Duration atMost)
      throws IOException {
    String run =
        Json.object(
            json -> {
              json.writeStringField("experiment_id", experiment);
              json.writeStringField("run_name", RunTags.name(training));
              json.writeNumberField("start_time", start.toEpochMilli());
              Json.pairs(json, "tags", RunTags.of(training));
            });
    return said(server.post("runs/create", run, atMost), "run_id", "a run");
  }

  /** Where people look at it. */
  String page() {
    return server.address().page(experiment, id);
  }

  void points(List<Point> points, Duration atMost) throws IOException {
    post(
        "runs/log-batch",
        json -> {
          json.writeArrayFieldStart("metrics");
          for (Point point : points) {
            point.write(json);
          }
          json.writeEndArray();
        },
        atMost);
  }

  void parameters(List<Map.Entry<String, String>> parameters, Duration atMost) throws IOException {
    Map<String, String> named = new LinkedHashMap<>();
    parameters.forEach(parameter -> named.put(parameter.getKey(), parameter.getValue()));
    post("runs/log-batch", json -> Json.pairs(json, "params", named), atMost);
  }

  void end(RunStatus status, Map<String, String> tags, Duration atMost) throws IOException {
    if (!tags.isEmpty()) {
      post("runs/log-batch", json -> Json.pairs(json, "tags", tags), atMost);
    }
    update(status, atMost);
  }

  private void update(RunStatus status, Duration atMost) throws IOException {
    post(
        "runs/update",
        json -> {
          json.writeStringField("status", status.name());
          if (status != RunStatus.RUNNING) {
            json.writeNumberField("end_time", Instant.now().toEpochMilli());
          }
        },
        atMost);
  }

  private void post(String path, Json.Fields fields, Duration atMost) throws IOException {
    String body =
        Json.object(
            json -> {
              json.writeStringField("run_id", id);
              fields.write(json);
            });
    server.post(path, body, atMost);
  }

  private static String said(String answer, String field, String what) throws IOException {
    String value = Json.find(answer, field);
    if (value.isEmpty()) {
      throw new IOException("its answer names " + what + " by no " + field);
    }
    return value;
  }
}
