package org.flytekitplugins.jflyte.image;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.flytekitplugins.jflyte.image.UnpackedImage.Container;

/**
 * The digits workflow in containers: rows are prepared, a job of four containers trains, and the
 * model is evaluated.
 *
 * @param prepared what the rows are
 * @param exitCodes of the replicas, in the order in which they ended
 * @param writes how many files there were, one after the other, that are the job's outputs
 * @param documents the documents in the folder of the attempt
 * @param chief what the chief said
 * @param trained what the job gave
 * @param evaluated how good the model is
 */
record DigitsInContainers(
    TaskOutputs prepared,
    Map<String, Integer> exitCodes,
    int writes,
    List<String> documents,
    List<String> chief,
    TaskOutputs trained,
    TaskOutputs evaluated) {
  static final int STEPS = 2500;

  static DigitsInContainers run(Propeller propeller, UnpackedImage image) throws IOException {
    Progress.step("a plain task in a container: prepare");
    TaskOutputs prepared =
        propeller.run(
            "prepare", "PrepareDigits", image, new TaskInputs().integer("seed", 1), Map.of());

    Progress.step("the training in four containers: chief, two workers, a parameter server");
    propeller.prepare(
        "train",
        new TaskInputs()
            .blob("training", prepared.blob("training"))
            .integer("steps", STEPS)
            .number("learningRate", 0.05)
            .integer("seed", 1));
    Job job = new Job(propeller, image);
    Map<String, Integer> exitCodes = job.run();
    TaskOutputs trained = propeller.outputs("train");
    List<String> documents;
    try (Stream<Path> files = Files.list(propeller.outputFolder("train"))) {
      documents =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".pb"))
              .sorted()
              .toList();
    }

    Progress.step("a plain task in a container: evaluate");
    TaskOutputs evaluated =
        propeller.run("evaluate", "EvaluateDigits", image, inputs(trained, prepared), Map.of());
    return new DigitsInContainers(
        prepared,
        exitCodes,
        job.written.size(),
        documents,
        job.containers.get("chief-0").output(),
        trained,
        evaluated);
  }

  /** What the evaluation gets. */
  TaskInputs evaluation() {
    return inputs(trained, prepared);
  }

  private static TaskInputs inputs(TaskOutputs trained, TaskOutputs prepared) {
    return new TaskInputs()
        .blob("model", trained.blob("model"))
        .blob("heldOut", prepared.blob("heldOut"));
  }

  /** The job, as the operator runs it and sees it end. */
  private static final class Job {
    private final Propeller propeller;
    private final Map<String, Container> containers = new HashMap<>();
    private final Map<String, Integer> exitCodes = new LinkedHashMap<>();
    private final Set<Object> written = new HashSet<>();

    Job(Propeller propeller, UnpackedImage image) throws IOException {
      this.propeller = propeller;
      Map<String, List<String>> cluster =
          Map.of(
              "chief", List.of(address()),
              "worker", List.of(address(), address()),
              "ps", List.of(address()));
      for (String replica : List.of("ps-0", "worker-0", "worker-1", "chief-0")) {
        String[] parts = replica.split("-", 2);
        String configuration =
            new ObjectMapper()
                .writeValueAsString(
                    Map.of(
                        "cluster",
                        cluster,
                        "task",
                        Map.of("type", parts[0], "index", Integer.parseInt(parts[1])),
                        "environment",
                        "cloud"));
        containers.put(
            replica,
            propeller.start(
                "train",
                "TrainDigits",
                image,
                replica,
                Map.of("TF_CPP_MIN_LOG_LEVEL", "2", "TF_CONFIG", configuration)));
      }
    }

    private static String address() {
      return "127.0.0.1:" + FreePort.next();
    }

    /** The job is over when its chief is; the parameter server is ended then. */
    Map<String, Integer> run() throws IOException {
      for (String replica : List.of("chief-0", "worker-0", "worker-1")) {
        awaitEnd(replica, Duration.ofMinutes(3));
      }
      containers.get("ps-0").terminate();
      awaitEnd("ps-0", Duration.ofSeconds(30));
      return exitCodes;
    }

    private void awaitEnd(String replica, Duration limit) throws IOException {
      long deadline = System.nanoTime() + limit.toNanos();
      Container container = containers.get(replica);
      while (container.isRunning() && System.nanoTime() < deadline) {
        lookForOutputs();
        Pause.briefly();
      }
      lookForOutputs();
      if (container.isRunning()) {
        throw new AssertionError(replica + " still runs after " + limit.toSeconds() + " s");
      }
      exitCodes.put(replica, container.exitCode());
    }

    // Whoever writes the outputs makes a new file of them.
    private void lookForOutputs() throws IOException {
      try {
        written.add(
            Files.readAttributes(
                    propeller.outputFolder("train").resolve("outputs.pb"),
                    BasicFileAttributes.class)
                .fileKey());
      } catch (NoSuchFileException e) {
        // Not yet.
      }
    }
  }
}
