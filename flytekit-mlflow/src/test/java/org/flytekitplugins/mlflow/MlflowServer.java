package org.flytekitplugins.mlflow;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** MLflow's own server on loopback, and what people see of its runs. */
final class MlflowServer {
  static final String PYTHON = "FLYTEKIT_MLFLOW_PYTHON";

  private static final Duration START = Duration.ofSeconds(60);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final int port;
  private Process process;

  MlflowServer(Path folder) throws IOException {
    this.folder = folder;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
  }

  String uri() {
    return "http://127.0.0.1:" + port;
  }

  /** Starts it, on what an earlier one has left. */
  void start() throws IOException, InterruptedException {
    Path log = folder.resolve("mlflow.log");
    ProcessBuilder builder =
        new ProcessBuilder(
                System.getenv(PYTHON),
                "-m",
                "uvicorn",
                "--host",
                "127.0.0.1",
                "--port",
                String.valueOf(port),
                "mlflow.server.fastapi_app:app")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Map<String, String> environment = builder.environment();
    String store = "sqlite:///" + folder.resolve("mlflow.db");
    environment.put("_MLFLOW_SERVER_FILE_STORE", store);
    environment.put("_MLFLOW_SERVER_REGISTRY_STORE", store);
    environment.put("_MLFLOW_SERVER_ARTIFACT_ROOT", folder.resolve("artifacts").toString());
    environment.put("MLFLOW_SERVER_ENABLE_JOB_EXECUTION", "false");
    environment.put("MLFLOW_DISABLE_TELEMETRY", "true");
    process = builder.start();
    long deadline = System.nanoTime() + START.toNanos();
    while (!isUp()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException("MLflow does not start:\n" + Files.readString(log));
      }
      Thread.sleep(50);
    }
  }

  private boolean isUp() throws InterruptedException {
    try {
      return get("experiments/get?experiment_id=0").has("experiment");
    } catch (IOException e) {
      return false;
    }
  }

  /** As a node's loss would. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return call(HttpRequest.newBuilder(URI.create(uri() + "/api/2.0/mlflow/" + path)));
  }

  private JsonNode post(String path, Object body) throws IOException, InterruptedException {
    return call(
        HttpRequest.newBuilder(URI.create(uri() + "/api/2.0/mlflow/" + path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
  }

  private static JsonNode call(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(response.statusCode() + " " + response.body());
    }
    return JSON.readTree(response.body());
  }

  /** The runs of an experiment, the newest first. */
  List<SeenRun> runs(String experiment) throws IOException, InterruptedException {
    String name = URLEncoder.encode(experiment, UTF_8);
    String id =
        get("experiments/get-by-name?experiment_name=" + name)
            .at("/experiment/experiment_id")
            .asText();
    List<SeenRun> runs = new ArrayList<>();
    for (JsonNode run : post("runs/search", Map.of("experiment_ids", List.of(id))).path("runs")) {
      runs.add(
          new SeenRun(
              run.at("/info/run_id").asText(),
              run.at("/info/experiment_id").asText(),
              run.at("/info/run_name").asText(),
              run.at("/info/status").asText(),
              pairs(run.at("/data/params")),
              pairs(run.at("/data/tags"))));
    }
    return runs;
  }

  private static Map<String, String> pairs(JsonNode list) {
    Map<String, String> pairs = new TreeMap<>();
    for (JsonNode pair : list) {
      pairs.put(pair.get("key").asText(), pair.get("value").asText());
    }
    return pairs;
  }

  /** All points of a metric: {@code step time value}. */
  List<String> points(SeenRun run, String metric) throws IOException, InterruptedException {
    List<String> points = new ArrayList<>();
    String token = "";
    do {
      JsonNode page =
          get(
              "metrics/get-history?max_results=25000&run_id="
                  + run.id()
                  + "&metric_key="
                  + URLEncoder.encode(metric, UTF_8)
                  + (token.isEmpty() ? "" : "&page_token=" + URLEncoder.encode(token, UTF_8)));
      for (JsonNode point : page.path("metrics")) {
        points.add(
            point.path("step").asLong()
                + " "
                + point.path("timestamp").asLong()
                + " "
                + Double.parseDouble(point.path("value").asText()));
      }
      token = page.path("next_page_token").asText();
    } while (!token.isEmpty());
    return points;
  }

  record SeenRun(
      String id,
      String experiment,
      String name,
      String status,
      Map<String, String> params,
      Map<String, String> tags) {}
}
