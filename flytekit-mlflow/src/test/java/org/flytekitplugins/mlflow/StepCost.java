package org.flytekitplugins.mlflow;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures, by hand, what a tracking server costs a step: {@code benchmarks/mlflow/run.sh}. */
final class StepCost {
  private StepCost() {}

  public static void main(String[] arguments) throws Exception {
    int steps = Integer.parseInt(arguments[0]);
    int rounds = Integer.parseInt(arguments[1]);
    Path folder = Files.createTempDirectory("mlflow-steps");
    Map<String, Map<String, String>> servers = new LinkedHashMap<>();
    servers.put("none", Map.of());
    MlflowServer server = new MlflowServer(folder);
    if (System.getenv(MlflowServer.PYTHON) != null) {
      server.start();
      servers.put("MLflow's own", Map.of(ServerAddress.URI_VARIABLE, server.uri()));
    }
    servers.put("dead", Map.of(ServerAddress.URI_VARIABLE, "http://127.0.0.1:1"));
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      servers.put(
          "never answers",
          Map.of(ServerAddress.URI_VARIABLE, "http://127.0.0.1:" + silent.getLocalPort()));
      Map<String, List<String>> took = new LinkedHashMap<>();
      for (int round = 0; round < rounds; round++) {
        for (Map.Entry<String, Map<String, String>> each : servers.entrySet()) {
          Path room = Files.createTempDirectory(folder, "job");
          Map<String, String> environment = new HashMap<>(each.getValue());
          environment.put(TrainSteps.REPORT_EVERY, arguments[2]);
          took.computeIfAbsent(each.getKey(), name -> new ArrayList<>())
              .add(ExecutedReplica.run(room, steps, environment).took());
        }
      }
      System.out.println("| server | microseconds a step: mean, p50, p99; each round |");
      System.out.println("|---|---|");
      took.forEach((name, all) -> System.out.println("| " + name + " | " + all + " |"));
    } finally {
      if (System.getenv(MlflowServer.PYTHON) != null) {
        server.kill();
      }
    }
  }
}
