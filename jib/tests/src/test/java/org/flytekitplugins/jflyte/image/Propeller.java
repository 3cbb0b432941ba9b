package org.flytekitplugins.jflyte.image;

import flyteidl.core.Errors.ErrorDocument;
import flyteidl.core.Literals.LiteralMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Flyte's propeller, played: writes the inputs of a node, starts its task with the arguments and
 * the environment that were registered, and reads the outputs.
 */
final class Propeller {
  /** Whom the image's containers run as. */
  static final int USER = 65532;

  private final Path storage;
  private final Path tasks;

  Propeller(Path storage, Path tasks) {
    this.storage = storage;
    this.tasks = tasks;
  }

  /** Writes the inputs of a node. */
  void prepare(String node, TaskInputs inputs) throws IOException {
    Path folder = Files.createDirectories(storage.resolve(node));
    Files.write(folder.resolve("inputs.pb"), inputs.literals().toByteArray());
    Folders.giveTo(USER, folder);
  }

  /** Starts a task of a node that is prepared, or a replica of it. */
  UnpackedImage.Container start(
      String node, String task, UnpackedImage image, String container, Map<String, String> more)
      throws IOException {
    SerializedTask serialized = task(task);
    Map<String, String> variables = new LinkedHashMap<>(serialized.environment());
    for (String kind : new String[] {"", "TASK_"}) {
      variables.put("FLYTE_INTERNAL_" + kind + "PROJECT", Registration.PROJECT);
      variables.put("FLYTE_INTERNAL_" + kind + "DOMAIN", Registration.DOMAIN);
      variables.put("FLYTE_INTERNAL_" + kind + "VERSION", Registration.VERSION);
    }
    variables.putAll(more);
    String prefix = "file:///storage/" + node + "/";
    return image.start(
        container,
        variables,
        serialized.arguments(
            Map.of(
                "input", prefix + "inputs.pb",
                "outputPrefix", prefix + "0",
                "rawOutputDataPrefix", prefix + "raw",
                "checkpointOutputPrefix", prefix + "checkpoint",
                "prevCheckpointPrefix", "\"\"",
                "taskTemplatePath", prefix + "task.pb")));
  }

  /** Runs a task that is one container. */
  TaskOutputs run(
      String node,
      String task,
      UnpackedImage image,
      TaskInputs inputs,
      Map<String, String> variables)
      throws IOException {
    prepare(node, inputs);
    // Names of containers have letters of ASCII only.
    String container = node.replaceAll("\\W", "-");
    start(node, task, image, container, variables).mustSucceed();
    return outputs(node);
  }

  SerializedTask task(String name) throws IOException {
    return SerializedTask.read(tasks, "org.flytekitplugins.examples." + name);
  }

  /** Where a node's attempt writes. */
  Path outputFolder(String node) {
    return storage.resolve(node).resolve("0");
  }

  TaskOutputs outputs(String node) throws IOException {
    Path error = outputFolder(node).resolve("error.pb");
    if (Files.exists(error)) {
      throw new AssertionError(
          node
              + " failed: "
              + ErrorDocument.parseFrom(Files.readAllBytes(error)).getError().getMessage());
    }
    return new TaskOutputs(
        LiteralMap.parseFrom(Files.readAllBytes(outputFolder(node).resolve("outputs.pb"))));
  }
}
