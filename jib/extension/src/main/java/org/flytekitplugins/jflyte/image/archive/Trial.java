package org.flytekitplugins.jflyte.image.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A command that shows what pods load.
 *
 * @param name tells it from others
 * @param task the class of the task that it executes
 * @param environment variables that Flyte or an operator would set
 */
record Trial(String name, String task, Map<String, String> environment) {
  private static final String TASKS = "org.flytekitplugins.jflyte.image.archive.trial.";
  private static final Map<String, String> FLYTE =
      Map.of(
          "FLYTE_INTERNAL_PROJECT", "p",
          "FLYTE_INTERNAL_DOMAIN", "d",
          "FLYTE_INTERNAL_VERSION", "v",
          "FLYTE_INTERNAL_TASK_PROJECT", "p",
          "FLYTE_INTERNAL_TASK_DOMAIN", "d",
          "FLYTE_INTERNAL_TASK_VERSION", "v");

  /** A plain task, and the only worker of a training. */
  static final List<Trial> ALL =
      List.of(
          new Trial("plain", "PlainTask", Map.of()),
          new Trial(
              "replica",
              "TrainingTask",
              Map.of(
                  "TF_CONFIG",
                  "{\"cluster\":{\"worker\":[\"localhost:2222\"]},"
                      + "\"task\":{\"type\":\"worker\",\"index\":0}}")));

  Trial {
    Map<String, String> all = new LinkedHashMap<>(FLYTE);
    all.putAll(environment);
    environment = all;
  }

  List<String> arguments() {
    return new ArrayList<>(
        List.of(
            "jflyte",
            "execute",
            "--task",
            TASKS + task,
            "--inputs",
            "file://" + TrialImage.INPUTS,
            "--outputPrefix",
            "file://" + outputs(),
            "--package-dir",
            TrialImage.PACKAGE + "/*"));
  }

  /** Nothing would tell an archive that is made of a failure's classes. */
  void check(ImageRoot root) throws IOException, NoArchiveException {
    if (!Files.exists(root.file(outputs() + "/outputs.pb"))) {
      throw new NoArchiveException(
          "task " + task + " has no outputs when it is tried in the image: " + root.lastOutput());
    }
  }

  private String outputs() {
    return TrialImage.OUTPUT + "/" + name;
  }
}
