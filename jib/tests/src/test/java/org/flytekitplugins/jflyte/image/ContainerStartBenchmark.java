package org.flytekitplugins.jflyte.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * How long a container takes from its start to the outputs of its task: with the package staged, in
 * the image, and in the image with a class-data archive. Run by hand: {@code
 * benchmarks/images/run.sh}.
 */
@ImageTest
class ContainerStartBenchmark {
  private static final int ROUNDS =
      Integer.parseInt(Optional.ofNullable(System.getenv("ROUNDS")).orElse("10"));
  private static final String EXAMPLES = "org.flytekitplugins.examples.";
  private static final List<String> PACKAGE_DIR =
      List.of("--package-dir", "/app/resources:/app/classes:/app/libs/*");
  // Staged jars, and TensorFlow's libraries out of them.
  private static final String TMP_SIZE = "2g";

  private Images images;
  private Path folder;

  @Test
  void fromTheStartOfAContainerToTheOutputsOfItsTask(Images shared) throws IOException {
    images = shared;
    DigitsInContainers training = images.training();
    UnpackedImage archived = images.unpackedArchived();
    UnpackedImage plain = images.unpackedDigits();
    Progress.step("the package staged");
    stage();
    Map<String, TaskInputs> tasks = new LinkedHashMap<>();
    tasks.put("RejectModel", new TaskInputs().number("accuracy", 0.5));
    tasks.put("EvaluateDigits", training.evaluation());

    Map<String, Map<String, List<Long>>> times = new LinkedHashMap<>();
    for (String task : tasks.keySet()) {
      Progress.step(ROUNDS + " rounds of " + task);
      images.propeller().prepare("bench/" + task, tasks.get(task));
      Path template = folder.resolve(task).resolve("task.pb");
      Files.write(
          template,
          SerializedTask.read(folder.resolve("protos"), EXAMPLES + task)
              .specification()
              .getTemplate()
              .toByteArray());
      List<String> staged =
          List.of("--taskTemplatePath", "file:///storage/bench/" + task + "/task.pb");
      Map<String, List<Long>> ofTask = new LinkedHashMap<>();
      for (int round = 0; round < ROUNDS; round++) {
        measure(ofTask, "staged", plain, task, staged);
        measure(ofTask, "package-dir", plain, task, PACKAGE_DIR);
        measure(ofTask, "archive", archived, task, PACKAGE_DIR);
      }
      times.put(task, ofTask);
    }
    report(times);
  }

  private void stage() throws IOException {
    folder = Files.createDirectories(images.storage().resolve("bench"));
    Path jars = Files.createDirectories(folder.resolve("package"));
    String classPath =
        Files.readString(images.tree().path("examples/target/image-class-path")).strip();
    List<Path> files = new ArrayList<>();
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      files.add(Path.of(entry));
    }
    try (var built = Files.list(images.tree().path("examples/target"))) {
      built
          .filter(
              file ->
                  file.getFileName()
                      .toString()
                      .matches("flytekit-tensorflow-examples-[^-]*-SNAPSHOT\\.jar"))
          .forEach(files::add);
    }
    for (Path file : files) {
      if (file.toString().endsWith(".jar")) {
        Files.copy(file, jars.resolve(file.getFileName()));
      }
    }
    Folders.giveTo(Propeller.USER, folder);
    images
        .unpackedDigits()
        .start(
            "stage",
            Map.of(
                "FLYTE_STAGING_LOCATION", "file:///storage/bench/staged",
                "FLYTE_PLATFORM_URL", images.registration().admin().endpoint(),
                "FLYTE_PLATFORM_INSECURE", "true",
                "FLYTE_INTERNAL_IMAGE", "digits"),
            List.of(
                "jflyte",
                "serialize",
                "workflows",
                "--classpath",
                "/storage/bench/package",
                "--folder",
                "/storage/bench/protos"))
        .mustSucceed();
  }

  private void measure(
      Map<String, List<Long>> times,
      String how,
      UnpackedImage image,
      String task,
      List<String> where)
      throws IOException {
    String out = "bench/out-" + task + "-" + how + "-" + times.getOrDefault(how, List.of()).size();
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "jflyte",
                "execute",
                "--task",
                EXAMPLES + task,
                "--inputs",
                "file:///storage/bench/" + task + "/inputs.pb",
                "--outputPrefix",
                "file:///storage/" + out));
    arguments.addAll(where);
    image.prepare(
        "measured",
        Map.of(
            "TF_CPP_MIN_LOG_LEVEL", "2",
            "FLYTE_INTERNAL_PROJECT", "p",
            "FLYTE_INTERNAL_DOMAIN", "d",
            "FLYTE_INTERNAL_VERSION", "v"),
        arguments,
        TMP_SIZE);
    Instant started = Instant.now();
    image.startPrepared("measured").mustSucceed();
    // Until the outputs are there: runc's own end is none of ours.
    Instant ended =
        Files.getLastModifiedTime(images.storage().resolve(out).resolve("outputs.pb")).toInstant();
    times
        .computeIfAbsent(how, h -> new ArrayList<>())
        .add(ended.toEpochMilli() - started.toEpochMilli());
  }

  private static void report(Map<String, Map<String, List<Long>>> times) {
    System.out.printf(
        "%ncontainer start to outputs, ms: median / least of %d,"
            + " and how many times faster than staged%n",
        ROUNDS);
    times.forEach(
        (task, ofTask) -> {
          Map<String, Long> medians = new TreeMap<>();
          ofTask.forEach((how, values) -> medians.put(how, median(values)));
          ofTask.forEach(
              (how, values) ->
                  System.out.printf(
                      "%-15s %-12s %5d / %5d   %.1f%n",
                      task,
                      how,
                      medians.get(how),
                      values.stream().mapToLong(Long::longValue).min().orElseThrow(),
                      medians.get("staged") / (double) medians.get(how)));
          assertThat(medians.get("package-dir")).isPositive();
        });
  }

  private static long median(List<Long> values) {
    List<Long> sorted = values.stream().sorted().toList();
    return sorted.get((sorted.size() - 1) / 2);
  }
}
